import type { QuoteDraft } from '../../effect.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { askProduct, askQuantity } from '../../slots/ask.ts';
import { inOrder, type ProductSlot, productSlot } from '../../slots/product.ts';
import { checkQuantity, type QuantitySlot } from '../../slots/quantity.ts';
import { decision, voiceOf } from '../../voice.ts';
import { draftQuote, MAX_LINES, openQuoteReply, quoteReply } from './document.ts';
import { type SaidEdit, saidEdits } from './edits.ts';
import { request } from './request.ts';

/** Quantities by product number, in the order of the lines. */
type Basket = ReadonlyMap<string, number>;

/** "make it 300 and add 50 lunch bags", "remove the cakestand", "cancel the quote". */
export async function change(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const { quote, products } = turn.conversation;
  const voice = voiceOf(turn, ports);
  if (!quote) {
    const hasSomething = products.length > 0 || saidEdits(turn).length > 0;
    return hasSomething ? request(turn, ports, bid) : decision({ replies: [voice.text('quote.none')] });
  }

  if (isCancelled(turn)) return cancelled(quote, turn, ports);
  const outcome = await edited(turn, ports, bid, quote);
  if (outcome.kind === 'ask') return outcome.decision;
  return redrafted(turn, ports, quote, outcome.basket, 'quote.changed', outcome.last);
}

/** The quote with other lines, priced anew; without any line it is cancelled. `intro` is the answer's first sentence. */
export async function redrafted(
  turn: Turn,
  ports: Ports,
  quote: QuoteDraft,
  basket: Basket,
  intro: string,
  last?: string,
): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const products = (await inOrder(ports, [...basket.keys()])).slice(0, MAX_LINES);
  if (products.length === 0) return cancelled(quote, turn, ports);
  const wanted = products.map((product) => ({ product, quantity: basket.get(product.sku)! }));
  const draft = await draftQuote(turn, ports, voice, wanted, quote);
  return decision({
    events: [
      { kind: 'product.mentioned', skus: [last ?? products[0]!.sku] },
      { kind: 'quote.changed', quote: draft },
      { kind: 'confirmation.asked', pending: 'quote.accept' },
    ],
    effects: [{ kind: 'quote.change', quote: draft }],
    replies: [openQuoteReply(draft, intro, voice)],
  });
}

type Outcome =
  | { readonly kind: 'basket'; readonly basket: Basket; readonly last: string }
  | { readonly kind: 'ask'; readonly decision: Decision };

async function edited(turn: Turn, ports: Ports, bid: Bid, quote: QuoteDraft): Promise<Outcome> {
  const { maxQuantity } = ports.shop;
  const basket = new Map(quote.lines.map(({ sku, quantity }) => [sku, quantity]));
  let last = quote.lines[0]!.sku;
  const ask = (decision: Decision): Outcome => ({ kind: 'ask', decision });

  for (const edit of editsOf(turn, bid)) {
    const slot = await targetOf(edit, turn, ports, quote);
    if (slot.kind !== 'found') return ask(await askProduct(turn, ports, slot, 'quote.change'));
    const { sku } = slot.products[0]!;
    last = sku;
    if (edit.verb === 'remove') {
      basket.delete(sku);
      continue;
    }
    const checked = quantityOf(edit, basket.get(sku), turn, bid, maxQuantity);
    // "0 of them" is a plain way to take a line off.
    if (checked.kind === 'invalid' && checked.value === 0 && basket.has(sku)) basket.delete(sku);
    else if (checked.kind !== 'valid') return ask(askQuantity(turn, ports, checked, 'quote.change'));
    else {
      const sum = edit.verb === 'add' ? (basket.get(sku) ?? 0) + checked.value : checked.value;
      if (sum > maxQuantity) {
        const tooMany: QuantitySlot = { kind: 'invalid', fault: 'tooMany', value: sum };
        return ask(askQuantity(turn, ports, tooMany, 'quote.change'));
      }
      basket.set(sku, sum);
    }
  }
  if (sameAs(quote, basket)) return ask(nothingToChange(turn, ports, quote));
  return { kind: 'basket', basket, last };
}

