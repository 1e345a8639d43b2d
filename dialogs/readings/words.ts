import { entitiesOf } from '../../nlu/understanding.ts';
import { isTopic } from '../conversation/conversation.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';
import { ordersLines, saidLines } from '../slots/lines.ts';
import { quantitiesOf } from '../slots/quantity.ts';
import { returnReasonIn } from '../slots/return-reason.ts';
import { unknownThing } from '../slots/unknown-thing.ts';
import { isQuoteAsked, lacksSign, namesDocument, namesProduct, pointsAtList, saysOnly } from './cues.ts';
import { changesQuote } from './line-changes.ts';
import { isWanted } from './negation.ts';
import { HALF, LIKELY, POSSIBLE, type Reading, SHORT } from './reading.ts';

/** Trust in an intent of a message that the classifier holds to be about nothing here. */
export const OUT_OF_SCOPE = 0.3;

/** Trust in an intent without any sign of it: even a certain guess stays below what the fallback bids. */
const UNSEEN = 0.25;

/** A message of so few tokens, in a talk about products, is hardly about anything else. */
const FRAGMENT = 3;

/** What people ask of goods, and hardly of anything else. */
const OF_THINGS = ['product.find', 'product.price', 'product.stock', 'quote.request'];

/** Asked of an order or a quote by its number, these ask when its goods come. */
const OF_GOODS = /^product\./;

/** What is done with an order that was placed. */
const OF_ORDERS = /^order\.(?:return|change)$/;

/** Intents of reps: a visitor who seems to mean one means something else, so their share goes to the others. */
export const OF_REPS = /^(?:deals?|activity|leads|forecast|digest)\.|^contact\.show$|^quote\.approve$/;
/** Where more than this is taken away, what is left says nothing. */
const MOST_AWAY = 0.9;

