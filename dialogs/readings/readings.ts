import { once } from '../once.ts';
import type { Skill, Turn } from '../skill.ts';
import { fromButton } from './button.ts';
import { fromPhrases } from './phrases.ts';
import { fromCode, fromQuestions } from './questions.ts';
import { type Reading, SURE } from './reading.ts';
import { fromTopic } from './topic.ts';
import { fromWords, fromYesOrNo } from './words.ts';

/** All ways to take the message: as a button, as its words, as an answer, as going on with the topic. */
export const readings = once((turn: Turn): readonly Reading[] =>
  turn.message.action ? fromButton(turn) : fromMessage(turn),
);

export function bestReading(turn: Turn, intents: readonly string[]): Reading | undefined {
  return readings(turn)
    .filter((reading) => intents.includes(reading.intent))
    .reduce<Reading | undefined>((best, one) => (best && best.score >= one.score ? best : one), undefined);
}

/** A skill that bids with what these intents are worth. */
export const intentSkill = (name: string, intents: readonly string[], run: Skill['run']): Skill => ({
  name,
  bid: (turn) => bestReading(turn, intents),
  run,
});

function fromMessage(turn: Turn): readonly Reading[] {
  const code = fromCode(turn);
  if (code) return [code];
  const context = [...fromQuestions(turn), ...fromTopic(turn), ...fromPhrases(turn)];
  const words = [...fromWords(turn), ...fromYesOrNo(turn)];
  if (!context.some(({ score }) => score >= SURE)) return [...words, ...context];
  // A bare answer or edit has hardly any words for the classifier to go by.
  return [...words.map((reading) => ({ ...reading, score: reading.score * SURE * SURE })), ...context];
}
