import type { BegunLine } from '../../conversation/facts.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import { namesColourOnly, namesProduct, pointsAtList } from '../../readings/cues.ts';
import { changesLines } from '../../readings/line-changes.ts';
import { pointerIn } from '../../readings/pointer.ts';
import type { Bid, Turn } from '../../skill.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { coloursOf, type SaidColour } from '../../slots/colour.ts';
import { saidEdits } from '../../slots/edits.ts';
import { likeThose } from '../../slots/goods-by-words.ts';
import { type ProductEntity, saidOfEach } from '../../slots/lines.ts';
import { mixedLines } from '../../slots/mixed.ts';
import { type ProductSlot, productSlot } from '../../slots/product.ts';
import { checkQuantity, type QuantitySlot, turnedDownQuantity } from '../../slots/quantity.ts';
import { unknownCounted, unknownThing } from '../../slots/unknown-thing.ts';
import { changedLines } from './begun-changes.ts';

/** Lines of a quote as far as they are known, and the product that still has to be settled. */
export interface BegunLines {
  readonly lines: readonly BegunLine[];
  readonly unsettled?: Exclude<ProductSlot, { kind: 'found' }>;
  /** What was named beside other goods, and is not sold here. */
  readonly leftOut?: string;
  /** So many of one kind, shared out among so many designs. */
  readonly mixed?: { readonly quantity: number; readonly designs: number };
  /** All that was begun was taken out. */
  readonly isEmptied?: true;
}

interface SaidLine extends BegunLine {
  readonly isNamed: boolean;
  /** Of every line rather than of one. */
  readonly isOfEach: boolean;
}

/**
 * The lines of a quote on its way that this message goes on with: what it answers, changes, or adds a quantity to.
 * Goods that are named without any of it begin anew.
 */
export function begunBefore(turn: Turn, bid: Bid): readonly BegunLine[] {
  const { begun = [], questions } = turn.conversation;
  if (bid.answers) return begun;
  const isOpen = questions.some(({ pending }) => pending === 'quote.request');
  if (!isOpen || begun.length === 0) return [];
  const isChange = saidEdits(turn).some(({ verb }) => verb !== 'none') || changesLines(turn);
  const isChosenAnew = pointsAtList(turn) && pointerIn(turn.understanding)?.kind !== 'together';
  return isChange || !(namesProduct(turn) || isChosenAnew) || goesWithThose(turn) ? begun : [];
}

/** "a quote for that and the lunch bags": what points back stands beside what is named. */
function goesWithThose({ understanding }: Turn): boolean {
  const { text, tokens, entities, language } = understanding;
  const { joins, pointing } = wordsOf(language);
  return (
    has(joins, text) &&
    tokens.some(
      ({ norm, start, end }) =>
        pointing.has(norm) && entities.every((entity) => end <= entity.start || start >= entity.end),
    )
  );
}

/** Joins what was begun with what this message says; without any product in either, the one talked about. */
export async function begunLines(turn: Turn, ports: Ports, begun: readonly BegunLine[]): Promise<BegunLines> {
  const changed = await changedLines(turn, ports, begun);
  if (changed) return { lines: changed, ...(changed.length === 0 && { isEmptied: true }) };
  const { said, unsettled, leftOut, mixed } = await readLines(turn, ports, begun);
  const { products, quantity } = turn.conversation;
  const lines = joined(begun, withSameQuantity(said, begun, turn), turn);
  if (lines.length === 0 && leftOut !== undefined)
    return { lines, unsettled: { kind: 'unknown', said: leftOut } };
  if (lines.length > 0 || unsettled)
    return {
      lines,
      ...(unsettled && { unsettled }),
      ...(leftOut !== undefined && { leftOut }),
      ...(mixed && { mixed }),
    };
  const thing = unknownThing(turn);
  if (thing !== undefined) return { lines, unsettled: { kind: 'unknown', said: thing } };
  if (products[0] === undefined) return { lines, unsettled: { kind: 'missing' } };
  return { lines: [{ sku: products[0], ...(quantity !== undefined && { quantity }) }] };
}

