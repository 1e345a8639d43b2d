import { z } from 'zod';

/** What a button sends instead of words. Parsed at every door: a client can send anything. */
export const actionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choose'), sku: z.string().min(1).max(40) }),
  z.strictObject({ kind: z.literal('intent'), intent: z.string().min(1).max(40) }),
  z.strictObject({ kind: z.literal('acceptQuote'), number: z.string().min(1).max(40) }),
  z.strictObject({ kind: z.literal('bookMeeting'), startsAt: z.iso.datetime() }),
]);
export type Action = z.infer<typeof actionSchema>;

export const CHANNELS = ['web', 'teams', 'slack', 'terminal'] as const;
export type Channel = (typeof CHANNELS)[number];

export const MAX_TEXT_LENGTH = 4_000;

/** One message as every channel hands it over. */
export interface IncomingMessage {
  /** Given by the client; the same id in the same conversation is the same message. */
  readonly id: string;
  readonly channel: Channel;
  readonly conversationId: string;
  readonly sender: { readonly id: string; readonly name?: string };
  /** Set by the door that knows its people, never by what a client sends; absent for visitors. */
  readonly role?: 'rep';
  /** Normalised, 1 to 4,000 characters; what a button shows when `action` is set. */
  readonly text: string;
  readonly action?: Action;
  /** BCP 47, as the client says: a prior for the language guess. */
  readonly locale?: string;
  /** IANA time zone of the sender's clock, where the channel knows it. */
  readonly timeZone?: string;
  readonly at: Date;
  /** What the channel needs to answer later; opaque to all others, plain JSON. */
  readonly address?: unknown;
}
