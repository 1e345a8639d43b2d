import { type EntityValue, entitiesOf } from '../../nlu/understanding.ts';
import type { LeadQuestion } from '../conversation/facts.ts';
import type { Question } from '../conversation/state.ts';
import { has, wordsOf } from '../language/words/words.ts';
import { LEAD_INTENT, learnt } from '../lead/learnt.ts';
import type { Turn } from '../skill.ts';
import { codeIn } from '../slots/code.ts';
import { dayTimeIn } from '../slots/day-time.ts';
import { ordersLines } from '../slots/lines.ts';
import { photoIn } from '../slots/photo.ts';
import { quantitiesOf } from '../slots/quantity.ts';
import { returnReasonIn } from '../slots/return-reason.ts';
import {
  asksSomething,
  describesWanted,
  isBare,
  leavesOut,
  namesColourOnly,
  namesProduct,
  pointsAtList,
  saysOnly,
  topIntent,
  wantsLikeShown,
} from './cues.ts';
import { changesQuote } from './line-changes.ts';
import { pointsBack } from './pointer.ts';
import { LIKELY, type Reading, SURE } from './reading.ts';
import { repPointerIn } from './rep-pointer.ts';

const YES_LIFE = 1;
/** A yes to these may come after other talk: what is done can be changed. */
const BINDS_NOTHING = ['quote.request', 'quote.change'];
/** What binds needs a yes in so many words, or words that hardly mean anything else. */
const CERTAIN = 0.75;
const LONG_LIFE = 3;

/** What the reading of a one-time code is about. */
export const ANSWERS_CODE = 'code';

/** Digits, while a code is waited for, are the code and nothing else. */
export function fromCode({ conversation: { challenge }, understanding }: Turn): Reading | undefined {
  if (!challenge || codeIn(understanding.text) === undefined) return undefined;
  return { intent: challenge.intent, score: SURE, why: 'types the code', about: ANSWERS_CODE };
}

export function fromQuestions(turn: Turn): Reading[] {
  return turn.conversation.questions.flatMap((question, depth) => {
    const score = answerScore(turn, question, depth);
    if (score === undefined) return [];
    return [
      {
        intent: chosenFor(turn, question),
        score,
        why: `answers the open question about ${question.kind === 'slot' ? question.slot : question.kind}`,
        // Only the newest question is taken off when answered; an older one is simply asked no more.
        ...(depth === 0 && { answers: true as const }),
      },
    ];
  });
}

/** "ok 24 of the red ones please": a list only asked which one, its words and the quantity say what for. */
function chosenFor(turn: Turn, { kind, pending }: Question): string {
  const { text, language } = turn.understanding;
  const { orders, quotation, compare, others } = wordsOf(language);
  const wish = topIntent(turn);
  if (kind !== 'product' || !pending.startsWith('product.')) return pending;
  if (has(quotation, text)) return 'quote.request';
  if (pending !== 'product.detail') return pending;
  // "what other lights do you have?" chooses none.
  if (has(others, text) && asksSomething(turn)) return 'product.find';
  if (has(orders, text) && !asksSomething(turn)) return 'quote.request';
  if (has(compare, text)) return 'product.compare';
  // "a cheaper one, 30 of them" is to be priced, not compared; neither is the only one named.
  const isOne = quantitiesOf(turn).length > 0 || entitiesOf(turn.understanding, 'product').length === 1;
  if (wish === 'product.compare' && isOne) return pending;
  return wish !== undefined && WISHES.includes(wish) ? wish : pending;
}
const WISHES = ['product.price', 'product.stock', 'product.compare', 'product.recommend', 'quote.request'];

function answerScore(turn: Turn, question: Question, depth: number): number | undefined {
  const { understanding } = turn;
  const said = (kind: EntityValue['kind']) => understanding.entities.some((entity) => entity.kind === kind);
  switch (question.kind) {
    case 'confirmation':
      // A yes is to what was asked just now; what binds is asked once more after other talk.
      if (depth > 0 || question.age > (BINDS_NOTHING.includes(question.pending) ? LONG_LIFE : YES_LIFE))
        return undefined;
      // "just 1 then" is no yes to an order of 20, "500 then" is one to the price of 500.
      if (question.pending === 'quote.accept' && (saysOtherQuantity(turn) || saysChange(turn)))
        return undefined;
      // What followed was not understood: a yes may be to that.
      if (
        question.age > 0 &&
        turn.conversation.lastSkill === 'fallback' &&
        !BINDS_NOTHING.includes(question.pending)
      )
        return undefined;
      if (BINDS_NOTHING.includes(question.pending) && repeatsOffer(turn)) return SURE;
      if (cancelsAsAsked(turn, question.pending)) return SURE;
      return saysOnly(turn, 'yes') || isYes(turn, question) ? SURE : undefined;
    case 'product':
      if (leavesOut(turn) || describesWanted(turn) || wantsLikeShown(turn)) return undefined;
      if (question.pending === 'product.detail' && changesQuote(turn)) return undefined;
      if (namesColourOnly(turn) || namesOneOf(turn, question.skus)) return SURE;
      if (!said('product') && !pointsAtList(turn)) return isShortPointing(turn) ? RATHER : undefined;
      if (pointsAtList(turn) && quantitiesOf(turn).length > 0) return SURE;
      // "I'd like the first one" chooses, however much it sounds like a yes.
      return isBare(turn, [wordsOf(understanding.language).quotation]) ||
        CHOOSES.includes(topIntent(turn) ?? '')
        ? SURE
        : LIKELY;
    case 'slot': {
      if (!fitsSlot(turn, question)) return undefined;
      const isClear =
        question.pending === LEAD_INTENT ||
        CLEAR_ANSWERS.includes(question.slot) ||
        (question.slot === 'meetingTime' && saysTime(turn));
      return isClear || isBare(turn) ? SURE : LIKELY;
    }
  }
}

