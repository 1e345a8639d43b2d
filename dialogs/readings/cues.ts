import type { Money } from '../../crm/money.ts';
import {
  entitiesOf,
  LANGUAGES,
  type Language,
  type Span,
  type Token,
  type Understanding,
} from '../../nlu/understanding.ts';
import type { Words } from '../language/words/word-classes.ts';
import { has, wordsOf } from '../language/words/words.ts';
import { once } from '../once.ts';
import type { Turn } from '../skill.ts';
import { quantitiesOf } from '../slots/quantity.ts';
import { isNegated, isWanted } from './negation.ts';
import { pointerIn } from './pointer.ts';
import { takesGoodsBack } from './taken-back.ts';

export const topIntent = (turn: Turn): string | undefined =>
  turn.understanding.inScope ? turn.understanding.intents[0]?.name : undefined;

type Place = Pick<Span, 'start' | 'end'>;
type Understood = Pick<Turn, 'understanding'>;

export const namesProduct = ({ understanding }: Understood): boolean =>
  entitiesOf(understanding, 'product').length > 0;

/** An order or a quote, by its number. */
export const namesDocument = ({ understanding }: Understood): boolean =>
  entitiesOf(understanding, 'orderNumber').length > 0 || entitiesOf(understanding, 'quoteNumber').length > 0;

/** Neither goods nor how many. */
export const isAboutNothing = (turn: Turn): boolean => !namesProduct(turn) && quantitiesOf(turn).length === 0;

export const asksSomething = ({ understanding: { text, language } }: Understood): boolean =>
  has(wordsOf(language).asks, text);

/** Intents that a message can't mean without a sign: praise asks nothing, and who wants data erased or shown names them. */
export function lacksSign(turn: Turn, intent: string): boolean {
  const { text, language } = turn.understanding;
  if (intent.startsWith('privacy.')) return !has(wordsOf(language).privacy, text);
  // "do they come with hooks?" asks of goods.
  if (intent === 'bot.about')
    return wordsOf(language).ofIt.test(text) && !has(wordsOf(language).addressee, text);
  // "the blue one, no wait, the red one" turns nothing down.
  if (intent === 'deny') return takesGoodsBack(turn.understanding);
  return intent === 'praise' && asksSomething(turn);
}

/** "delivery over £500?", "if the order's over £200?" right after a question about delivery: what the order comes to. */
export function saysOrderWorth(turn: Turn): boolean {
  const { text, language } = turn.understanding;
  const { condition, above, below, perHead, carriage } = wordsOf(language);
  return (
    (turn.conversation.lastIntent === 'shipping.info' || has(carriage, text)) &&
    entitiesOf(turn.understanding, 'money').length > 0 &&
    [condition, above, below].some((pattern) => has(pattern, text)) &&
    !has(perHead, text) &&
    !namesProduct(turn)
  );
}

/** Something is still to be said before there is a quote. */
export const isQuoteAsked = ({ conversation: { begun, questions } }: Turn): boolean =>
  begun !== undefined &&
  questions.some(({ kind, pending }) => pending === 'quote.request' && kind !== 'confirmation');

/** "the second one", "the cheapest two", "both": needs goods that were shown or named together. */
export function pointsAtList({ understanding, conversation }: Turn): boolean {
  const pointer = pointerIn(understanding);
  if (pointer?.kind === 'together')
    return conversation.together.length > 1 && !namesProduct({ understanding });
  if (pointer?.kind === 'end' && has(wordsOf(understanding.language).ofShop, understanding.text))
    return false;
  const isListOpen = conversation.listed.length > 1 || conversation.questions[0]?.kind === 'product';
  return pointer !== undefined && isListOpen;
}

const pointingOf = once(({ ends, ordinals, together, each }: Words): readonly RegExp[] => [
  ...[...ends, ...ordinals].map(([pattern]) => pattern),
  together,
  each,
]);

/** Nothing but entities, positions, small words, and what `also` matches. */
export function isBare(
  { understanding: { text, entities, language } }: Understood,
  also: readonly RegExp[] = [],
): boolean {
  let rest = '';
  let at = 0;
  for (const { start, end } of [...entities].sort((a, b) => a.start - b.start)) {
    if (start >= at) rest += `${text.slice(at, start)} `;
    at = Math.max(at, end);
  }
  rest += text.slice(at);
  const words = wordsOf(language);
  for (const pattern of [words.cheapest, words.dearest, ...also, ...pointingOf(words)])
    rest = rest.replace(pattern, ' ');
  for (const one of LANGUAGES) rest = rest.replace(wordsOf(one).filler, ' ');
  return rest.replace(/[\p{P}\p{S}\s]/gu, '') === '';
}

export function saysOnly({ understanding: { text, language } }: Turn, answer: 'yes' | 'no'): boolean {
  const words = wordsOf(language);
  // What a yes is given without is said beside it.
  const said = text.replace(words.noReminder, ' ');
  const rest = said.replace(words[answer], ' ');
  return rest !== said && rest.replace(words.filler, ' ').replace(/[\p{P}\p{S}\s]/gu, '') === '';
}