export function fromWords(turn: Turn): Reading[] {
  const { intents, inScope, text, language } = turn.understanding;
  const { seasons, occasion } = wordsOf(language);
  const isForSomething = occasion.test(text) || seasons.some(([season]) => has(season, text));
  const visitors = intents.filter(({ name }) => !OF_REPS.test(name));
  const reps = intents.reduce((sum, { name, confidence }) => sum + (OF_REPS.test(name) ? confidence : 0), 0);
  // Praise asks nothing: in a question its share goes to the others too.
  const praise = intents.find(({ name }) => name === 'praise')?.confidence ?? 0;
  const others = reps + (lacksSign(turn, 'praise') ? praise : 0);
  const rest = others < MOST_AWAY ? 1 - others : 1;
  const asksForThing = !inScope && unknownThing(turn) !== undefined;
  const isFragment = turn.conversation.topic !== undefined && turn.understanding.tokens.length <= FRAGMENT;
  const naming = !inScope && (pointsAtList(turn) || namesProduct(turn) || isFragment);
  return visitors.map(({ name, confidence }) => {
    const score = Math.min(1, confidence / rest);
    if (lacksSign(turn, name))
      return {
        intent: name,
        score: score * UNSEEN,
        why: 'words, though nothing in the message is a sign of it',
      };
    if (OF_ORDERS.test(name) && takesGoods(turn))
      return {
        intent: turn.conversation.quote ? 'quote.change' : 'quote.request',
        score,
        why: 'words about an order, of which there is none, and of goods to take',
      };
    if (name === 'quote.discount' && namesPriceAlone(turn))
      return { intent: 'product.recommend', score, why: 'words about a price, and what there is to spend' };
    if (name === 'quote.discount' && has(wordsOf(language).promotion, text))
      return { intent: name, score: score * LIKELY, why: 'words about money off, in offers for everybody' };
    // "make it friday instead" of a call.
    if (name === 'quote.change' && movesCall(turn))
      return { intent: 'meeting.book', score, why: 'words to change a time, in a talk about a call' };
    // With no quote about, what was just ordered is meant.
    if (name === 'quote.change' && !turn.conversation.quote && isOrderTalkedOf(turn))
      return { intent: 'order.change', score, why: 'words to change what was ordered' };
    if (name === 'quote.change' && !turn.conversation.quote && !isQuoteAsked(turn)) {
      return {
        intent: 'quote.request',
        score: score * LIKELY,
        why: 'words to change a quote, of which there is none',
      };
    }
    if (name === 'quote.change' && onlyWonders(turn))
      return { intent: 'product.price', score, why: 'words to change a quote, which it only asks about' };
    if (name === 'order.change' && cancelsQuote(turn))
      return { intent: 'quote.change', score, why: 'words to cancel, of a quote' };
    if (name === 'quote.request' && goesOnWithLines(turn))
      return { intent: 'quote.change', score, why: 'words to order, of a line of the open quote' };
    if (name === 'quote.request' && asksForOpenQuote(turn))
      return { intent: 'quote.show', score, why: 'words about a quote, of what is in the open one' };
    if (name === 'quote.accept' && ordersWithoutQuote(turn))
      return { intent: 'quote.request', score, why: 'words to order, of goods not yet quoted' };
    if (meansDocument(name, turn))
      return { intent: 'order.status', score, why: 'words about an order, of a document it names' };
    if ((name === 'meeting.book' || name === 'order.status') && asksWhenGoodsCome(turn))
      return { intent: 'product.stock', score, why: 'words about a time, in a talk about goods' };
    if (name === 'product.find' && ordersLines(turn))
      return { intent: 'quote.request', score, why: 'words about goods, so many of each' };
    if (name === 'product.find' && isOfSeason(turn))
      return { intent: 'product.recommend', score, why: 'words about goods, for a season' };
    if ((name === 'product.find' || (name === 'quote.request' && isOfNothing(turn))) && wantsGifts(turn))
      return { intent: 'product.recommend', score, why: 'words about goods, for an occasion to give' };
    if (
      name === 'product.price' &&
      has(wordsOf(turn.understanding.language).vat, turn.understanding.text) &&
      !namesProduct(turn)
    )
      return { intent: 'payment.info', score, why: 'words about a price, and its tax' };
    if (OF_GOODS.test(name) && !turn.conversation.quote && asksForQuote(turn))
      return { intent: 'quote.request', score, why: 'words about goods, to be quoted' };
    if (name === 'shipping.info' && asksForGoods(turn))
      return { intent: 'product.stock', score, why: 'words about delivery, of so many goods or by a day' };
    if (name === 'product.price' && asksCostOfQuote(turn))
      return { intent: 'quote.show', score, why: 'words about a price, in a talk about the open quote' };
    if (name === 'product.price' && asksCostOfDelivery(turn))
      return { intent: 'shipping.info', score, why: 'words about a price, in a talk about delivery' };
    if (name === 'product.compare' && namesOneAlone(turn))
      return { intent: 'product.detail', score, why: 'words to compare, of the only one it names' };
    if (OF_GOODS.test(name) && namesDocument(turn) && !namesProduct(turn))
      return { intent: 'order.status', score, why: 'words about goods, of a document it names' };
    if (inScope) return { intent: name, score, why: 'words' };
    if (name === 'product.recommend' && isForSomething)
      return { intent: name, score, why: 'words about advice, for a season, an occasion or somebody' };
    // Doubt about the topic is gone where the message names what this shop sells, or is a fragment of such a talk.
    if (naming && isTopic(name) && score >= POSSIBLE)
      return { intent: name, score, why: 'words about what is talked of' };
    if (asksForThing && OF_THINGS.includes(name) && score >= HALF) {
      return { intent: name, score, why: 'words about a product that is not in the catalogue' };
    }
    return { intent: name, score: score * OUT_OF_SCOPE, why: 'words, though probably out of scope' };
  });
}

/** "a quote for the lunch bags and the doormat", before there is any. */
const asksForQuote = (turn: Turn): boolean =>
  namesProduct(turn) &&
  !namesDocument(turn) &&
  isWanted(wordsOf(turn.understanding.language).quotation, turn.understanding);

