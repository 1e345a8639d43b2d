import { type Entity, entitiesOf } from '../../nlu/understanding.ts';
import { has, wordsOf } from '../language/words/words.ts';
import { once } from '../once.ts';
import type { Turn } from '../skill.ts';
import { type QuantityEntity, quantitiesOf } from './quantity.ts';

export type ProductEntity = Extract<Entity, { kind: 'product' }>;

/** A product with the quantity said of it, or either alone. */
export interface SaidLine {
  readonly product?: ProductEntity;
  readonly quantity?: QuantityEntity;
}

/** Characters of distance that a clause break between two words counts for. */
const BREAK = 40;
/** English says "50 bags", Chinese both 「50个袋子」 and 「袋子50个」: at equal distance the quantity in front wins. */
const BEHIND = 0.5;

/**
 * Pairs quantities with products by nearness, whichever comes first, each used once; what finds no partner
 * stands alone. In the order of the message.
 */
export const saidLines = once((turn: Turn): readonly SaidLine[] => {
  const { text, language } = turn.understanding;
  const { clauseBreak } = wordsOf(language);
  const products = entitiesOf(turn.understanding, 'product');
  const quantities = quantitiesOf(turn);

  const pairs = products.flatMap((product) =>
    quantities.map((quantity) => {
      const isBehind = quantity.start >= product.end;
      const [from, to] = isBehind ? [product.end, quantity.start] : [quantity.end, product.start];
      const between = text.slice(from, to);
      const isSplit = has(clauseBreak, between);
      return { product, quantity, distance: to - from + (isSplit ? BREAK : 0) + (isBehind ? BEHIND : 0) };
    }),
  );
  pairs.sort((a, b) => a.distance - b.distance);

  const lines = new Map<ProductEntity, QuantityEntity>();
  const used = new Set<QuantityEntity>();
  for (const { product, quantity, distance } of pairs) {
    if (lines.has(product) || used.has(quantity) || distance > MAX_DISTANCE) continue;
    // With several products a quantity in another clause belongs to something else said there.
    if (products.length + quantities.length > 2 && distance >= BREAK) continue;
    lines.set(product, quantity);
    used.add(quantity);
  }
  const everyone = saidOfEach(turn);
  const shares = sharesOf(products.length, quantities, turn);
  const said: SaidLine[] = [
    ...products.map((product, index) => ({
      product,
      ...pairOf(shares[index] ?? lines.get(product) ?? everyone),
    })),
    ...quantities
      .filter((quantity) => !used.has(quantity) && shares.length === 0)
      .map((quantity) => ({ quantity })),
  ];
  return said.filter((line) => !isSaidAgain(line, said)).sort((a, b) => startOf(a) - startOf(b));
});

/** 草莓的跟苹果的各一半，一共60个, "60, half of each": one quantity in equal parts, the first one more where it does not divide. */
function sharesOf(
  count: number,
  [quantity, another]: readonly QuantityEntity[],
  { understanding: { text, language } }: Turn,
): readonly QuantityEntity[] {
  const isShared = count > 1 && quantity && !another && has(wordsOf(language).inEqualParts, text);
  if (!isShared || quantity.value < count) return [];
  const share = Math.floor(quantity.value / count);
  const over = quantity.value % count;
  return Array.from({ length: count }, (_, index) => ({
    ...quantity,
    value: share + (index < over ? 1 : 0),
  }));
}

/** "swap the bunting and the bags: 30 bunting and 20 bags": goods named first alone and then with how many are one line. */
const isSaidAgain = ({ product, quantity }: SaidLine, lines: readonly SaidLine[]): boolean =>
  product !== undefined &&
  quantity === undefined &&
  lines.some(
    (other) =>
      other.quantity &&
      other.product &&
      other.product.start > product.start &&
      other.product.matches.some(({ sku }) => product.matches.some((match) => match.sku === sku)),
  );
const MAX_DISTANCE = 80;

/** "20 each", 各20个: the only quantity of a message, where it is of everything it is about. */
export const saidOfEach = once((turn: Turn): QuantityEntity | undefined => {
  const { text, language } = turn.understanding;
  const [quantity, another] = quantitiesOf(turn);
  if (!quantity || another) return undefined;
  const prices = entitiesOf(turn.understanding, 'money');
  if (has(wordsOf(language).inEqualParts, text)) return undefined;
  const isOfEach = [...text.matchAll(wordsOf(language).each)].some(({ index, 0: each }) => {
    const end = index + each.length;
    const gap = Math.max(index - quantity.end, quantity.start - end);
    // "20 bags at £2 each": that is what one costs.
    return gap <= NEAR && !prices.some((price) => price.end <= index && index - price.end <= NEXT);
  });
  return isOfEach ? quantity : undefined;
});
/** Characters between "20" and "of each", and between words side by side. */
const NEAR = 12;
const NEXT = 2;

const pairOf = (quantity: QuantityEntity | undefined) => (quantity ? { quantity } : {});
export const startOf = ({ product, quantity }: SaidLine): number =>
  Math.min(product?.start ?? Number.POSITIVE_INFINITY, quantity?.start ?? Number.POSITIVE_INFINITY);

/** "15 mugs": goods, and how many of them. */
export const countsGoods = (turn: Turn): boolean =>
  saidLines(turn).some(({ product, quantity }) => product && quantity);

/** "15 mugs, 30 saucers": two or more goods, each with its quantity. */
export const ordersLines = (turn: Turn): boolean =>
  saidLines(turn).filter(({ product, quantity }) => product && quantity).length > 1;
