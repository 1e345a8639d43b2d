import { entitiesOf } from '../../nlu/understanding.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';
import { saidEdits } from '../slots/edits.ts';
import { countsGoods, ordersLines } from '../slots/lines.ts';
import { wantsMixed } from '../slots/mixed.ts';
import { quantitiesOf } from '../slots/quantity.ts';
import { returnReasonIn } from '../slots/return-reason.ts';
import { unknownThing } from '../slots/unknown-thing.ts';
import {
  asksSomething,
  isAboutNothing,
  isBare,
  lacksSign,
  namesDocument,
  namesProduct,
  pointsAtList,
  saysOrderWorth,
  topIntent,
} from './cues.ts';
import { asksHowLong, asksToSend, placeAsked } from './delivery.ts';
import {
  canChangeLines,
  changesLines,
  changesQuote,
  countsForLess,
  countsLines,
  editsQuote,
  isStated,
  keepsOnly,
  namesLine,
} from './line-changes.ts';
import { pointerIn } from './pointer.ts';
import { HALF, LIKELY, POSSIBLE, type Reading, SHORT, SURE } from './reading.ts';

export function fromTopic(turn: Turn): Reading[] {
  const { understanding, conversation } = turn;
  const product = namesProduct(turn);
  if (canChangeLines(turn) && changesLines(turn) && namesLine(turn))
    return [{ intent: 'quote.request', score: SURE, why: 'changes the lines of a quote on its way' }];
  const quantity = quantitiesOf(turn).length > 0;
  if (keepsOnly(turn))
    return [{ intent: 'quote.change', score: SURE, why: 'says which lines of the open quote are to stay' }];
  if (changesOrder(turn))
    return [{ intent: 'order.change', score: SURE, why: 'wants an order that was placed to be different' }];
  if (editsQuote(turn))
    return [{ intent: 'quote.change', score: SURE, why: 'nothing but an edit of the open quote' }];
  if (changesQuote(turn))
    return [{ intent: 'quote.change', score: SHORT, why: 'says what is to be different in the open quote' }];
  if (countsLines(turn))
    return [{ intent: 'quote.change', score: SHORT, why: 'gives lines of the open quote other numbers' }];
  if (countsForLess(turn))
    return [{ intent: 'quote.change', score: SHORT, why: 'counts goods, for less than they cost' }];
  if (!conversation.quote && ordersCounted(turn))
    return [{ intent: 'quote.request', score: SHORT, why: 'orders goods, so many of them' }];
  if (!product && quantity && takesBestSeller(turn))
    return [{ intent: 'quote.request', score: SURE, why: 'takes so many of what sells best of the list' }];
  if (!conversation.quote && wantsMixed(turn) && !asksSomething(turn))
    return [{ intent: 'quote.request', score: SHORT, why: 'wants so many of one kind, mixed' }];
  const { no, set, negation, reference } = wordsOf(understanding.language);
  // "no, I meant 300" goes on with the topic too, and corrects it.
  const bare = isBare(turn, [no, set, negation]);
  // Words the classifier understood speak for themselves; otherwise what was named explains the message.
  const [guess] = understanding.intents;
  const isClear =
    understanding.inScope &&
    guess !== undefined &&
    guess.confidence >= LIKELY &&
    !lacksSign(turn, guess.name);
  const score = bare ? 0.9 : isClear ? undefined : POSSIBLE;
  const isReason =
    returnReasonIn(turn) !== undefined && (conversation.lastOrder !== undefined || !asksSomething(turn));
  if (conversation.lastIntent === 'order.return' && isReason)
    return [{ intent: 'order.return', score: SHORT, why: 'says why goods come back' }];
  if (
    conversation.lastIntent === 'order.status' &&
    has(reference, understanding.text) &&
    !product &&
    !quantity
  )
    return [{ intent: 'order.status', score: SHORT, why: 'speaks of the number of an order looked for' }];
  if (asksWhere(turn))
    return [{ intent: 'order.status', score: SURE, why: 'asks how far the order talked of has come' }];
  if (cancelsOrder(turn))
    return [{ intent: 'order.change', score: SURE, why: 'wants the order talked of cancelled' }];
  if (asksHowLong(turn))
    return [{ intent: 'shipping.info', score: SURE, why: 'asks how long, in a talk about delivery' }];
  if (asksToSend(turn))
    return [{ intent: 'shipping.info', score: SHORT, why: 'asks to send to a place it names' }];
  if (saysOrderWorth(turn))
    return [
      { intent: 'shipping.info', score: SURE, why: 'says what the order comes to, in a talk about delivery' },
    ];
  if (score === undefined) return [];
  if (namesThingAlone(turn))
    return [{ intent: 'product.find', score: HALF, why: 'names a thing and nothing else' }];
  const reading = (intent: string, why: string): Reading[] => [{ intent, score, why }];

  if (entitiesOf(understanding, 'email').length > 0 || entitiesOf(understanding, 'phone').length > 0) {
    return reading('contact.leave', 'gives an address');
  }
  if (namesDocument(turn)) return reading('order.status', 'names a document');
  const place = entitiesOf(understanding, 'country').length > 0 && placeAsked(turn, bare);
  if (place) return reading(place, 'names a place to deliver to');
  if (bare && !product && pointsAtList(turn)) return reading('product.detail', 'points at the list');
  if (!product && !quantity) return [];
  // What may come off is asked of goods that were only priced.
  const topic =
    conversation.topic === 'quote.discount' && !conversation.quote ? 'product.price' : conversation.topic;
  if (
    !conversation.quote &&
    (ordersLines(turn) || (quantity && conversation.products.length > 0 && orders(turn)))
  )
    return reading('quote.request', 'orders goods, so many of each');
  if (!conversation.quote && topic === 'quote.accept' && conversation.lastOrder !== undefined && !product)
    return reading('order.change', 'goes on with what was just ordered');
  const isQuoting = topic?.startsWith('quote.') === true;
  // "are those on top of the 6?" changes nothing.
  if (isQuoting && conversation.quote && !bare && asksSomething(turn)) return [];
  if (isQuoting && (conversation.quote || !asksSomething(turn))) {
    return reading(conversation.quote ? 'quote.change' : 'quote.request', 'goes on with the quote');
  }
  if (isQuoting)
    return reading(quantity ? 'product.price' : 'product.find', 'asks about goods after a quote');
  if (quantity && topic) return reading(WITH_QUANTITY[topic] ?? topic, 'goes on with the topic');
  if (product)
    return reading(
      (topic && WITH_PRODUCT[topic]) ?? topic ?? (quantity ? 'product.price' : 'product.find'),
      'names a product',
    );
  return [];
}

