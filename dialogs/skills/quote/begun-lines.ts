import type { BegunLine } from '../../conversation/facts.ts';
import type { Ports } from '../../ports.ts';
import { namesColourOnly, pointsAtList } from '../../readings/cues.ts';
import type { Turn } from '../../skill.ts';
import { saidLines } from '../../slots/lines.ts';
import { inOrder, likeThose, type ProductSlot, productSlot } from '../../slots/product.ts';
import { checkQuantity } from '../../slots/quantity.ts';
import { unknownCounted, unknownThing } from '../../slots/unknown-thing.ts';

/** Lines of a quote as far as they are known, and the product that still has to be settled. */
export interface BegunLines {
  readonly lines: readonly BegunLine[];
  readonly unsettled?: Exclude<ProductSlot, { kind: 'found' }>;
  /** What was named beside other goods, and is not sold here. */
  readonly leftOut?: string;
}

interface SaidLine extends BegunLine {
  readonly isNamed: boolean;
}

/** Joins what was begun with what this message says; without any product in either, the one talked about. */
export async function begunLines(turn: Turn, ports: Ports, begun: readonly BegunLine[]): Promise<BegunLines> {
  const { said, unsettled, leftOut } = await readLines(turn, ports);
  const { products, quantity } = turn.conversation;
  const lines = joined(begun, said, products[0]);
  if (lines.length === 0 && leftOut !== undefined)
    return { lines, unsettled: { kind: 'unknown', said: leftOut } };
  if (lines.length > 0 || unsettled)
    return { lines, ...(unsettled && { unsettled }), ...(leftOut !== undefined && { leftOut }) };
  const thing = unknownThing(turn);
  if (thing !== undefined) return { lines, unsettled: { kind: 'unknown', said: thing } };
  if (products[0] === undefined) return { lines, unsettled: { kind: 'missing' } };
  return { lines: [{ sku: products[0], ...(quantity !== undefined && { quantity }) }] };
}

async function readLines(
  turn: Turn,
  ports: Ports,
): Promise<{
  readonly said: readonly SaidLine[];
  readonly unsettled?: Exclude<ProductSlot, { kind: 'found' }>;
  readonly leftOut?: string;
}> {
  let leftOut: string | undefined;
  const said: SaidLine[] = [];
  let unsettled: Exclude<ProductSlot, { kind: 'found' }> | undefined;
  const settle = (slot: ProductSlot, quantity: { readonly quantity?: number }) => {
    if (slot.kind === 'found')
      for (const { sku } of slot.products) said.push({ sku, ...quantity, isNamed: true });
    else {
      // A line without a product waits for the answer to the question that follows.
      if (slot.kind === 'ambiguous') {
        const among = slot.candidates.map(({ sku }) => sku);
        said.push({ ...quantity, said: slot.said, among, isNamed: true });
      } else unsettled ??= slot;
    }
  };

  const isColour = turn.conversation.questions[0]?.kind === 'product' && namesColourOnly(turn);
  const lines = isColour ? saidLines(turn).filter(({ product }) => !product) : saidLines(turn);
  const isPointing = lines.every(({ product }) => !product) && (isColour || pointsAtList(turn));
  if (turn.message.action?.kind === 'choose' || isPointing)
    settle(await productSlot(turn, ports, { context: 0 }), {});
  for (const { product, quantity } of lines) {
    const checked = quantity && checkQuantity(quantity, ports.shop.maxQuantity);
    const amount = checked?.kind === 'valid' ? { quantity: checked.value } : {};
    const thing = product || !quantity ? undefined : unknownCounted(turn, quantity);
    if (thing !== undefined) leftOut ??= thing;
    else if (!product) said.push({ ...amount, isNamed: false });
    else if (turn.message.action === undefined) {
      const alone = { ...turn, understanding: { ...turn.understanding, entities: [product] } };
      const slot = await productSlot(alone, ports, { context: 0 });
      const others = await inOrder(
        ports,
        said.flatMap(({ sku }) => sku ?? []),
      );
      const [one, another] = slot.kind === 'ambiguous' ? likeThose(slot.candidates, others) : [];
      settle(one && !another ? { kind: 'found', products: [one], from: 'words' } : slot, amount);
    }
  }
  return { said, ...(unsettled && { unsettled }), ...(leftOut !== undefined && { leftOut }) };
}

/** The open line that a product was a candidate for, else the first that was open before this message. */
function gapFor(sku: string, lines: readonly BegunLine[], begun: number): number {
  const candidate = lines.findIndex((line) => line.sku === undefined && line.among?.includes(sku));
  return candidate >= 0 ? candidate : lines.slice(0, begun).findIndex((line) => line.sku === undefined);
}

/** Products fill lines that lack one; a lone quantity fills all lines that lack one, else is of `context`. */
function joined(
  begun: readonly BegunLine[],
  said: readonly SaidLine[],
  context: string | undefined,
): readonly BegunLine[] {
  let lines = [...begun];
  for (const { isNamed, ...line } of said) {
    if (!isNamed) continue;
    const gap = line.sku === undefined ? -1 : gapFor(line.sku, lines, begun.length);
    if (gap >= 0) {
      const { said: _, among: __, ...open } = lines[gap]!;
      lines[gap] = { ...open, ...line };
    } else lines.push(line);
  }
  for (const { isNamed, quantity } of said) {
    if (isNamed || quantity === undefined) continue;
    if (lines.some((line) => line.quantity === undefined)) {
      lines = lines.map((line) => ({ quantity, ...line }));
    } else lines.push({ ...(context !== undefined && { sku: context }), quantity });
  }
  return lines;
}
