import { entitiesOf } from '../../nlu/understanding.ts';
import { has, wordsOf } from '../language/words/words.ts';
import { LEAD_INTENT } from '../lead/learnt.ts';
import type { Turn } from '../skill.ts';
import { quantitiesOf } from '../slots/quantity.ts';
import { returnReasonIn } from '../slots/return-reason.ts';
import { unknownThing } from '../slots/unknown-thing.ts';
import {
  asksHowManyFor,
  asksSomething,
  describesWanted,
  isBare,
  lacksSign,
  leavesOut,
  namesColourOnly,
  namesProduct,
  pointsAtList,
  saysOrderWorth,
  topIntent,
  wantsLikeShown,
} from './cues.ts';
import { asksCarriageOf } from './delivery.ts';
import { pointerIn, pointsBack } from './pointer.ts';
import { fromQuotePhrases, isAboutQuote } from './quote-phrases.ts';
import { HALF, LIKELY, type Reading, SHORT, SURE } from './reading.ts';
import { wantsGifts } from './words.ts';

/** Tokens of a short question. */
const FEW = 8;

/** Phrases that mean the same wherever they are said, and that no intent stands for. */
export function fromPhrases(turn: Turn): Reading[] {
  const {
    again,
    remove,
    undo,
    cancel,
    more,
    vat,
    cheaperThan,
    compare,
    stock,
    hours,
    holiday,
    dropIt,
    no,
    postpones,
    others,
  } = wordsOf(turn.understanding.language);
  const { text, entities } = turn.understanding;
  const ofQuote = fromQuotePhrases(turn);
  if (ofQuote.length > 0) return ofQuote;
  if (asksCarriageOf(turn))
    return [{ intent: 'shipping.info', score: SURE, why: 'asks what delivery of an order of so much costs' }];
  if (has(cheaperThan, text) && namesProduct(turn))
    return [{ intent: 'product.similar', score: SURE, why: 'wants something cheaper than what it names' }];
  if (wantsLikeShown(turn))
    return [{ intent: 'product.similar', score: SURE, why: 'wants something like one of the list' }];
  if (
    has(more, text) &&
    turn.conversation.listed.length > 0 &&
    entities.length === 0 &&
    isBare(turn, [more])
  ) {
    return [{ intent: 'product.more', score: SURE, why: 'wants the next page' }];
  }
  if (leavesOut(turn))
    return [{ intent: 'product.without', score: SURE, why: 'leaves some of the list out' }];
  if (describesWanted(turn))
    return [{ intent: 'product.without', score: SURE, why: 'describes what is wanted of the list' }];
  if (asksWhichSells(turn))
    return [
      {
        intent: 'product.recommend',
        score: SURE,
        why: 'asks what sells of the goods shown',
        about: OF_SHOWN,
      },
    ];
  if (asksVariantsOfNamed(turn))
    return [{ intent: 'product.find', score: SURE, why: 'asks in what colours or patterns goods come' }];
  const { products, listed } = turn.conversation;
  if ((products.length > 0 || listed.length > 0) && !namesProduct(turn) && wantsSimilar(turn)) {
    return [{ intent: 'product.similar', score: SURE, why: 'wants something like the product talked about' }];
  }
  if (
    turn.conversation.products.length > 0 &&
    turn.conversation.questions[0]?.kind !== 'product' &&
    namesColourOnly(turn) &&
    !(turn.conversation.quote && (quantitiesOf(turn).length > 0 || has(remove, text)))
  ) {
    return [{ intent: 'product.swap', score: SURE, why: 'wants another colour of the product talked about' }];
  }
  if (asksHowManyFor(turn))
    return [{ intent: 'product.price', score: SURE, why: 'asks how many there are for an amount' }];
  if (!turn.conversation.quote && saysBudget(turn))
    return [{ intent: 'product.recommend', score: SURE, why: 'says what there is to spend' }];
  if (!turn.understanding.inScope && (wantsGifts(turn) || looksForSeason(turn) || looksForPeople(turn)))
    return [{ intent: 'product.recommend', score: LIKELY, why: 'wants something to give away' }];
  if (!turn.conversation.quote && limitsPrice(turn))
    return [{ intent: 'product.find', score: SURE, why: 'says what it may cost' }];
  if (has(vat, text) && turn.understanding.tokens.length <= FEW && !namesProduct(turn))
    return [{ intent: 'payment.info', score: isBare(turn, [vat]) ? SURE : HALF, why: 'asks about the tax' }];
  if (turn.conversation.lastIntent === 'shop.hours' && namesDayAlone(turn) && !holiday.test(text))
    return [{ intent: 'shop.hours', score: HALF, why: 'names a day, in a talk about opening hours' }];
  if (has(hours, text) && !holiday.test(text))
    return [{ intent: 'shop.hours', score: SURE, why: 'asks when the shop is open' }];
  if (
    namesProduct(turn) &&
    (has(compare, text) || has(stock, text)) &&
    !topIntent(turn)?.startsWith('quote.')
  ) {
    const intent = has(compare, text) ? 'product.compare' : 'product.stock';
    return [{ intent, score: SHORT, why: 'says so of a product it names' }];
  }
  if (has(others, text) && namesProduct(turn) && asksSomething(turn))
    return [{ intent: 'product.find', score: SURE, why: 'asks for others of what it names' }];
  if (asksPriceGap(turn))
    return [{ intent: 'product.compare', score: SURE, why: 'asks how much more one costs than another' }];
  if (asksVariants(turn))
    return [{ intent: 'product.variants', score: SURE, why: 'asks in which forms goods shown come' }];
  if (asksTheMostOfAll(turn))
    return [{ intent: 'product.find', score: SURE, why: 'asks for the cheapest or dearest of all' }];
  if (asksProperty(turn))
    return [{ intent: 'product.detail', score: SHORT, why: 'asks what goods are like or do', isGuess: true }];
  if (asksByThen(turn))
    return [{ intent: 'product.stock', score: SHORT, why: 'asks whether goods talked of come by a day' }];
  if (asksWhetherThere(turn))
    return [
      {
        intent: 'product.find',
        score: wordsOf(turn.understanding.language).goesOn.test(text) ? SHORT : LIKELY,
        why: 'asks whether there is a thing it names',
      },
    ];
  const { quote, previousQuote } = turn.conversation;
  const mayUndo = (quote ?? previousQuote) !== undefined && turn.understanding.tokens.length <= FEW;
  if (has(undo, text) && isAboutQuote(turn) && (mayUndo || isBare(turn, [undo, no, cancel])))
    return [{ intent: 'quote.undo', score: SURE, why: 'takes back' }];
  const isOfLine = pointerIn(turn.understanding)?.kind === 'places';
  if (has(dropIt, text) && !isOfLine && !namesProduct(turn) && isBare(turn, [dropIt, no]))
    return [{ intent: 'deny', score: SURE, why: 'lets go of it' }];
  if (!turn.understanding.inScope && !asksSomething(turn) && returnReasonIn(turn) === 'damaged')
    return [{ intent: 'order.return', score: LIKELY, why: 'says that something is broken' }];
  if (!turn.understanding.inScope && has(postpones, text) && !asksSomething(turn) && !namesProduct(turn))
    return [{ intent: 'thanks', score: LIKELY, why: 'leaves it for later' }];
  const mayBeOrder = turn.conversation.lastOrder !== undefined && !asksSomething(turn);
  if (has(again, text) && (mayBeOrder || isBare(turn, [again]))) {
    return [{ intent: 'quote.request', score: SURE, why: 'wants the last order again' }];
  }
  return [];
}

