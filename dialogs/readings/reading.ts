import type { Bid } from '../skill.ts';

/** One way to take a message: an intent, how likely it is meant (0 to 1), and why. */
export interface Reading extends Bid {
  readonly intent: string;
  /** The classifier's: a confidence rather than something that is there to see. */
  readonly isGuess?: true;
}

/** How sure a reading by something other than the classifier is. */
export const SURE = 0.95;
export const SHORT = 0.9;
export const LIKELY = 0.6;
export const HALF = 0.5;
export const POSSIBLE = 0.4;

/** What something other than the classifier is sure of; `about` as in a bid. */
export const sure = (intent: string, why: string, about?: string): Reading => ({
  intent,
  score: SURE,
  why,
  ...(about !== undefined && { about }),
});

/** Marks a question that goes on with the one before: what it leaves open is as it was asked then. */
export const AGAIN = 'again';