/** "the red one", "not the red one, the blue": nothing but colours is said. */
export function namesColourOnly(turn: Turn): boolean {
  const { colours, no, set } = wordsOf(turn.understanding.language);
  return (
    has(colours, turn.understanding.text) && namesColourAlone(turn) && isBare(turn, [no, set, colours, /色/g])
  );
}

/** Whether whatever reads as a product is only a colour: "the blue one", but not "the blue paisley bag". */
function namesColourAlone({ understanding }: Turn): boolean {
  const { colours } = wordsOf(understanding.language);
  return entitiesOf(understanding, 'product').every(({ text }) => {
    let rest = text.replace(colours, ' ').replaceAll('色', ' ');
    for (const language of LANGUAGES) rest = rest.replace(wordsOf(language).filler, ' ');
    return rest.trim() === '';
  });
}

/** Nouns and adjectives that may tell one product from another, in lower case. */
export const tellingWords = ({ understanding: { tokens, language } }: Turn): readonly string[] =>
  tokens.filter((token) => isTelling(token, language)).map(({ norm }) => norm);

export function isTelling({ norm, tag }: Token, language: Language): boolean {
  const isLong = /^\p{Script=Han}/u.test(norm) ? norm.length > 1 : norm.length > SHORTEST;
  return isLong && /^(?:NOUN|PROPN|ADJ)$/.test(tag ?? '') && !wordsOf(language).tradeNouns.has(norm);
}
/** Shorter English words tell nothing apart. */
const SHORTEST = 3;

/** "how many can I get for £500?", "£300 worth of bunting": the amount, where it is of goods named or talked of, and no quantity is said. */
export function asksHowManyFor(turn: Turn): Money | undefined {
  const { text, language } = turn.understanding;
  const { howMany, budget, perHead, each, worth } = wordsOf(language);
  const [money] = entitiesOf(turn.understanding, 'money');
  const [product] = entitiesOf(turn.understanding, 'product');
  if (!money || quantitiesOf(turn).length > 0) return undefined;
  const isWorth = worth.test(text.slice(money.end)) && (product?.start ?? 0) > money.end;
  const isAsked = has(howMany, text) || (product !== undefined && has(budget, text));
  const isOfGoods = product !== undefined || turn.conversation.products.length > 0;
  // "in equal numbers of each" is no price of a piece.
  const isPrice = has(perHead, text.replace(each, ' '));
  if (!isOfGoods || !(isWorth || (isAsked && !isPrice))) return undefined;
  return { amount: money.amount, currency: money.currency };
}

/** "not the love one", "nothing with hearts", right after a list. */
export function leavesOut(turn: Turn): boolean {
  const { without, colours, pointing, tooMuch } = wordsOf(turn.understanding.language);
  const { text, tokens } = turn.understanding;
  const isPointed = tokens.some(({ norm }) => pointing.has(norm)) && tellingWords(turn).length > 0;
  const isDescribed = isPointed || has(tooMuch, text);
  return (
    isChoosing(turn) &&
    tokens.length <= SHORT_WISH &&
    has(without, text) &&
    (namesProduct(turn) || has(colours, text) || isDescribed) &&
    quantitiesOf(turn).length === 0 &&
    entitiesOf(turn.understanding, 'product').length < 2 &&
    [...text.matchAll(colours)].length < 2
  );
}

/**
 * "something funny, not flowery", "the paper ones", right after a list: says what is wanted of it, and names nothing but that and
 * what is not.
 */
export function describesWanted(turn: Turn): boolean {
  const { described, colours } = wordsOf(turn.understanding.language);
  const { tokens, entities } = turn.understanding;
  const several = severalNamed(turn.understanding);
  const isSaid = ({ start, end }: Place) =>
    isNegated(start, turn.understanding) || several.some((one) => start >= one.start && end <= one.end);
  return (
    isChoosing(turn) &&
    tokens.length <= SHORT_WISH &&
    entities.every(isSaid) &&
    (several.length > 0 || isWanted(described, turn.understanding)) &&
    !isWanted(colours, turn.understanding)
  );
}

/** "the paper ones", 那些纸的: where and by which word several of what was shown are named at once, in lower case. */
export const severalNamed = ({
  text,
  language,
}: Understanding): readonly (Place & { readonly word: string })[] =>
  [...text.matchAll(wordsOf(language).thoseOf)].flatMap(({ 0: all, index, ...groups }) => {
    const start = index;
    const word = (groups[1] ?? groups[2] ?? '').toLowerCase();
    return isNegated(start, { text, language }) ? [] : [{ word, start, end: start + all.length }];
  });

/** "more like the first one": none of the list, but goods that resemble it. */
export const wantsLikeShown = (turn: Turn): boolean =>
  has(wordsOf(turn.understanding.language).like, turn.understanding.text) &&
  pointsAtList(turn) &&
  quantitiesOf(turn).length === 0;

/** A list was shown to choose from, and nothing has been quoted. */
const isChoosing = ({ conversation: { questions, quote, listed } }: Turn): boolean =>
  !quote &&
  listed.length > 1 &&
  questions.some(({ kind, pending }) => kind === 'product' && pending === 'product.detail');

/** Tokens of a wish that is about nothing else. */
const SHORT_WISH = 8;