/** "tell me more about the english rose one" sets it beside nothing. */
function namesOneAlone(turn: Turn): boolean {
  const { text, language } = turn.understanding;
  const { compare, cheapest, dearest, which } = wordsOf(language);
  const named = entitiesOf(turn.understanding, 'product');
  return (
    named.length === 1 &&
    named[0]!.matches.length === 1 &&
    turn.conversation.products.length === 0 &&
    ![compare, cheapest, dearest, which].some((pattern) => has(pattern, text))
  );
}

/** "Easter decorations", 复活节装饰: for a season that the catalogue has no kind of goods for. */
const isOfSeason = (turn: Turn): boolean =>
  !namesProduct(turn) &&
  wordsOf(turn.understanding.language).seasons.some(
    ([pattern, season]) => WITHOUT_GOODS.includes(season) && has(pattern, turn.understanding.text),
  );
const WITHOUT_GOODS = ['easter', 'valentine', 'halloween', 'spring', 'summer', 'autumn'];

/** "what would 80 come to instead of 50?" changes nothing. */
const onlyWonders = (turn: Turn): boolean =>
  turn.conversation.quote !== undefined &&
  quantitiesOf(turn).length > 0 &&
  has(wordsOf(turn.understanding.language).wonders, turn.understanding.text) &&
  !changesQuote(turn);

/** "cancel the quote, not the order". */
function cancelsQuote({ understanding: { text, language } }: Turn): boolean {
  const { cancel, quotation } = wordsOf(language);
  return has(cancel, text) && has(quotation, text);
}

/** "let's say 600 red ones and 400 pink ones": so many of what is in the open quote, and no other quote is asked for. */
function goesOnWithLines(turn: Turn): boolean {
  const { text, language } = turn.understanding;
  const quoted = turn.conversation.quote?.lines.map(({ sku }) => sku) ?? [];
  return (
    !has(wordsOf(language).quotation, text) &&
    saidLines(turn).some(
      ({ product, quantity }) => quantity && product?.matches.some(({ sku }) => quoted.includes(sku)),
    )
  );
}

/** "can I see my quote?": of nothing but what is in the open one, which another would put aside. */
function asksForOpenQuote(turn: Turn): boolean {
  const { quote, products, questions } = turn.conversation;
  const isNamed = namesProduct(turn) || quantitiesOf(turn).length > 0 || pointsAtList(turn);
  const isOther =
    questions[0]?.pending === 'quote.request' || !quote?.lines.some(({ sku }) => sku === products[0]);
  return quote !== undefined && !isNamed && !isOther && unknownThing(turn) === undefined;
}

/** No goods are talked of that could be meant. */
const isOfNothing = ({ conversation: { products, begun, quote } }: Turn): boolean =>
  products.length === 0 && begun === undefined && !quote;

/** "I need favours for a christening", 满月回礼: what is given away, and no goods named. */
export const wantsGifts = (turn: Turn): boolean =>
  !namesProduct(turn) && has(wordsOf(turn.understanding.language).gifts, turn.understanding.text);

/** "can I get 30 lunch bags to France by Friday": when these can be there, not how the shop delivers. */
const asksForGoods = (turn: Turn): boolean => {
  const isQuantity = quantitiesOf(turn).length > 0;
  const isDay = turn.understanding.entities.some(({ kind }) => kind === 'date');
  // "50 to Germany, how long?" is of the goods talked of.
  if (namesProduct(turn)) return isQuantity || isDay;
  const { text, language } = turn.understanding;
  const isTimed =
    has(wordsOf(language).howLong, text) || entitiesOf(turn.understanding, 'country').length > 0;
  return isQuantity && turn.conversation.products.length > 0 && isTimed;
};

/** "how much is it now?" right after the quote was made or changed: what it comes to, not what one piece costs. */
const asksCostOfQuote = ({ conversation: { quote, lastIntent }, understanding }: Turn): boolean =>
  quote !== undefined &&
  lastIntent?.startsWith('quote.') === true &&
  understanding.entities.length === 0 &&
  !has(wordsOf(understanding.language).perHead, understanding.text);

/** "and how much?" after a question about delivery, where no goods are talked of. */
const asksCostOfDelivery = (turn: Turn): boolean =>
  turn.conversation.lastIntent === 'shipping.info' &&
  turn.conversation.products.length === 0 &&
  quantitiesOf(turn).length === 0 &&
  !namesProduct(turn);

