import { entitiesOf } from '../../nlu/understanding.ts';
import { has, wordsOf } from '../language/words/words.ts';
import { once } from '../once.ts';
import type { Turn } from '../skill.ts';
import { coloursOf } from '../slots/colour.ts';
import { type SaidEdit, saidEdits } from '../slots/edits.ts';
import { keptOnly } from '../slots/kept.ts';
import { countsGoods, ordersLines, saidLines } from '../slots/lines.ts';
import { quantitiesOf } from '../slots/quantity.ts';
import { asksSomething, isBare, isQuoteAsked, namesProduct, tellingWords } from './cues.ts';
import { pointerIn } from './pointer.ts';

/** What a message says of the lines of a quote, open or on its way. */

/** Something is still asked for a quote, or several goods were priced for one. */
export const canChangeLines = (turn: Turn): boolean => {
  const { quote, begun = [], questions } = turn.conversation;
  const isOffered = begun.length > 1 && questions.some(({ pending }) => pending === 'quote.request');
  return !quote && (isQuoteAsked(turn) || isOffered);
};

/** "swap ... for ...", "remove ...", and no question. */
export function changesLines(turn: Turn): boolean {
  const { remove, replace } = wordsOf(turn.understanding.language);
  const { text } = turn.understanding;
  return !asksSomething(turn) && (has(remove, text) || has(replace, text));
}

/** By its name or a word of it, its colour or place. */
export const namesLine = (turn: Turn): boolean =>
  namesProduct(turn) ||
  tellingWords(turn).length > 0 ||
  coloursOf(turn).length > 0 ||
  pointerIn(turn.understanding)?.kind === 'places';

/** "remove it", "cancel the quote", "make it 300" while a quote is open. */
export const editsQuote = once((turn: Turn): boolean => {
  const words = wordsOf(turn.understanding.language);
  const { add, remove, set, replace, double, half, cancel, undo, document, no, dropIt, all, colours } = words;
  const { text } = turn.understanding;
  const saysWhat = namesProduct(turn) || quantitiesOf(turn).length > 0;
  const isOfLine = pointerIn(turn.understanding)?.kind === 'places';
  if (has(dropIt, text) && !has(cancel, text) && !isOfLine && !saysWhat) return false;
  // "make it Thursday" is of no line.
  if (!saysWhat && !isOfLine && entitiesOf(turn.understanding, 'date').length > 0) return false;
  const verbs = [...(saysWhat ? [undo] : []), add, remove, set, replace, double, half, cancel];
  if (!turn.conversation.quote || !verbs.some((verb) => has(verb, text))) return false;
  const isOfColour = has(replace, text) || has(remove, text);
  return isBare(turn, [...verbs, document, no, dropIt, all, ...(isOfColour ? [colours, /色/g] : [])]);
});

/** Says what is to be different in the open quote, whatever else it says: neither a question nor under a condition. */
export function changesQuote(turn: Turn): boolean {
  const { text, language } = turn.understanding;
  if (!turn.conversation.quote || turn.message.action || has(wordsOf(language).condition, text)) return false;
  return editsQuote(turn) || saidEdits(turn).some((edit) => isStated(edit, turn));
}

/** "make it 60", "could you drop the bunting?", "put the bags back", but not "would it be cheaper to make it 60?" or "do you have 20 more?". */
export function isStated(
  { verb, quantity, product, clause }: SaidEdit,
  { understanding: { text, language } }: Turn,
): boolean {
  const { asks, wonders, undo, sameQuantity } = wordsOf(language);
  const isWhole = product && (verb === 'remove' || has(undo, clause));
  const isAsMany = product && has(sameQuantity, text);
  if (verb === 'none' || !(quantity || isWhole || isAsMany)) return false;
  return !has(verb === 'add' ? asks : wonders, clause);
}

/** "45 skulls and 45 woodland": several goods, so many of each, at least one of them in the open quote, and no other quote asked for. */
export function countsLines(turn: Turn): boolean {
  const lines = turn.conversation.quote?.lines ?? [];
  const isQuoted = saidLines(turn).some(
    ({ product, quantity }) =>
      quantity && product?.matches.some((match) => lines.some(({ sku }) => sku === match.sku)),
  );
  const { quotation } = wordsOf(turn.understanding.language);
  return isQuoted && ordersLines(turn) && !asksSomething(turn) && !has(quotation, turn.understanding.text);
}

/** "15 alarm clocks and a discount on those": goods, so many of each, beside an open quote, and money off. */
export const countsForLess = (turn: Turn): boolean => {
  const { text, language } = turn.understanding;
  const { discount, quotation } = wordsOf(language);
  return (
    turn.conversation.quote !== undefined &&
    countsGoods(turn) &&
    (has(discount, text) || entitiesOf(turn.understanding, 'percentage').length > 0) &&
    !has(quotation, text) &&
    !asksSomething(turn)
  );
};

/** "only the bunting, drop the rest", of the lines of the open quote. */
export const keepsOnly = (turn: Turn): boolean =>
  !asksSomething(turn) && keptOnly(turn, turn.conversation.quote?.lines ?? []).length > 0;
