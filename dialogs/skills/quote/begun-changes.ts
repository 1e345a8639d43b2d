import type { BegunLine } from '../../conversation/facts.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import { tellingWords } from '../../readings/cues.ts';
import { changesLines } from '../../readings/line-changes.ts';
import { pointerIn } from '../../readings/pointer.ts';
import type { Turn } from '../../skill.ts';
import { inOrder, nameIn } from '../../slots/catalogue.ts';
import { coloursOf, isInColour } from '../../slots/colour.ts';
import { saidEdits } from '../../slots/edits.ts';
import { nameHas } from '../../slots/pointing.ts';
import { replacement } from './replacement.ts';

/** "swap the pink one for the red", "remove the skulls", "without the second one"; undefined where nothing of it is said. */
export async function changedLines(
  turn: Turn,
  ports: Ports,
  begun: readonly BegunLine[],
): Promise<readonly BegunLine[] | undefined> {
  const skus = begun.flatMap(({ sku }) => sku ?? []);
  if (skus.length === 0 || !changesLines(turn)) return undefined;
  const replaced = await replacement(turn, ports, skus);
  if (replaced)
    return begun.map((line) => (line.sku === replaced.old ? { ...line, sku: replaced.fresh } : line));
  const removed = await removedFrom(begun, turn, ports);
  return removed.length > 0
    ? begun.filter(({ sku }) => sku === undefined || !removed.includes(sku))
    : undefined;
}

/** Stock codes of the lines that a message takes out: by name, colour or place. */
export async function removedFrom(
  begun: readonly BegunLine[],
  turn: Turn,
  ports: Ports,
): Promise<readonly string[]> {
  const { understanding } = turn;
  const { remove } = wordsOf(understanding.language);
  if (!has(remove, understanding.text)) return [];
  const skus = begun.flatMap(({ sku }) => sku ?? []);
  const pointer = pointerIn(understanding);
  const placed =
    pointer?.kind === 'places' ? pointer.places.flatMap((place) => begun.at(place)?.sku ?? []) : [];
  if (placed.length > 0) return placed;
  if (pointer?.kind === 'end') {
    const byPrice = [...(await inOrder(ports, skus))].sort((a, b) => a.price.amount - b.price.amount);
    const extreme =
      pointer.end === 'cheapest' ? byPrice[0] : pointer.end === 'dearest' ? byPrice.at(-1) : undefined;
    if (extreme) return [extreme.sku];
  }
  const named = saidEdits(turn).flatMap(({ product, verb }) =>
    product && verb === 'remove' ? product.matches.filter(({ sku }) => skus.includes(sku)) : [],
  );
  if (named.length > 0) return named.map(({ sku }) => sku);
  const colours = coloursOf(turn).map(({ colour }) => colour);
  const words = tellingWords(turn);
  const { language } = understanding;
  const described = (await inOrder(ports, skus)).filter(
    (line) =>
      colours.some((colour) => isInColour(line, colour, language)) ||
      words.some((word) => nameHas(nameIn(line, language), word)),
  );
  return described.length === 1 ? [described[0]!.sku] : [];
}
