import { has, wordsOf } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';
import { countsGoods } from '../slots/lines.ts';
import { pricedLines } from '../slots/priced.ts';
import { factorSaid, quantitiesOf } from '../slots/quantity.ts';
import { asksSomething, isBare, namesProduct } from './cues.ts';
import { changesQuote } from './line-changes.ts';
import { isWanted } from './negation.ts';
import { type Reading, sure } from './reading.ts';

/** Marks a question for all that is in the open quote. */
export const OF_QUOTE = 'quote';

/** Phrases about a quote: what it comes to, how long it holds, what to take off, where to send it. The first that is said and not settled. */
export function fromQuotePhrases(turn: Turn): Reading[] {
  for (const reading of phrasesOf(turn)) if (!turn.settled?.includes(reading.intent)) return [reading];
  return [];
}

function* phrasesOf(turn: Turn): Generator<Reading> {
  const words = wordsOf(turn.understanding.language);
  const { text, entities } = turn.understanding;
  const named = (kind: (typeof entities)[number]['kind']) => entities.some((entity) => entity.kind === kind);
  const { quote } = turn.conversation;
  const isBesideChange = changesQuote(turn);
  const isMade = quote !== undefined && (turn.settled ?? []).some((intent) => MAKES.includes(intent));
  if (quote && (isBesideChange || isMade || !namesProduct(turn))) {
    if ((has(words.email, text) || named('email')) && has(words.sendIt, text))
      yield sure('quote.email', 'wants the open quote by e-mail');
    if (has(words.file, text)) yield sure('quote.pdf', 'wants the open quote as a file');
  }
  if (!quote && has(words.quotation, text) && has(words.sendIt, text) && named('email') && isToBeQuoted(turn))
    yield sure('quote.request', 'wants what was talked of quoted and sent');
  const isOfQuote = quote !== undefined && isAboutQuote(turn);
  if ((isOfQuote || isBesideChange || isMade) && named('percentage'))
    yield sure('quote.discount', 'a percentage, in a talk about the open quote');
  if (isMade && isWanted(words.discount, turn.understanding))
    yield sure('quote.discount', 'wants something off what it wants quoted');
  if (has(words.split, text) && (quote || !countsGoods(turn)))
    yield sure('order.split', 'wants it delivered in parts');
  if (turn.settled && quote && isWanted(words.orderIt, turn.understanding))
    yield sure('quote.accept', 'orders the open quote, beside something else');
  if (turn.settled && (asksSomething(turn) || has(words.tellMe, text))) {
    const isOfDiscount = turn.settled.includes('quote.discount') && !has(words.tellMe, text);
    if (has(words.paying, text) && !isOfDiscount)
      yield sure('payment.info', 'asks about paying, beside a quote');
    const isOfTime = has(words.howLong, text) || has(words.deliveryTime, text);
    if (isOfTime) yield sure('product.stock', 'asks when it comes, beside a quote');
    if (has(words.carriage, text) && !isOfTime)
      yield sure('shipping.info', 'asks about delivery, beside a quote');
  }
  if ((isAboutQuote(turn) || turn.settled) && writesOnOrder(turn))
    yield sure('order.details', 'says what is to be written on a quote or an order');
  if (has(words.multibuy, text)) yield sure('quote.discount', 'wants so many for the price of fewer');
  if (supposes(turn)) yield sure('product.price', 'wonders about so many');
  if (quote && factorSaid(turn) !== undefined && wondersIf(turn))
    yield sure('product.price', 'asks what twice or half of a line would cost');
  if (isOfQuote) {
    if (has(words.swapNumbers, text))
      yield sure('quote.change', 'wants the quantities of the open quote exchanged');
    if (has(words.unchanged, text) && !has(words.cancel, text) && !asksSomething(turn))
      yield sure('quote.show', 'wants the open quote as it is');
    if (has(words.perHead, text) && named('money'))
      yield sure('quote.discount', 'names a price of a piece, in a talk about the open quote');
    if (asksInclusive(turn))
      yield sure('quote.show', 'asks what the open quote comes to with tax or delivery');
    if (has(words.cancel, text) && has(words.document, text) && !asksSomething(turn))
      yield sure('quote.change', 'wants the open quote cancelled');
    if (has(words.total, text) && !has(words.arrives, text))
      yield sure('quote.show', 'asks what the open quote comes to');
    if (has(words.renew, text) && isBare(turn, [words.renew, words.document, words.asks]))
      yield sure(
        turn.today > quote.validUntil ? 'quote.accept' : 'quote.show',
        'wants the quote to hold again',
      );
    if (has(words.validity, text) && (asksSomething(turn) || has(words.wonders, text)))
      yield sure('quote.show', 'asks how long the open quote holds');
    if (isDueByDate(turn) || setsDay(turn))
      yield sure('product.stock', 'says by when the goods of the open quote must come', OF_QUOTE);
  }
  if (!quote && has(words.validity, text) && has(words.quotation, text) && asksSomething(turn))
    yield sure('quote.show', 'asks how long a quote holds');
  if (!quote && wondersWithout(turn))
    yield sure('product.price', 'wonders about the goods just priced without one of them');
  if (!quote && isPricedForQuote(turn) && asksInclusive(turn))
    yield sure('product.price', 'asks what the goods just priced come to with tax or delivery');
  if (asksTotalBefore(turn)) yield sure('quote.request', 'asks what the goods just priced come to');
  if (acceptsQuote(turn)) yield sure('quote.accept', 'orders the open quote');
}

