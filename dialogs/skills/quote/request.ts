import type { BegunLine } from '../../conversation/event.ts';
import type { Ports } from '../../ports.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { askProduct, askQuantity } from '../../slots/ask.ts';
import { saidLines } from '../../slots/lines.ts';
import { inOrder, productSlot } from '../../slots/product.ts';
import { checkQuantity, type QuantitySlot, quantitiesOf } from '../../slots/quantity.ts';
import { decision, voiceOf } from '../../voice.ts';
import { draftQuote, MAX_LINES, openQuoteReply } from './document.ts';

/** "make me a quote for 500": asks for what is missing, once, and keeps what was said. */
export async function request(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const { conversation } = turn;
  const { maxQuantity } = ports.shop;
  const faulty = quantitiesOf(turn)
    .map((quantity) => checkQuantity(quantity, maxQuantity))
    .find((slot) => slot.kind !== 'valid');

  const said = await saidBegunLines(turn, ports);
  let lines: readonly BegunLine[] = merge(bid.answers ? (conversation.begun ?? []) : [], said.lines);
  if (lines.length === 0 || lines.every(({ sku }) => sku === undefined)) {
    const slot = await productSlot(turn, ports);
    if (slot.kind !== 'found') {
      return asking(lines, said.ambiguous ?? (await askProduct(turn, ports, slot, 'quote.request')));
    }
    const remembered = slot.from === 'context' || bid.answers ? conversation.quantity : undefined;
    const quantity = lines.at(-1)?.quantity ?? remembered;
    lines = slot.products.map(({ sku }) => ({ sku, ...(quantity !== undefined && { quantity }) }));
  }
  if (said.ambiguous) return asking(lines, said.ambiguous);
  if (faulty) {
    return asking(lines, askQuantity(turn, ports, faulty, 'quote.request'));
  }
  if (lines.some(({ sku }) => sku === undefined)) {
    return asking(lines, await askProduct(turn, ports, { kind: 'missing' }, 'quote.request'));
  }
  if (lines.some(({ quantity }) => quantity === undefined)) {
    return asking(lines, askQuantity(turn, ports, { kind: 'none' } satisfies QuantitySlot, 'quote.request'));
  }

  const complete = combined(lines as readonly Required<BegunLine>[]).slice(0, MAX_LINES);
  const products = await inOrder(
    ports,
    complete.map(({ sku }) => sku),
  );
  const wanted = products.map((product) => ({
    product,
    quantity: complete.find(({ sku }) => sku === product.sku)!.quantity,
  }));
  const voice = voiceOf(turn, ports);
  if (wanted.length === 0) return askProduct(turn, ports, { kind: 'missing' }, 'quote.request');
  const quote = await draftQuote(turn, ports, voice, wanted, { number: turn.newNumber('Q') });
  return decision({
    events: [
      { kind: 'product.mentioned', skus: products.map(({ sku }) => sku) },
      { kind: 'quantity.mentioned', quantity: wanted[0]!.quantity },
      { kind: 'quote.made', quote },
      { kind: 'confirmation.asked', pending: 'quote.accept' },
    ],
    effects: [{ kind: 'quote.create', quote, language: voice.language }],
    replies: [openQuoteReply(quote, 'quote.made', voice)],
  });
}

const asking = (lines: readonly BegunLine[], question: Decision): Decision => ({
  ...question,
  events: [{ kind: 'quote.begun', lines }, ...question.events],
});

/** Lines as said; a product that fits several names keeps its quantity and lacks its number until it is chosen. */
async function saidBegunLines(
  turn: Turn,
  ports: Ports,
): Promise<{ readonly lines: readonly BegunLine[]; readonly ambiguous?: Decision }> {
  const lines: BegunLine[] = [];
  let ambiguous: Decision | undefined;
  for (const { product, quantity } of saidLines(turn)) {
    const checked = quantity && checkQuantity(quantity, ports.shop.maxQuantity);
    const amount = checked?.kind === 'valid' ? { quantity: checked.value } : {};
    if (!product) {
      lines.push(amount);
      continue;
    }
    const alone = { ...turn, understanding: { ...turn.understanding, entities: [product] } };
    const slot = await productSlot(alone, ports, { context: 0 });
    if (slot.kind === 'found') lines.push({ sku: slot.products[0]!.sku, ...amount });
    else {
      lines.push(amount);
      ambiguous ??= await askProduct(turn, ports, slot, 'quote.request');
    }
  }
  const { message } = turn;
  if (message.action?.kind === 'choose') return { lines: [{ sku: message.action.sku }] };
  return { lines, ...(ambiguous && { ambiguous }) };
}

/** What is said now fills the gaps of what was begun; what is left over is added. "50 each" fills every gap. */
function merge(begun: readonly BegunLine[], said: readonly BegunLine[]): readonly BegunLine[] {
  const lines = [...begun];
  for (const { sku, quantity } of said) {
    if (sku !== undefined) {
      const gap = lines.findIndex((line) => line.sku === undefined);
      if (gap >= 0) lines[gap] = { ...lines[gap], sku, ...(quantity !== undefined && { quantity }) };
      else lines.push({ sku, ...(quantity !== undefined && { quantity }) });
    } else if (quantity !== undefined) {
      if (lines.some((line) => line.quantity === undefined)) {
        lines.forEach((line, index) => {
          if (line.quantity === undefined) lines[index] = { ...line, quantity };
        });
      } else lines.push({ quantity });
    }
  }
  const [first, ...rest] = lines;
  // A quantity in front of the only product without one: "for 50, lunch bags".
  if (
    first?.sku === undefined &&
    first?.quantity !== undefined &&
    rest.length === 1 &&
    rest[0]!.quantity === undefined
  ) {
    return [{ ...rest[0]!, quantity: first.quantity }];
  }
  return lines;
}

function combined(lines: readonly Required<BegunLine>[]): readonly Required<BegunLine>[] {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}