function isYes(turn: Turn, { pending }: Question): boolean {
  const { intents, inScope } = turn.understanding;
  const [best] = intents;
  if (!inScope || best?.name !== 'affirm') return false;
  if (pending === 'rep.confirm' && repPointerIn(turn.understanding)) return false;
  // "fine, what's the latest I can say yes?" orders nothing.
  return BINDS_NOTHING.includes(pending) || (best.confidence >= CERTAIN && !asksSomething(turn));
}

/** "yes, change it like that" orders nothing. */
function saysChange({ understanding: { text, language } }: Turn): boolean {
  const { set, add, remove, replace, cancel } = wordsOf(language);
  return [set, add, remove, replace, cancel].some((verb) => has(verb, text));
}

const saysOtherQuantity = (turn: Turn): boolean =>
  quantitiesOf(turn).some(
    ({ value }) => !turn.conversation.quote?.lines.some(({ quantity }) => quantity === value),
  );

/** "yes cancel it", where that is what was asked. */
function cancelsAsAsked(turn: Turn, pending: string): boolean {
  const { yes, cancel } = wordsOf(turn.understanding.language);
  return (
    pending === 'order.change' &&
    turn.conversation.orderChange?.kind === 'cancel' &&
    has(cancel, turn.understanding.text) &&
    isBare(turn, [yes, cancel])
  );
}

/** "ok 500 then": nothing but how many were priced or promised just before, and no question. */
function repeatsOffer(turn: Turn): boolean {
  const { questions, quantity } = turn.conversation;
  const [said, another] = quantitiesOf(turn);
  const isSame = said !== undefined && !another && said.value === quantity;
  return (
    questions[0]?.age === 0 &&
    isSame &&
    !namesProduct(turn) &&
    !asksSomething(turn) &&
    isBare(turn, [wordsOf(turn.understanding.language).yes])
  );
}

/** What "I'd like the first one" and "I'll take the second" sound like. */
const CHOOSES = ['affirm', 'quote.accept'];

/** One name of which just one product asked about is a match: "the union flag one". */
function namesOneOf({ understanding }: Turn, skus: readonly string[]): boolean {
  const isShort = understanding.tokens.length <= FEW;
  const [product, another] = entitiesOf(understanding, 'product');
  const among = product?.matches.filter(({ sku }) => skus.includes(sku)) ?? [];
  return another === undefined && among.length === 1 && (isShort || product!.matches.length > 1);
}

/** "the chocolate one": so few words, and one of them points. */
const isShortPointing = ({ understanding }: Turn): boolean => {
  const { text, tokens, language } = understanding;
  const { asks, without } = wordsOf(language);
  return tokens.length <= FEW && !has(asks, text) && !has(without, text) && pointsBack(understanding);
};
const FEW = 5;
const RATHER = 0.75;

/** Answers that nothing else looks like. */
const CLEAR_ANSWERS = ['photo', 'reason', 'reach'];

/** "3pm works", "10 would be good", 三点可以: so few words, and a time of day. */
export const saysTime = ({ understanding: { text, tokens } }: Turn): boolean =>
  tokens.length <= FEW && dayTimeIn(text, true) !== undefined;

function fitsSlot(turn: Turn, { slot, pending }: Extract<Question, { kind: 'slot' }>): boolean {
  const { text, entities, language } = turn.understanding;
  const said = (kind: string) => entities.some((entity) => entity.kind === kind);
  if (pending === LEAD_INTENT) return learnt(turn)[slot as LeadQuestion] !== undefined;
  switch (slot) {
    case 'quantity':
      return quantitiesOf(turn).length > 0 && !ordersLines(turn);
    case 'reach':
      return said('email') || said('phone');
    case 'reason':
      return returnReasonIn(turn) !== undefined;
    case 'photo':
      return photoIn(text) !== undefined;
    case 'meetingTime':
      return (
        said('date') ||
        saysTime(turn) ||
        dayTimeIn(text) !== undefined ||
        wordsOf(language).ordinals.some(([pattern]) => has(pattern, text))
      );
    default:
      return said(slot);
  }
}
