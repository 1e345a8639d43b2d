import type { Product } from '../../../crm/models/product.ts';
import type { Line } from '../../../crm/models/schemas.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import { pointerIn } from '../../readings/pointer.ts';
import type { Turn } from '../../skill.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { isInColour, loneColoursOf } from '../../slots/colour.ts';
import type { SaidEdit } from '../../slots/edits.ts';
import { likeThose } from '../../slots/goods-by-words.ts';
import { onTheWay, type ProductSlot, productSlot } from '../../slots/product.ts';
import { turnedDownQuantity } from '../../slots/quantity.ts';

/** A quote or an order of which lines are changed; `intent` is what goes on when a question about it is answered. */
export interface Changeable {
  readonly number: string;
  readonly lines: readonly Line[];
  readonly intent: string;
}

/** An edit as said, or one that waited for this answer. */
export interface Edit extends Omit<SaidEdit, 'quantity' | 'clause'> {
  readonly quantity?: { readonly value: number; readonly vague?: true };
  readonly sku?: string;
  readonly isResumed?: true;
}

/** The line an edit is about: the product named, "the second line", the only line, or the one last talked of. */
export async function targetOf(
  edit: Edit,
  turn: Turn,
  ports: Ports,
  document: Changeable,
): Promise<ProductSlot> {
  const { understanding, conversation } = turn;
  if (edit.sku !== undefined) return found(await inOrder(ports, [edit.sku]), edit.sku);
  if (edit.product) {
    const alone = { ...turn, understanding: { ...understanding, entities: [edit.product] } };
    const slot = await productSlot(alone, ports, { context: 0 });
    return lineMeant(slot, edit, edit.product.text, turn, ports, document);
  }
  if (edit.isResumed || turn.message.action?.kind === 'choose')
    return productSlot(turn, ports, { context: 0 });
  const words = wordsOf(understanding.language);
  const position = words.ordinals.find(([pattern]) => has(pattern, understanding.text))?.[1];
  const lines = document.lines.map(({ sku }) => sku);
  const extreme = edit.quantity ? undefined : extremeLine(document, turn);
  if (extreme) return found(await inOrder(ports, [extreme.sku]), extreme.sku);
  const coloured = edit.verb === 'add' ? undefined : await lineInColour(lines, turn, ports);
  if (coloured) return coloured;
  // What is added is not on the quote: "the first too" is the first of the list shown.
  const listed = edit.verb === 'add' && position !== undefined ? conversation.listed.at(position) : undefined;
  if (listed !== undefined && !lines.includes(listed)) return found(await inOrder(ports, [listed]), listed);
  const wrong = turnedDownQuantity(turn);
  const mistaken = document.lines.filter(({ quantity }) => quantity === wrong);
  // "80 instead of 50" is of the line that has 50.
  if (mistaken.length === 1) return found(await inOrder(ports, [mistaken[0]!.sku]), mistaken[0]!.sku);
  const sku =
    (position === undefined ? undefined : lines.at(position)) ??
    (lines.length === 1 ? lines[0] : conversation.products.find((talkedOf) => lines.includes(talkedOf)));
  return sku === undefined
    ? { kind: 'ambiguous', said: document.number, candidates: await inOrder(ports, lines) }
    : found(await inOrder(ports, [sku]), sku);
}

/**
 * What is named and is no line of the quote may still be a part of a line's name: 灯 of 辣椒串灯; of several that fit, the one most like
 * the lines is meant.
 */
async function lineMeant(
  slot: ProductSlot,
  { verb }: Edit,
  words: string,
  turn: Turn,
  ports: Ports,
  document: Changeable,
): Promise<ProductSlot> {
  const lines = document.lines.map(({ sku }) => sku);
  if (slot.kind === 'found' && (verb === 'add' || slot.products.some(({ sku }) => lines.includes(sku))))
    return slot;
  if (slot.kind !== 'found' && slot.kind !== 'ambiguous') return slot;
  const line = verb === 'add' ? undefined : await onTheWay(words, turn, ports);
  if (line) return found([line], line.sku);
  if (slot.kind === 'found' || slot.lacks) return slot;
  const [one, another] = likeThose(slot.candidates, await inOrder(ports, lines));
  return one && !another ? found([one], one.sku) : slot;
}

/** "the blue ones", 不要粉色了: the only line in a colour that is said; where none or several are, it is open which is meant. */
async function lineInColour(
  skus: readonly string[],
  turn: Turn,
  ports: Ports,
): Promise<ProductSlot | undefined> {
  const { language, text } = turn.understanding;
  const [colour, another] = loneColoursOf(turn);
  if (!colour || another) return undefined;
  const lines = await inOrder(ports, skus);
  const [one, more] = lines.filter((line) => isInColour(line, colour.colour, language));
  return one && !more
    ? found([one], one.sku)
    : { kind: 'ambiguous', said: text.slice(colour.start, colour.end), candidates: lines };
}

/** "the more expensive one": the line with the highest price of a piece, or the lowest; undefined where two share it. */
function extremeLine({ lines }: Changeable, { understanding }: Turn): Line | undefined {
  const pointer = pointerIn(understanding);
  if (pointer?.kind !== 'end' || (pointer.end !== 'cheapest' && pointer.end !== 'dearest')) return undefined;
  const sign = pointer.end === 'cheapest' ? 1 : -1;
  const [first, second] = [...lines].sort((a, b) => sign * (a.unitPrice.amount - b.unitPrice.amount));
  return first?.unitPrice.amount === second?.unitPrice.amount ? undefined : first;
}

const found = (products: readonly Product[], sku: string): ProductSlot =>
  products.length > 0 ? { kind: 'found', products, from: 'context' } : { kind: 'unknown', said: sku };
