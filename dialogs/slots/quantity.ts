import { type Entity, entitiesOf, type Understanding } from '../../nlu/understanding.ts';
import { has, matchesOf, wordsOf } from '../language/words/words.ts';
import { once } from '../once.ts';
import type { Ports } from '../ports.ts';
import { pointerIn } from '../readings/pointer.ts';
import type { Bid, Turn } from '../skill.ts';

export type QuantityEntity = Extract<Entity, { kind: 'quantity' }>;

/** A quantity as the visitor said it: usable, or why not. */
export type QuantitySlot =
  | { readonly kind: 'none' }
  /** `from` is the least of a range ("20 to 30"), of which the value is the most. */
  | { readonly kind: 'valid'; readonly value: number; readonly from?: number }
  | { readonly kind: 'vague' }
  | {
      readonly kind: 'invalid';
      readonly fault: 'notPositive' | 'fraction' | 'tooMany';
      readonly value: number;
    };

/** Quantities meant as such: none that point ("the second one", "the first two"), none that is being corrected ("not 500"). */
export const quantitiesOf = ({ understanding }: Turn): readonly QuantityEntity[] =>
  quantitiesIn(understanding);

const quantitiesIn = once((understanding: Understanding): readonly QuantityEntity[] => {
  const said = entitiesOf(understanding, 'quantity');
  if (said.length === 0) return said;
  const { text, language } = understanding;
  const { again, double, multibuy, notThis, pronoun, corrects, ages, house, onOrder, addressed } =
    wordsOf(language);
  // 「再来一份」 is one order more, "times two" twice as many, "3 for 2" a price: none counts pieces.
  const others = [again, double, multibuy].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length] as const),
  );
  const positions = [...(pointerIn(understanding)?.spans ?? []), ...others];
  // "our PO number is 4711".
  const references = [onOrder, addressed]
    .flatMap((pattern) => [...matchesOf(pattern, text)])
    .map(({ index, 0: match }) => index + match.length);
  const products = entitiesOf(understanding, 'product');
  const prices = entitiesOf(understanding, 'money');
  return said.filter((quantity, index) => {
    const { start, end } = quantity;
    // "80, no wait, 60": the one in front is taken back.
    const next = said[index + 1];
    if (next && corrects.test(text.slice(end, next.start))) return false;
    if (house.before.test(text.slice(0, start)) || house.behind.test(text.slice(end))) return false;
    if (references.some((reference) => reference <= start && start - reference <= NEXT_WORD)) return false;
    if (ages.before.test(text.slice(0, start)) || ages.behind.test(text.slice(end))) return false;
    if (positions.some(([from, to]) => start < to && end > from)) return false;
    // 1.5镑一个: what one costs.
    if (quantity.value === 1 && prices.some((price) => price.end <= start && start - price.end <= 1))
      return false;
    if (pronoun.test(quantity.text) && text.length > end - start && !isNumber(quantity, understanding)) {
      return products.some((product) => product.start > end && product.start - end <= NEXT_WORD);
    }
    return !notThis.test(text.slice(0, start));
  });
});
/** "just one", "one fewer". */
const isNumber = ({ start, end }: QuantityEntity, { text, language }: Understanding): boolean =>
  wordsOf(language).merely.test(text.slice(0, start)) || /^ (?:fewer|less|more)\b/.test(text.slice(end));

/** Characters between a word and the one after it. */
const NEXT_WORD = 2;

/** "100 or 200 of them", "100 to 200", 100个和200个: what else than one quantity of the same goods is asked for; none where there is just one. */
export function eitherQuantities(turn: Turn, max: number): readonly number[] {
  const { text, language } = turn.understanding;
  const { either } = wordsOf(language);
  const said = quantitiesOf(turn).flatMap((one) =>
    one.from === undefined
      ? [one]
      : [
          { ...one, value: one.from },
          { ...one, start: one.end },
        ],
  );
  const isEither = said
    .slice(1)
    .every(
      ({ start }, index) => start <= said[index]!.end || either.test(text.slice(said[index]!.end, start)),
    );
  const valid = said.every((quantity) => checkQuantity(quantity, max).kind === 'valid');
  const values = [...new Set(said.map(({ value }) => value))];
  return isEither && valid && values.length > 1 ? values : [];
}

/** The one that is corrected away: 6 in "16, not 6". */
export function turnedDownQuantity({ understanding }: Turn): number | undefined {
  const { text, language } = understanding;
  const { notThis } = wordsOf(language);
  return entitiesOf(understanding, 'quantity').find(({ start }) => notThis.test(text.slice(0, start)))?.value;
}

export function checkQuantity(
  { value, vague, from }: Pick<QuantityEntity, 'value' | 'vague' | 'from'>,
  max: number,
): QuantitySlot {
  if (vague) return { kind: 'vague' };
  if (value <= 0) return { kind: 'invalid', fault: 'notPositive', value };
  if (!Number.isInteger(value)) return { kind: 'invalid', fault: 'fraction', value };
  if (value > max) return { kind: 'invalid', fault: 'tooMany', value };
  const isRange = from !== undefined && from > 0 && Number.isInteger(from);
  return { kind: 'valid', value, ...(isRange && { from }) };
}

/** How many times what there is: 2 for "double it", half for 减半. */
export function factorSaid({
  understanding: { text, language },
}: Pick<Turn, 'understanding'>): number | undefined {
  const { double, half, split } = wordsOf(language);
  // "half now and half in March" is how it is to come.
  if (has(split, text)) return undefined;
  return has(double, text) ? 2 : has(half, text) ? 0.5 : undefined;
}

/** The one quantity of a message: the last said, since people correct themselves forwards. */
export function saidQuantity(turn: Turn, max: number): QuantitySlot {
  const said = quantitiesOf(turn).at(-1);
  return said ? checkQuantity(said, max) : { kind: 'none' };
}

/** The quantity of a message, for what is chosen later; empty where there is none that can be used. */
export function wantedQuantity(turn: Turn, { shop }: Ports): { readonly quantity?: number } {
  const said = saidQuantity(turn, shop.maxQuantity);
  return said.kind === 'valid' ? { quantity: said.value } : {};
}

/** The quantity said before, of the list that this answers or of the product still talked about. */
export function rememberedQuantity(
  { conversation: { quantity, listedQuantity } }: Turn,
  { answers }: Bid,
  from: 'words' | 'context',
): number | undefined {
  if (answers) return listedQuantity ?? quantity;
  return from === 'context' ? quantity : undefined;
}
