import { entitiesOf } from '../../nlu/understanding.ts';
import type { LeadFacts, LeadQuestion } from '../conversation/facts.ts';
import type { Conversation } from '../conversation/state.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';

/**
 * What a message says of budget, authority, time and place, whatever else it is about. An amount or a day counts as
 * such only beside words that make it one, or as the answer to the question.
 */
export function learnt(turn: Turn): LeadFacts {
  const { understanding, conversation } = turn;
  const { text, language } = understanding;
  const words = wordsOf(language);
  const asked = askedOf(conversation);
  const money = entitiesOf(understanding, 'money').at(-1);
  const date = entitiesOf(understanding, 'date').at(-1);
  const country = entitiesOf(understanding, 'country')[0];
  const facts: LeadFacts = {
    ...(money &&
      (asked === 'budget' || has(words.budget, text)) && {
        budget: { amount: money.amount, currency: money.currency },
      }),
    ...(has(words.asksOthers, text)
      ? { authority: 'asks' as const }
      : has(words.decides, text) && { authority: 'decides' as const }),
    ...(date && (asked === 'neededBy' || has(words.deadline, text)) && { neededBy: date.to }),
    ...(country && { country: country.code }),
  };
  const known = conversation.lead;
  return Object.fromEntries(
    Object.entries(facts).filter(([key, value]) => known[key as keyof LeadFacts] !== value),
  );
}

export const LEAD_INTENT = 'lead.qualify';

export function askedOf({ questions: [question] }: Conversation): LeadQuestion | undefined {
  if (question?.kind !== 'slot' || question.pending !== LEAD_INTENT) return undefined;
  return question.slot as LeadQuestion;
}