/** A button, or "the second line", stands for a product; else what the words say. */
function editsOf(turn: Turn, bid: Bid): readonly SaidEdit[] {
  const { text, language } = turn.understanding;
  const words = wordsOf(language);
  const factor = has(words.double, text) ? 2 : has(words.half, text) ? 0.5 : undefined;
  const said = saidEdits(turn);
  if (factor !== undefined && said.every(({ quantity }) => !quantity)) {
    return [{ ...said[0], verb: 'set', factor }];
  }
  if (said.length > 0) return said;
  if (turn.message.action?.kind === 'choose' || bid.answers) return [{ verb: 'none' }];
  if (has(words.remove, text)) return [{ verb: 'remove' }];
  return [];
}

function quantityOf(
  { quantity, factor }: SaidEdit,
  now: number | undefined,
  turn: Turn,
  bid: Bid,
  max: number,
): QuantitySlot {
  if (factor !== undefined && now !== undefined)
    return checkQuantity({ value: Math.ceil(now * factor) }, max);
  return quantity ? checkQuantity(quantity, max) : remembered(turn, bid);
}

const remembered = ({ conversation: { quantity } }: Turn, bid: Bid): QuantitySlot =>
  bid.answers && quantity !== undefined ? { kind: 'valid', value: quantity } : { kind: 'none' };

/** "cancel the quote": nothing of it is named. */
const isCancelled = (turn: Turn): boolean =>
  turn.message.action === undefined &&
  has(wordsOf(turn.understanding.language).cancel, turn.understanding.text) &&
  saidEdits(turn).length === 0 &&
  !pointsAtLine(turn);

const pointsAtLine = ({ understanding: { text, language } }: Turn) =>
  wordsOf(language).ordinals.some(([pattern]) => has(pattern, text));

/** The line an edit is about: the product named, "the second line", the only line, or the one last talked of. */
async function targetOf(edit: SaidEdit, turn: Turn, ports: Ports, quote: QuoteDraft): Promise<ProductSlot> {
  const { understanding, conversation, message } = turn;
  if (edit.product) {
    const alone = { ...turn, understanding: { ...understanding, entities: [edit.product] } };
    return productSlot(alone, ports, { context: 0 });
  }
  if (message.action?.kind === 'choose') return productSlot(turn, ports);
  const words = wordsOf(understanding.language);
  const position = words.ordinals.find(([pattern]) => has(pattern, understanding.text))?.[1];
  const lines = quote.lines.map(({ sku }) => sku);
  const sku =
    (position === undefined ? undefined : lines.at(position)) ??
    (lines.length === 1 ? lines[0] : conversation.products.find((talkedOf) => lines.includes(talkedOf)));
  const products = await inOrder(ports, sku === undefined ? lines : [sku]);
  return sku === undefined
    ? { kind: 'ambiguous', said: quote.number, candidates: products }
    : { kind: 'found', products, from: 'context' };
}

const sameAs = ({ lines }: QuoteDraft, basket: Basket) =>
  lines.length === basket.size && lines.every(({ sku, quantity }) => basket.get(sku) === quantity);

function nothingToChange(turn: Turn, ports: Ports, quote: QuoteDraft): Decision {
  const voice = voiceOf(turn, ports);
  return decision({
    events: [{ kind: 'slot.asked', slot: 'change', pending: 'quote.change' }],
    replies: [voice.text('quote.whatToChange', { number: quote.number })],
  });
}

export function cancelled(quote: QuoteDraft, turn: Turn, ports: Ports): Decision {
  const voice = voiceOf(turn, ports);
  return decision({
    events: [{ kind: 'quote.cancelled', number: quote.number }],
    effects: [{ kind: 'quote.cancel', number: quote.number }],
    replies: [
      {
        ...quoteReply(quote, voice.say('quote.cancelled', { number: quote.number }), voice, 'cancelled'),
        choices: [voice.offer('product.recommend')],
      },
    ],
  });
}
