import type { Product } from '../../../crm/models/product.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import type { Turn } from '../../skill.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { coloursOf, isInColour, loneColoursOf, type SaidColour } from '../../slots/colour.ts';
import { saidEdits } from '../../slots/edits.ts';
import { likeThose, similar } from '../../slots/goods-by-words.ts';
import type { ProductEntity } from '../../slots/lines.ts';
import { quantitiesOf } from '../../slots/quantity.ts';

/** Stock codes: `fresh` takes the place and the quantity of `old`. */
export interface Replacement {
  readonly old: string;
  readonly fresh: string;
}

/** Goods as a replacement names them: by words, or by nothing but a colour. */
type Named = ProductEntity | SaidColour;

/**
 * "not the party bunting, the spaceboy lunch box", "swap the pink one for the red": of two that are named, the one among
 * `skus` gives way. Undefined where the words replace nothing, or it is open which is meant.
 */
export async function replacement(
  turn: Turn,
  ports: Ports,
  skus: readonly string[],
): Promise<Replacement | undefined> {
  const { text, language } = turn.understanding;
  const { replace, notThis } = wordsOf(language);
  const named = namedIn(turn);
  if (quantitiesOf(turn).length > 0 || saidEdits(turn).some(({ verb }) => verb === 'add')) return undefined;
  const [only, another] = named;
  if (only && !another) return has(replace, text) ? replacementBy(only, turn, ports, skus) : undefined;
  if (named.length !== 2) return undefined;
  if (!has(replace, text) && !named.some(({ start }) => notThis.test(text.slice(0, start)))) return undefined;
  const lines = await inOrder(ports, skus);
  const fits = (one: Named) => lines.filter((line) => isNamed(line, one, turn));
  const [first, second] = named as [Named, Named];
  for (const [gone, come] of [
    [first, second],
    [second, first],
  ] as const) {
    const [old, another] = fits(gone);
    if (!old || another) continue;
    const fresh = await nearest(come, old, turn, ports);
    if (fresh && !skus.includes(fresh.sku)) return { old: old.sku, fresh: fresh.sku };
  }
  return undefined;
}

/** "change it to the red lunch bag": the only line, or the only one of its kind, gives way. */
async function replacementBy(
  come: Named,
  turn: Turn,
  ports: Ports,
  skus: readonly string[],
): Promise<Replacement | undefined> {
  const lines = await inOrder(ports, skus);
  if (lines.some((line) => isNamed(line, come, turn))) return undefined;
  const found: Replacement[] = [];
  for (const old of lines) {
    const fresh = await nearest(come, old, turn, ports);
    if (fresh && (lines.length === 1 || fresh.category === old.category))
      found.push({ old: old.sku, fresh: fresh.sku });
  }
  return found.length === 1 ? found[0] : undefined;
}

/** Goods and lone colours, in the order of the message. */
function namedIn(turn: Turn): readonly Named[] {
  return [...entitiesOf(turn.understanding, 'product'), ...loneColoursOf(turn)].sort(
    (a, b) => a.start - b.start,
  );
}

const isNamed = (line: Product, named: Named, { understanding: { language } }: Turn): boolean =>
  'colour' in named
    ? isInColour(line, named.colour, language)
    : named.matches.some(({ sku }) => sku === line.sku);

/**
 * What is meant by it, most like `old` where several fit; undefined where none stands out. A description that only fits goods of
 * other kinds ("the red spotted one") is one of the same kind by its colour.
 */
async function nearest(named: Named, old: Product, turn: Turn, ports: Ports): Promise<Product | undefined> {
  const { language } = turn.understanding;
  const inColour = async (colour: string) =>
    similar(old, await ports.catalogue()).find((one) => isInColour(one, colour, language));
  if ('colour' in named) return inColour(named.colour);
  const candidates = await inOrder(
    ports,
    named.matches.map(({ sku }) => sku),
  );
  const [one, another] = likeThose(candidates, [old]);
  const colour = coloursOf(turn).find(({ start, end }) => start >= named.start && end <= named.end)?.colour;
  if (one && one.category !== old.category && colour !== undefined) return (await inColour(colour)) ?? one;
  return another ? undefined : one;
}