async function readLines(
  turn: Turn,
  ports: Ports,
  begun: readonly BegunLine[],
): Promise<Omit<BegunLines, 'lines' | 'isEmptied'> & { readonly said: readonly SaidLine[] }> {
  let leftOut: string | undefined;
  let mixed: BegunLines['mixed'];
  const said: SaidLine[] = [];
  let unsettled: Exclude<ProductSlot, { kind: 'found' }> | undefined;
  const ofEach = saidOfEach(turn);
  const settle = (slot: ProductSlot, line: Pick<BegunLine, 'quantity' | 'verb'>) => {
    const common = { isNamed: true, isOfEach: false };
    if (slot.kind === 'found') for (const { sku } of slot.products) said.push({ sku, ...line, ...common });
    else {
      // A line without a product waits for the answer to the question that follows.
      if (slot.kind === 'ambiguous') {
        const among = slot.candidates.map(({ sku }) => sku);
        said.push({ ...line, said: slot.said, among, ...common });
      } else unsettled ??= slot;
    }
  };

  const isColour =
    turn.conversation.questions[0]?.kind === 'product' &&
    namesColourOnly(turn) &&
    coloursOf(turn).length === 1 &&
    !saidEdits(turn).some(({ product, quantity }) => quantity && product?.matches.length === 1);
  const lines = isColour ? saidEdits(turn).filter(({ product }) => !product) : saidEdits(turn);
  // "20 of each" of what was begun points at nothing new.
  const isNew = begun.length === 0 || pointerIn(turn.understanding)?.kind !== 'together';
  const isPointing = lines.every(({ product }) => !product) && (isColour || (isNew && pointsAtList(turn)));
  if (turn.message.action?.kind === 'choose' || isPointing)
    settle(await productSlot(turn, ports, { context: 0 }), begun.length > 0 ? {} : wantedOfList(turn));
  for (const { product, quantity, verb, factor } of lines) {
    const checked =
      factor === undefined
        ? quantity && checkQuantity(quantity, ports.shop.maxQuantity)
        : timesAsMany(factor, product, begun, said, ports.shop.maxQuantity);
    const count = checked?.kind === 'valid' ? checked.value : undefined;
    const amount = {
      verb,
      ...(begun.length === 0 && choosesShown(product, lines, turn) && wantedOfList(turn)),
      ...(count !== undefined && { quantity: count }),
    };
    const thing = product || !quantity ? undefined : unknownCounted(turn, quantity);
    if (thing !== undefined) leftOut ??= thing;
    else if (!product) said.push({ ...amount, isNamed: false, isOfEach: quantity === ofEach });
    else if (turn.message.action === undefined) {
      const shares = count === undefined ? undefined : await mixedLines(product, count, turn, ports);
      if (shares) {
        mixed ??= { quantity: count!, designs: shares.length };
        said.push(...shares.map((share) => ({ ...share, verb, isNamed: true, isOfEach: false })));
        continue;
      }
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
  if (said.some(({ isNamed }) => isNamed)) leftOut ??= colourLeftOut(turn);
  return {
    said,
    ...(unsettled && { unsettled }),
    ...(leftOut !== undefined && { leftOut }),
    ...(mixed && { mixed }),
  };
}

/** "the red retrospot ones, can I have a quote" after "what would 500 lunch bags cost?": one of those that were asked about. */
function choosesShown(
  product: ProductEntity | undefined,
  lines: readonly unknown[],
  { conversation: { questions } }: Turn,
): boolean {
  const [question] = questions;
  return (
    lines.length === 1 &&
    question?.kind === 'product' &&
    product?.matches.some(({ sku }) => question.skus.includes(sku)) === true
  );
}

/** 粉的绿的各12个: a colour beside others in which there are no such goods, as written. */
function colourLeftOut({ understanding }: Turn): string | undefined {
  const { text, entities, language } = understanding;
  const { notThis, pointed, joins } = wordsOf(language);
  const isFree = ({ start, end }: SaidColour) =>
    entities.every((entity) => start >= entity.end || end <= entity.start);
  const colours = coloursOf({ understanding });
  // "in pink and green".
  const isJoined = ({ start }: SaidColour) =>
    colours.some((other) => other.end < start && isOnly(joins, text.slice(other.end, start)));
  const one = colours.find(
    (colour) =>
      isFree(colour) &&
      (pointed.behind.test(text.slice(colour.end)) || isJoined(colour)) &&
      !notThis.test(text.slice(0, colour.start)),
  );
  return (
    one && text.slice(one.start, one.end + (/^色?的| ones?/u.exec(text.slice(one.end))?.[0].length ?? 0))
  );
}

const isOnly = (words: RegExp, text: string): boolean =>
  text.replace(words, '').trim() === '' && text !== ' ';

/** "half as many of the blue", "double the bunting": of its own quantity, else of that of the line before. */
function timesAsMany(
  factor: number,
  product: ProductEntity | undefined,
  begun: readonly BegunLine[],
  said: readonly BegunLine[],
  max: number,
): QuantitySlot | undefined {
  const isCounted = (line: BegunLine) => line.quantity !== undefined;
  const own = begun.find((line) => isCounted(line) && product?.matches.some(({ sku }) => sku === line.sku));
  const of = (own ?? said.findLast(isCounted) ?? begun.findLast(isCounted))?.quantity;
  return of === undefined ? undefined : checkQuantity({ value: Math.ceil(of * factor) }, max);
}

/** "what sells best? I need 60", then "the first": how many were wanted of what is chosen. */
function wantedOfList({ conversation: { listedQuantity } }: Turn): Pick<BegunLine, 'quantity'> {
  return listedQuantity === undefined ? {} : { quantity: listedQuantity };
}

/** "and the same number of the lunch bags": as many as of what was begun. */
function withSameQuantity(
  said: readonly SaidLine[],
  begun: readonly BegunLine[],
  { understanding: { text, language } }: Turn,
): readonly SaidLine[] {
  const quantity = begun.findLast((line) => line.quantity !== undefined)?.quantity;
  if (quantity === undefined || !has(wordsOf(language).sameQuantity, text)) return said;
  return said.map((line) => (line.isNamed ? { quantity, ...line } : line));
}

/** The open line that a product was a candidate for, else the first that was open before this message. */
function gapFor(sku: string, lines: readonly BegunLine[], begun: number): number {
  const candidate = lines.findIndex((line) => line.sku === undefined && line.among?.includes(sku));
  return candidate >= 0 ? candidate : lines.slice(0, begun).findIndex((line) => line.sku === undefined);
}

/**
 * Products fill lines that lack one, and change the line they have; a lone quantity fills all lines that lack one, else
 * it is of the only line, or of `context`.
 */
function joined(begun: readonly BegunLine[], said: readonly SaidLine[], turn: Turn): readonly BegunLine[] {
  const [context] = turn.conversation.products;
  const mistaken = turnedDownQuantity(turn);
  let lines = [...begun];
  const put = (at: number, quantity: number | undefined, isAdded: boolean) => {
    const now = lines[at]!.quantity;
    const sum = isAdded && now !== undefined && quantity !== undefined ? now + quantity : quantity;
    lines[at] = { ...lines[at]!, ...(sum !== undefined && { quantity: sum }) };
  };
  for (const { isNamed, isOfEach: _, verb, ...line } of said) {
    if (!isNamed) continue;
    const own = begun.findIndex(({ sku }) => sku !== undefined && sku === line.sku);
    const gap = line.sku === undefined ? -1 : gapFor(line.sku, lines, begun.length);
    if (own >= 0) put(own, line.quantity, verb === 'add');
    else if (gap >= 0) {
      const { said: _, among: __, ...open } = lines[gap]!;
      lines[gap] = { ...open, ...line };
    } else lines.push(line);
  }
  for (const { isNamed, isOfEach, verb, quantity } of said) {
    if (isNamed || quantity === undefined) continue;
    // "16, not 6" is of the line that has 6.
    const wrong = mistaken === undefined ? -1 : lines.findIndex((line) => line.quantity === mistaken);
    const only = lines.length === 1 ? 0 : lines.findIndex(({ sku }) => sku !== undefined && sku === context);
    const own = wrong >= 0 ? wrong : only;
    if (isOfEach && lines.length > 0) lines = lines.map((line) => ({ ...line, quantity }));
    else if (lines.some((line) => line.quantity === undefined))
      lines = lines.map((line) => ({ quantity, ...line }));
    else if (own >= 0) put(own, quantity, verb === 'add');
    else lines.push({ ...(context !== undefined && { sku: context }), quantity });
  }
  return lines;
}
