import type { BegunLine } from '../../conversation/facts.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { askProduct, askQuantity } from '../../slots/ask.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { saidLines } from '../../slots/lines.ts';
import { productSlot } from '../../slots/product.ts';
import { checkQuantity, eitherQuantities, factorSaid, quantitiesOf } from '../../slots/quantity.ts';
import { decision, voiceOf } from '../../voice.ts';
import { besidesGoods } from '../../wording/besides-goods.ts';
import { priceOf } from '../product/price-rows.ts';
import { editedBasket } from './basket.ts';
import { type BegunLines, begunBefore, begunLines } from './begun-lines.ts';
import { draftQuote, MAX_LINES, newQuote } from './document.ts';

const INTENT = 'quote.request';

/** "make me a quote for 500": asks for what is missing, once, and keeps what was said. */
export async function request(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const either = await eitherOf(turn, ports);
  if (either) return either;
  const begun = begunBefore(turn, bid);
  const repeated = await lastOrderAgain(turn, ports, bid);
  if (repeated && 'events' in repeated) return repeated;
  const known: BegunLines = repeated ? { lines: repeated } : await begunLines(turn, ports, begun);
  const made = await quoteOf(known, repeated?.length === 0, turn, ports);
  const voice = voiceOf(turn, ports);
  const { leftOut, mixed } = known;
  const notes = [
    ...(leftOut === undefined ? [] : [voice.text('quote.leftOut', { said: leftOut })]),
    ...(mixed ? [voice.text('quote.mixed', mixed)] : []),
  ];
  return notes.length === 0 ? made : { ...made, replies: [...notes, ...made.replies] };
}

/** "a quote for 100 or 200 of them": a quote holds one of the two, so what each costs is said, and which it shall be is asked. */
async function eitherOf(turn: Turn, ports: Ports): Promise<Decision | undefined> {
  const quantities = eitherQuantities(turn, ports.shop.maxQuantity);
  if (quantities.length === 0) return undefined;
  const slot = await productSlot(turn, ports);
  const [product, another] = slot.kind === 'found' ? slot.products : [];
  if (!product || another) return undefined;
  const voice = voiceOf(turn, ports);
  const rows = quantities.map((quantity) => priceOf(product, quantity, voice));
  return decision({
    events: [
      { kind: 'product.mentioned', skus: [product.sku] },
      { kind: 'quote.begun', lines: [{ sku: product.sku }] },
      { kind: 'slot.asked', slot: 'quantity', pending: INTENT },
    ],
    replies: [voice.text('quote.which', { rows: rows.join('\n') })],
  });
}

async function quoteOf(
  { lines, unsettled, isEmptied }: BegunLines,
  hasNoOrder: boolean,
  turn: Turn,
  ports: Ports,
): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  if (isEmptied || takesBack(turn)) {
    return decision({ events: [{ kind: 'quote.begun', lines: [] }], replies: [voice.text('quote.none')] });
  }
  if (hasNoOrder) {
    return decision({
      replies: [voice.text('quote.noEarlierOrder', {}, [voice.offer('product.recommend')])],
    });
  }
  if (unsettled) return asking(lines, await askProduct(turn, ports, unsettled, INTENT));
  const open = lines.find(({ sku }) => sku === undefined);
  if (open) {
    const candidates = await inOrder(ports, open.among ?? []);
    const slot: Parameters<typeof askProduct>[2] =
      candidates.length > 0 ? { kind: 'ambiguous', said: open.said ?? '', candidates } : { kind: 'missing' };
    return asking(lines, await askProduct(turn, ports, slot, INTENT));
  }
  const faulty = quantitiesOf(turn)
    .map((quantity) => checkQuantity(quantity, ports.shop.maxQuantity))
    .find((slot) => slot.kind !== 'valid');
  if (faulty || lines.some(({ quantity }) => quantity === undefined)) {
    const bare = lines.filter(({ quantity }) => quantity === undefined);
    // Where others have theirs, it is said of which.
    const [product] =
      bare[0]?.sku !== undefined && bare.length < lines.length ? await inOrder(ports, [bare[0].sku]) : [];
    return asking(
      lines,
      askQuantity(turn, ports, faulty ?? { kind: 'none' }, INTENT, product && voice.name(product)),
    );
  }

  const quantities = added(lines as readonly Required<BegunLine>[]);
  const products = (await inOrder(ports, [...quantities.keys()])).slice(0, MAX_LINES);
  if (products.length === 0) return askProduct(turn, ports, { kind: 'missing' }, INTENT);
  const wanted = products.map((product) => ({ product, quantity: quantities.get(product.sku)! }));
  const quote = await draftQuote(turn, ports, voice, wanted, { number: turn.newNumber('Q') });
  const made = newQuote(quote, 'quote.made', voice, besidesGoods(quote.total, turn, ports, voice));
  return {
    ...made,
    events: [
      { kind: 'product.mentioned', skus: products.map(({ sku }) => sku) },
      { kind: 'quantity.mentioned', quantity: wanted[0]!.quantity },
      ...made.events,
    ],
  };
}

const asking = (lines: readonly BegunLine[], question: Decision): Decision => ({
  ...question,
  events: [{ kind: 'quote.begun', lines }, ...question.events],
});

/**
 * "same as last time but twice as many", "… without the doormats", 跟上次一样，再加10个彩旗: the lines of the visitor's newest order as
 * the words change them, or what has to be asked about it; none where there was no order.
 */
async function lastOrderAgain(
  turn: Turn,
  ports: Ports,
  bid: Bid,
): Promise<readonly BegunLine[] | Decision | undefined> {
  const { text, language } = turn.understanding;
  if (turn.message.action || !has(wordsOf(language).again, text)) return undefined;
  const { channel, sender } = turn.message;
  const [order] = await ports.ordersOf({ channel, id: sender.id }, 1);
  if (!order) return saidLines(turn).length > 0 ? undefined : [];
  const factor = saidLines(turn).length > 0 ? undefined : factorSaid(turn);
  if (factor !== undefined)
    return order.lines.map(({ sku, quantity }) => ({ sku, quantity: Math.ceil(quantity * factor) }));
  const outcome = await editedBasket(turn, ports, bid, { ...order, intent: INTENT });
  if (outcome.kind === 'ask') return outcome.decision;
  return outcome.kind === 'basket'
    ? [...outcome.basket].map(([sku, quantity]) => ({ sku, quantity }))
    : order.lines.map(({ sku, quantity }) => ({ sku, quantity }));
}

/** "cancel the quote" where there is none to cancel. */
function takesBack(turn: Turn): boolean {
  const { text, language } = turn.understanding;
  return (
    turn.message.action === undefined && saidLines(turn).length === 0 && has(wordsOf(language).cancel, text)
  );
}

/** The same product said twice is one line. */
function added(lines: readonly Required<BegunLine>[]): ReadonlyMap<string, number> {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return quantities;
}