const isToBeQuoted = (turn: Turn): boolean => turn.conversation.products.length > 0 || namesProduct(turn);

const MAKES = ['quote.request', 'quote.change'];

/** "it's for Bluebird Cafe", 发票抬头是青鸟咖啡: in a talk about a quote or an order. */
function writesOnOrder({
  conversation: { quote, lastOrder, lastIntent = '' },
  understanding,
}: Turn): boolean {
  const isTalkedOf =
    quote !== undefined || (lastOrder !== undefined && /^(?:quote|order)\./.test(lastIntent));
  const { seasons, addressed, forWhom, onOrder } = wordsOf(understanding.language);
  const { text, entities } = understanding;
  if (has(addressed, text) && !asksSomething({ understanding })) return true;
  // "it's for Friday", "it's for Christmas".
  const isForTime =
    entities.some(({ kind }) => kind === 'date' || kind === 'country') ||
    seasons.some(([season]) => has(season, text));
  return isTalkedOf && (has(onOrder, text) || (has(forWhom, text) && !isForTime));
}

/** Names neither goods nor how many: what is said of an amount is said of the open quote. */
export const isAboutQuote = (turn: Turn): boolean => !namesProduct(turn) && quantitiesOf(turn).length === 0;

/** "what would it cost if I doubled the bunting?", 彩旗翻倍的话多少钱. */
function wondersIf({ understanding: { text, language } }: Turn): boolean {
  const { wonders, condition } = wordsOf(language);
  return has(wonders, text) && has(condition, text);
}

/** "and if I took 60 after all?", 要是50个呢？: of goods talked of, how many, and nothing else that is asked of them. */
function supposes(turn: Turn): boolean {
  const { text, entities, language } = turn.understanding;
  const { condition, asWell, discount, arrives, stock, file } = wordsOf(language);
  const isElse = [discount, arrives, stock, file].some((pattern) => has(pattern, text));
  const isOfGoods = namesProduct(turn) || turn.conversation.products.length > 0;
  return (
    has(condition, text) &&
    (asksSomething(turn) || asWell.test(text)) &&
    quantitiesOf(turn).length > 0 &&
    isOfGoods &&
    !isElse &&
    entities.every(({ kind }) => kind === 'product' || kind === 'quantity')
  );
}

/** "it must all be here before the 20th", 20号之前要全部到. */
function isDueByDate({ understanding: { text, entities, language } }: Turn): boolean {
  const { deadline, arrives } = wordsOf(language);
  return entities.some(({ kind }) => kind === 'date') && has(deadline, text) && has(arrives, text);
}

/** "make it Thursday", 改成周四吧: a day and nothing else. */
function setsDay(turn: Turn): boolean {
  const { set, no, deadline, arrives } = wordsOf(turn.understanding.language);
  return (
    turn.understanding.entities.some(({ kind }) => kind === 'date') &&
    has(set, turn.understanding.text) &&
    isBare(turn, [set, no, deadline, arrives])
  );
}

/** "what's that with VAT?", "all in, to Leeds?" */
export const asksInclusive = ({ understanding: { text, language } }: Turn): boolean => {
  const { inclusive, allIn, paying } = wordsOf(language);
  return has(allIn, text) || (has(inclusive, text) && !has(paying, text));
};

/** "and if I drop the lunch boxes?", of several goods that were priced. */
function wondersWithout(turn: Turn): boolean {
  const { condition, remove } = wordsOf(turn.understanding.language);
  const { text } = turn.understanding;
  return (
    pricedLines(turn).length > 1 &&
    has(condition, text) &&
    has(remove, text) &&
    quantitiesOf(turn).length === 0
  );
}

/** Goods with their quantities were priced, and a quote of them offered; this names nothing else. */
const isPricedForQuote = (turn: Turn): boolean =>
  pricedLines(turn).length > 0 && isAboutQuote(turn) && !turn.message.action;

/** "what does it come to?", after the prices of several products: the quote says it. */
function asksTotalBefore(turn: Turn): boolean {
  return (
    !turn.conversation.quote &&
    pricedLines(turn).length > 1 &&
    isAboutQuote(turn) &&
    has(wordsOf(turn.understanding.language).total, turn.understanding.text)
  );
}

/** "ok order it", in a talk about the open quote: an order and at most a yes, neither asked nor with anything else. */
function acceptsQuote(turn: Turn): boolean {
  const { orderIt, yes, document } = wordsOf(turn.understanding.language);
  const { text } = turn.understanding;
  return (
    turn.conversation.quote !== undefined &&
    turn.conversation.topic?.startsWith('quote.') === true &&
    has(orderIt, text) &&
    !asksSomething(turn) &&
    turn.understanding.entities.length === 0 &&
    isBare(turn, [yes, orderIt, document])
  );
}