/** "and on fridays?" */
const namesDayAlone = (turn: Turn): boolean =>
  turn.understanding.entities.some(({ kind }) => kind === 'date') &&
  turn.understanding.entities.every(({ kind }) => kind === 'date') &&
  turn.understanding.tokens.length <= FEW;

/** "looking for xmas decs": a season, and a wish, where nothing else is understood. */
const looksForSeason = ({ understanding: { text, language } }: Turn): boolean =>
  has(wordsOf(language).wishes, text) && wordsOf(language).seasons.some(([season]) => has(season, text));

/** "how much more is the large one?": two are named, or one beside what is talked of. */
function asksPriceGap(turn: Turn): boolean {
  const { text, language } = turn.understanding;
  const { priceGap, cheapest, dearest } = wordsOf(language);
  const [named, another] = entitiesOf(turn.understanding, 'product');
  const [before] = turn.conversation.products;
  const isNamed = named?.matches.length === 1 && named.matches[0]!.sku !== before;
  // "are the red ones dearer?"
  const isCompared = (has(cheapest, text) || has(dearest, text)) && asksSomething(turn);
  const isBesideThat = before !== undefined && isNamed && another === undefined && isCompared;
  const isSaid = has(priceGap, text) && (another !== undefined || before !== undefined);
  return quantitiesOf(turn).length === 0 && (isSaid || isBesideThat);
}

/** "hen do, 14 girls, what have you got?": people, and a question, where nothing else is understood. */
const looksForPeople = (turn: Turn): boolean =>
  entitiesOf(turn.understanding, 'people').length > 0 &&
  !namesProduct(turn) &&
  (asksSomething(turn) || has(wordsOf(turn.understanding.language).wishes, turn.understanding.text));

/** "which designs have you got?", while there is something to choose from. */
const asksVariants = (turn: Turn): boolean =>
  (turn.conversation.questions[0]?.kind === 'product' ||
    (turn.conversation.listed.length > 1 && turn.conversation.lastIntent?.startsWith('product.') === true)) &&
  has(wordsOf(turn.understanding.language).variants, turn.understanding.text) &&
  turn.understanding.entities.length === 0 &&
  turn.understanding.tokens.length <= FEW;

/** "the cheapest thing you sell", whatever list was shown. */
const asksTheMostOfAll = (turn: Turn): boolean =>
  pointerIn(turn.understanding)?.kind === 'end' &&
  has(wordsOf(turn.understanding.language).ofShop, turn.understanding.text) &&
  !namesProduct(turn);