/** "fridge magnets?": goods that the catalogue may not have. */
function namesThingAlone(turn: Turn): boolean {
  const { understanding, conversation } = turn;
  const thing = unknownThing(turn);
  if (thing === undefined || conversation.misunderstood > 0) return false;
  return isBare({
    ...turn,
    understanding: { ...understanding, text: understanding.text.replace(thing, ' '), entities: [] },
  });
}

/** "cancel it, we no longer need them" right after an order was placed or looked up, with no quote open that could be meant. */
function cancelsOrder(turn: Turn): boolean {
  const { cancel } = wordsOf(turn.understanding.language);
  if (!isOrderTalkedOf(turn) || !has(cancel, turn.understanding.text) || asksSomething(turn)) return false;
  return isBare(turn, [cancel]) || (isAboutNothing(turn) && CANCELS.includes(topIntent(turn) ?? ''));
}
const CANCELS = ['deny', 'order.change', 'order.return', 'quote.change'];

/** "100 of the best seller", of the goods shown. */
function takesBestSeller(turn: Turn): boolean {
  const pointer = pointerIn(turn.understanding);
  return pointer?.kind === 'end' && pointer.end === 'bestselling' && pointsAtList(turn);
}

/** "where is it now?", 发货了吗: a pronoun at most says of what. */
const asksWhere = (turn: Turn): boolean =>
  isOrderTalkedOf(turn) &&
  isAboutNothing(turn) &&
  has(wordsOf(turn.understanding.language).whereabouts, turn.understanding.text);

const isOrderTalkedOf = ({ conversation: { quote, lastOrder, lastIntent = '' } }: Turn): boolean =>
  !quote && lastOrder !== undefined && ABOUT_ORDER.includes(lastIntent);
const ABOUT_ORDER = ['quote.accept', 'order.status', 'order.change', 'order.details', 'order.split'];

/** "I want to order 60 cake stands", "15 mugs, mail the quote to me", but not what was bought before. */
function ordersCounted(turn: Turn): boolean {
  const { text, language } = turn.understanding;
  const isOfBefore = wordsOf(language).bought.test(text) || returnReasonIn(turn) !== undefined;
  const { orderIt, quotation } = wordsOf(language);
  const isOrdered = orders(turn) || has(orderIt, text) || has(quotation, text);
  return isOrdered && countsGoods(turn) && !asksSomething(turn) && !isOfBefore && !namesDocument(turn);
}

/** "add 10 more chilli lights to that order", 这个订单再加10个. */
const changesOrder = (turn: Turn): boolean =>
  turn.conversation.lastOrder !== undefined &&
  has(wordsOf(turn.understanding.language).ofOrder, turn.understanding.text) &&
  saidEdits(turn).some((edit) => isStated(edit, turn));

const orders = ({ understanding: { text, language } }: Turn) => has(wordsOf(language).orders, text);

/** What a bare quantity, or a bare product, after these topics asks for. */
const WITH_QUANTITY: Readonly<Record<string, string>> = {
  'product.find': 'product.stock',
  'product.detail': 'product.price',
  'product.compare': 'product.price',
  'product.recommend': 'product.price',
  'product.variants': 'product.price',
};
const WITH_PRODUCT: Readonly<Record<string, string>> = {
  'product.recommend': 'product.detail',
  'product.variants': 'product.find',
};
