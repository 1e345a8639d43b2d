import { once } from '../once.ts';
import type { Skill, Turn } from '../skill.ts';
import { fromButton } from './button.ts';
import { fromPhrases } from './phrases.ts';
import { fromCode, fromQuestions } from './questions.ts';
import { type Reading, SHORT } from './reading.ts';
import { fromRepTalk } from './rep-talk.ts';
import { fromRepWords } from './rep-words.ts';
import { fromServiceTalk } from './service-talk.ts';
import { fromTopic } from './topic.ts';
import { fromWords, fromYesOrNo } from './words.ts';

/** All ways to take the message: as a button, as its words, as an answer, as going on with the topic. */
export const readings = once((turn: Turn): readonly Reading[] =>
  turn.message.action ? fromButton(turn) : fromMessage(turn),
);

const bestFirst = once((turn: Turn) => [...readings(turn)].sort((a, b) => b.score - a.score));

export const bestReading = (turn: Turn, intents: readonly string[]): Reading | undefined =>
  bestFirst(turn).find(({ intent }) => intents.includes(intent));

/** A skill that bids with what these intents are worth. */
export const intentSkill = (name: string, intents: readonly string[], run: Skill['run']): Skill => ({
  name,
  bid: (turn) => bestReading(turn, intents),
  run,
});

/** What is seen leads the surest guess by so much that no retraining turns them round. */
const MARGIN = 0.05;

function fromMessage(turn: Turn): readonly Reading[] {
  const code = fromCode(turn);
  if (code) return [code];
  const isRep = turn.message.role === 'rep';
  const isLeft = ({ intent }: Reading) => !turn.settled?.includes(intent);
  const context = [
    ...fromQuestions(turn),
    ...(isRep ? fromRepTalk(turn) : [...fromServiceTalk(turn), ...fromTopic(turn), ...fromPhrases(turn)]),
  ].filter(isLeft);
  const words = [
    ...(isRep ? fromRepWords(turn) : fromWords(turn)).map((reading) => ({
      ...reading,
      isGuess: true as const,
    })),
    ...fromYesOrNo(turn),
  ].filter(isLeft);
  const clearest = Math.max(...context.map(({ score }) => score));
  if (clearest < SHORT) return [...words, ...context];
  // A bare answer, an edit or a fixed phrase is there to see; a confidence, however high, is a guess beside it.
  const most = clearest - MARGIN;
  return [...words.map((reading) => ({ ...reading, score: reading.score * most })), ...context];
}