/** "if I order today, when will it ship?", 周一能到吗: of goods talked of, where nothing is ordered yet. */
const asksWhenGoodsCome = ({ conversation, understanding: { text, language } }: Turn): boolean =>
  conversation.lastOrder === undefined &&
  conversation.products.length + conversation.listed.length > 0 &&
  (has(wordsOf(language).comesByThen, text) || has(wordsOf(language).deadline, text));

/** "order O-…" is about that order; "the same quote as Q-…" about that quote. An accepted quote is found by its number. */
const meansDocument = (intent: string, turn: Turn): boolean => {
  const named = (kind: 'orderNumber' | 'quoteNumber') =>
    turn.understanding.entities.some((entity) => entity.kind === kind);
  if (turn.conversation.quote || namesProduct(turn)) return false;
  return intent === 'quote.accept'
    ? named('orderNumber')
    : intent === 'quote.request' && named('quoteNumber');
};

const ordersWithoutQuote = (turn: Turn): boolean => {
  const { quote, lastOrder, products } = turn.conversation;
  return !quote && lastOrder === undefined && products.length > 0 && !namesDocument(turn);
};

/** "make the cake stands 6", "the first one, 10 for me", where nothing was ordered and nothing comes back. */
const takesGoods = (turn: Turn): boolean =>
  turn.conversation.lastOrder === undefined &&
  !namesDocument(turn) &&
  returnReasonIn(turn) === undefined &&
  quantitiesOf(turn).length > 0 &&
  (pointsAtList(turn) || (namesProduct(turn) && turn.conversation.quote !== undefined));

/** "not too pricey, say a tenner", before there is anything to take a discount off. */
const namesPriceAlone = (turn: Turn): boolean =>
  !turn.conversation.quote &&
  turn.conversation.begun === undefined &&
  turn.conversation.products.length === 0 &&
  // "what if I spend £1000?" asks what then comes off.
  !has(wordsOf(turn.understanding.language).condition, turn.understanding.text) &&
  turn.understanding.entities.some(({ kind }) => kind === 'money') &&
  !turn.understanding.entities.some(({ kind }) => kind === 'percentage') &&
  !namesProduct(turn);

const movesCall = ({
  conversation: { quote, lastIntent = '', isCallbackArranged, meeting },
  understanding,
}: Turn) =>
  !quote &&
  understanding.entities.some(({ kind }) => kind === 'date') &&
  (isCallbackArranged || meeting !== undefined || /^(?:contact\.leave|meeting\.book)$/.test(lastIntent));

const isOrderTalkedOf = ({ conversation: { lastOrder, questions, topic } }: Turn) =>
  lastOrder !== undefined && (questions[0]?.pending === 'order.change' || topic === 'quote.accept');

/** What a visitor may be offered and not want. */
const REFUSABLE = ['quote.request', 'quote.accept', 'meeting.book', 'contact.leave'];

/** Yes and no are too short for a classifier, and a wish turned down looks to it like the wish. */
export function fromYesOrNo(turn: Turn): Reading[] {
  if (saysOnly(turn, 'yes')) return [{ intent: 'affirm', score: SHORT, why: 'nothing but a yes' }];
  const { refusal, call, email } = wordsOf(turn.understanding.language);
  const wish = turn.understanding.intents[0]?.name;
  const isRefused = has(refusal, turn.understanding.text) && wish !== undefined && REFUSABLE.includes(wish);
  // "Don't call, e-mail me" turns down one way and asks for another.
  const isReachable =
    [call, email].some((way) => isWanted(way, turn.understanding)) ||
    turn.understanding.entities.some(({ kind }) => kind === 'email' || kind === 'phone');
  if (isRefused && !isReachable && !namesProduct(turn) && quantitiesOf(turn).length === 0) {
    return [{ intent: 'deny', score: 1, why: 'turns down what it names' }];
  }
  if (saysOnly(turn, 'no')) return [{ intent: 'deny', score: SHORT, why: 'nothing but a no' }];
  return [];
}
