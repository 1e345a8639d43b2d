import { repWordsOf } from '../language/words/rep/words.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';
import { amountsIn } from '../slots/amounts.ts';
import { asksSomething, isBare } from './cues.ts';
import { LIKELY, POSSIBLE, type Reading, SHORT } from './reading.ts';
import { repPointerIn } from './rep-pointer.ts';
import { OF_REPS, OUT_OF_SCOPE } from './words.ts';

/** What a rep may mean besides what reps alone can ask: the goods, a yes or a no. */
const FOR_REPS = /^(?:product\.|affirm$|deny$|help$|thanks$|greet$)/;
const MOST_OF_REPS = 0.5;

/** Of a deal that there is. */
export const DEAL_KEY = /\bdeal-[\w-]{3,40}/;

/** A stage, an amount or a day: what a deal can be given. */
export const saysValue = ({ understanding }: Pick<Turn, 'understanding'>): boolean =>
  understanding.entities.some(({ kind }) =>
    ['stage', 'money', 'quantity', 'percentage', 'date'].includes(kind),
  );

/** "push Green Door to the end of may": of a deal that there is, never a new one. */
function changesNamed({ understanding }: Pick<Turn, 'understanding'>): boolean {
  const { text, language, entities } = understanding;
  const { changes, creates } = repWordsOf(language);
  const isNamed = entities.some(({ kind }) => kind === 'company' || kind === 'deal');
  return isNamed && has(changes, text) && !has(creates, text);
}

/** "we won Red Barn", Red Barn的单子成交了: neither asked nor to be listed. */
function isClosed(turn: Turn): boolean {
  const { text, language } = turn.understanding;
  const words = repWordsOf(language);
  const isAsked = asksSomething(turn) || has(words.lists, text) || words.noteOpening.test(text);
  return !isAsked && (has(words.wonIt, text) || has(words.lostIt, text));
}

const saysAmount = ({ understanding }: Turn): boolean => amountsIn(understanding).length > 0;

/** What changes or asks of a deal that there is makes no new one. */
function mayCreate(turn: Turn): boolean {
  const { text, language } = turn.understanding;
  const isAsked = asksSomething(turn) && !has(repWordsOf(language).creates, text);
  return !changesNamed(turn) && !DEAL_KEY.test(text) && !isAsked;
}

/** A rep who seems to mean what only visitors want means something else. */
export function fromRepWords(turn: Turn): Reading[] {
  const { understanding } = turn;
  const changes = changesNamed(turn);
  const named = understanding.entities.some(({ kind }) => kind === 'company' || kind === 'deal');
  const isOfGoods = !named || understanding.entities.some(({ kind }) => kind === 'product');
  const own = understanding.intents.filter(
    ({ name }) =>
      (isOfGoods || !/^product\./.test(name)) &&
      (OF_REPS.test(name) || FOR_REPS.test(name)) &&
      !(name === 'deal.create' && !mayCreate(turn)) &&
      // "the second one" chooses something: who says so agrees to nothing.
      !(name === 'affirm' && repPointerIn(understanding)),
  );
  const isUnknown = !understanding.inScope && !understanding.entities.some(({ kind }) => kind === 'product');
  const sum = own.reduce((all, { confidence }) => all + confidence, 0);
  const rest = sum >= MOST_OF_REPS ? sum : 1;
  const staged = understanding.entities.some(({ kind }) => kind === 'stage');
  return [
    ...own.map(({ name, confidence }) => ({
      intent: name,
      score: (confidence / rest) * (isUnknown && name.startsWith('product.') ? OUT_OF_SCOPE : 1),
      why: 'words of a rep',
    })),
    ...(named && staged ? [{ intent: 'deal.update', score: LIKELY, why: 'names a deal and a stage' }] : []),
    ...(named && isClosed(turn)
      ? [{ intent: 'deal.update', score: SHORT, why: 'says how the deal that it names ended' }]
      : []),
    ...(named && isBare(turn, [repWordsOf(understanding.language).ofDeal]) && saysAmount(turn)
      ? [{ intent: 'deal.update', score: SHORT, why: 'names a deal and what it is worth' }]
      : []),
    ...(changes && saysValue(turn) && !has(wordsOf(understanding.language).wonders, understanding.text)
      ? [{ intent: 'deal.update', score: SHORT, why: 'changes the deal that it names' }]
      : []),
    ...(named && has(wordsOf(understanding.language).handOver, understanding.text)
      ? [{ intent: 'deal.update', score: SHORT, why: 'gives what it names into other hands' }]
      : []),
    ...(named && !staged ? [{ intent: 'deal.show', score: POSSIBLE, why: 'names a company or a deal' }] : []),
  ];
}
