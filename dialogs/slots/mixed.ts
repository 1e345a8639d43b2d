import type { BegunLine } from '../conversation/facts.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Ports } from '../ports.ts';
import type { Turn } from '../skill.ts';
import { inOrder } from './catalogue.ts';
import { type ProductEntity, saidLines } from './lines.ts';

/** More designs of one kind than this nobody asks for by "mixed". */
const MOST_DESIGNS = 10;

/** "400 lunch bags, mixed designs": so many of one kind, whichever they are. */
export const wantsMixed = (turn: Turn): boolean =>
  has(wordsOf(turn.understanding.language).mixed, turn.understanding.text) &&
  saidLines(turn).some(({ product, quantity }) => quantity && (product?.matches.length ?? 0) > 1);

/**
 * A quantity shared out evenly among all that the words fit, those on the shelf where there are any; the first get one more where
 * it does not divide. Undefined where no mix is wanted, or only one thing fits.
 */
export async function mixedLines(
  product: ProductEntity,
  quantity: number,
  turn: Turn,
  ports: Ports,
): Promise<readonly Required<Pick<BegunLine, 'sku' | 'quantity'>>[] | undefined> {
  if (!wantsMixed(turn) || product.matches.length < 2) return undefined;
  const all = await inOrder(
    ports,
    product.matches.map(({ sku }) => sku),
  );
  const inStock = all.filter(({ stock }) => stock > 0);
  const designs = (inStock.length > 1 ? inStock : all).slice(0, Math.min(MOST_DESIGNS, quantity));
  const share = Math.floor(quantity / designs.length);
  const over = quantity % designs.length;
  return designs.map(({ sku }, index) => ({ sku, quantity: share + (index < over ? 1 : 0) }));
}