/** "do your tea towels fray?", "do they need batteries?", "which is thickest?": where the classifier sees no more than a search, if that. */
function asksProperty(turn: Turn): boolean {
  const { property, most, measure, colours, sizes, sells, occasion } = wordsOf(turn.understanding.language);
  const { text, entities } = turn.understanding;
  const isOfGoods = namesProduct(turn) || turn.conversation.lastIntent?.startsWith('product.') === true;
  const isPlain = entities.every(({ kind }) => kind === 'product');
  const isOther = [colours, sizes, sells].some((pattern) => has(pattern, text));
  if (!isOfGoods || !isPlain || isOther) return false;
  const intent = topIntent(turn);
  if (has(measure, text)) return intent === undefined || MISTAKEN_FOR_MOST.includes(intent);
  if (most.test(text)) return intent === undefined || MISTAKEN_FOR_MOST.includes(intent);
  if (occasion.test(text)) return false;
  const isUnclear = intent === undefined || intent === 'product.find' || lacksSign(turn, intent);
  return property.test(text) && isUnclear;
}
const MISTAKEN_FOR_MOST = ['product.find', 'product.compare', 'product.recommend', 'product.detail'];

/** Marks a question for what sells best among what was shown or is named. */
export const OF_SHOWN = 'shown';

/** "which sells better?", 哪个卖得好: of goods that were shown together, or are named. */
function asksWhichSells(turn: Turn): boolean {
  const { which, sells } = wordsOf(turn.understanding.language);
  const { text } = turn.understanding;
  const [first, another] = entitiesOf(turn.understanding, 'product');
  const isOfNamed = another !== undefined || (first?.matches.length ?? 0) > 1;
  const { together, products } = turn.conversation;
  const isOfShown = first === undefined && together.length + products.length > 0;
  const isAdvice = topIntent(turn) === 'product.recommend' || has(sells, text);
  const isPointed =
    has(which, text) || (first === undefined && has(sells, text) && pointsBack(turn.understanding));
  return (isOfNamed || isOfShown) && isPointed && isAdvice;
}

/** "what colours do the lunch bags come in?", 午餐袋有哪些图案: of goods by a name that several have. */
function asksVariantsOfNamed(turn: Turn): boolean {
  const [named, another] = entitiesOf(turn.understanding, 'product');
  return (
    named !== undefined &&
    named.matches.length > 1 &&
    another === undefined &&
    quantitiesOf(turn).length === 0 &&
    has(wordsOf(turn.understanding.language).variants, turn.understanding.text)
  );
}

/** "will it be here by friday?", of goods talked of where nothing is ordered yet. */
const asksByThen = ({ conversation, understanding }: Turn): boolean =>
  conversation.lastOrder === undefined &&
  conversation.products.length + conversation.listed.length > 0 &&
  entitiesOf(understanding, 'date').length > 0 &&
  has(wordsOf(understanding.language).comesByThen, understanding.text);

/** 天使挂件呢？: a thing that no name has, in few words, in a talk about goods. */
const asksWhetherThere = (turn: Turn): boolean =>
  turn.conversation.topic?.startsWith('product.') === true &&
  turn.understanding.tokens.length <= FEW &&
  wordsOf(turn.understanding.language).isThere.test(turn.understanding.text) &&
  !namesProduct(turn) &&
  unknownThing(turn) !== undefined;

/** "I have £200, what can I get for 50 guests", 50份小奖品每份5镑: an amount, and whom or what it is for, but no goods. */
function saysBudget(turn: Turn): boolean {
  const { budget } = wordsOf(turn.understanding.language);
  const { text, entities } = turn.understanding;
  return (
    entities.some(({ kind }) => kind === 'money') &&
    (has(budget, text) || entities.some(({ kind }) => kind === 'people') || wantsGifts(turn)) &&
    // "what if I spend £1000?" asks what then comes off.
    !OF_ORDERS.includes(topIntent(turn) ?? '') &&
    turn.conversation.questions[0]?.pending !== LEAD_INTENT &&
    !namesProduct(turn)
  );
}

/** "under £3 each": a limit, and no product or quantity with it that would be priced. */
function limitsPrice(turn: Turn): boolean {
  const { above, below } = wordsOf(turn.understanding.language);
  const { text } = turn.understanding;
  return (
    entitiesOf(turn.understanding, 'money').length > 0 &&
    (has(above, text) || has(below, text)) &&
    !saysOrderWorth(turn) &&
    !OF_ORDERS.includes(topIntent(turn) ?? '') &&
    quantitiesOf(turn).length === 0 &&
    !namesProduct(turn)
  );
}

/** What is asked of orders of so much, rather than of goods. */
const OF_ORDERS = ['shipping.info', 'quote.discount', 'payment.info'];

/** "other colours?"; "something cheaper" too, where no list is there to point at. */
function wantsSimilar(turn: Turn): boolean {
  const { similar, cheapest, dearest } = wordsOf(turn.understanding.language);
  const { text } = turn.understanding;
  if (has(similar, text)) return true;
  return !pointsAtList(turn) && (has(cheapest, text) || has(dearest, text)) && isBare(turn, [similar]);
}
