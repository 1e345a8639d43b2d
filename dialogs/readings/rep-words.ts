import { type Entity, entitiesOf, type Language } from '../../nlu/understanding.ts';
import { repWordsOf } from '../language/words/rep/words.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';
import { amountsIn } from '../slots/amounts.ts';
import { asksSomething, isBare } from './cues.ts';
import { LIKELY, POSSIBLE, type Reading, SHORT } from './reading.ts';
import { repPointerIn } from './rep-pointer.ts';
import { OF_REPS, OUT_OF_SCOPE } from './words.ts';

/** What a rep may mean besides what reps alone can ask: the goods, a yes or a no. */
const FOR_REPS = /^(?:product\.|affirm$|deny$|help$|thanks$|greet$|goodbye$)/;
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

/** Neither asked, to be listed, nor noted. */
function isStated(turn: Turn): boolean {
  const { text, language } = turn.understanding;
  const { lists, notes } = repWordsOf(language);
  return !asksSomething(turn) && !has(lists, text) && !has(notes, text);
}

/** "red barn 3k", "red barn's 3.2k now, they want more": an amount right behind the name. */
function saysWorth(turn: Turn): boolean {
  const { text, language, entities } = turn.understanding;
  const amounts = entities.filter(
    (entity) =>
      (entity.kind === 'money' || entity.kind === 'quantity') &&
      amountsIn({ ...turn.understanding, entities: [entity] }).length > 0,
  );
  const isBehind = (name: Entity) =>
    amounts.some(({ start }) => start >= name.end && isLittle(text.slice(name.end, start), language));
  return isStated(turn) && entities.some((entity) => isDealName(entity) && isBehind(entity));
}

/** "Copper Kettle closes friday", Copper Kettle的下季度末成交. */
function saysClosing(turn: Turn): boolean {
  const { text, language } = turn.understanding;
  const { closesOn, ofDeal } = repWordsOf(language);
  const isToCome = entitiesOf(turn.understanding, 'date').some(({ to }) => to > turn.today);
  return isToCome && has(closesOn, text) && isStated(turn) && isBare(turn, [closesOn, ofDeal]);
}

const isDealName = ({ kind }: Entity): boolean => kind === 'company' || kind === 'deal';

/** Nothing but small words. */
const isLittle = (text: string, language: Language): boolean =>
  text
    .replace(/['’]s\b/gu, ' ')
    .replace(repWordsOf(language).ofDeal, ' ')
    .replace(/[\p{P}\p{S}\s]/gu, '') === '';

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
    ...(named && (saysWorth(turn) || saysClosing(turn))
      ? [{ intent: 'deal.update', score: SHORT, why: 'names a deal and what it is worth or when it closes' }]
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
