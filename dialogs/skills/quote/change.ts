import type { Product } from '../../../crm/models/product.ts';
import type { BegunLine } from '../../conversation/event.ts';
import type { QuoteDraft } from '../../effect.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import { editsQuote } from '../../reading.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { askProduct, askQuantity } from '../../slots/ask.ts';
import { inOrder, type ProductSlot, productSlot } from '../../slots/product.ts';
import { checkQuantity, type QuantitySlot, quantitiesOf } from '../../slots/quantity.ts';
import { decision, voiceOf } from '../../voice.ts';
import { draftQuote, MAX_LINES, openQuoteReply, quoteReply } from './document.ts';
import { type SaidEdit, saidEdits } from './edits.ts';
import { request } from './request.ts';

const INTENT = 'quote.change';

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
  const begun = (bid.answers && turn.conversation.begun) || [];
  const open = begun.find(({ sku, quantity }) => sku === undefined || quantity === undefined);
  const settled = open ? begun.filter((line) => line !== open) : quote.lines;
  const basket = new Map(settled.map(({ sku, quantity }) => [sku!, quantity!]));
  let last = quote.lines[0]!.sku;
  /** What was settled so far waits with the open line for the answer. */
  const ask = (line: BegunLine, question: Decision): Outcome => {
    const lines = [...[...basket].map(([sku, quantity]) => ({ sku, quantity })), line];
    return {
      kind: 'ask',
      decision: { ...question, events: [{ kind: 'quote.begun', lines }, ...question.events] },
    };
  };

  for (const edit of open ? [resumed(open, turn)] : editsOf(turn)) {
    const { verb, quantity, factor } = edit;
    const amount = quantity && !quantity.vague ? { quantity: quantity.value } : {};
    const slot = await targetOf(edit, turn, ports, quote);
    const isElsewhere =
      slot.kind === 'found'
        ? !basket.has(slot.products[0]!.sku)
        : slot.kind === 'ambiguous' && !slot.candidates.some(({ sku }) => basket.has(sku));
    if (verb === 'remove' && isElsewhere)
      return { kind: 'ask', decision: nothingToChange(turn, ports, quote) };
    if (slot.kind !== 'found') return ask({ ...amount, verb }, await askProduct(turn, ports, slot, INTENT));
    const { sku } = slot.products[0]!;
    last = sku;
    if (verb === 'remove') {
      basket.delete(sku);
      continue;
    }
    const now = basket.get(sku);
    const checked: QuantitySlot =
      factor !== undefined && now !== undefined
        ? checkQuantity({ value: Math.ceil(now * factor) }, maxQuantity)
        : quantity
          ? checkQuantity(quantity, maxQuantity)
          : { kind: 'none' };
    // "0 of them" is a plain way to take a line off.
    if (checked.kind === 'invalid' && checked.value === 0 && now !== undefined) basket.delete(sku);
    else if (checked.kind !== 'valid') return ask({ sku, verb }, askQuantity(turn, ports, checked, INTENT));
    else {
      const sum = verb === 'add' ? (now ?? 0) + checked.value : checked.value;
      if (sum > maxQuantity) {
        const tooMany: QuantitySlot = { kind: 'invalid', fault: 'tooMany', value: sum };
        return ask({ sku, verb }, askQuantity(turn, ports, tooMany, INTENT));
      }
      basket.set(sku, sum);
    }
  }
  if (sameAs(quote, basket)) return { kind: 'ask', decision: nothingToChange(turn, ports, quote) };
  return { kind: 'basket', basket, last };
}

/** An edit as said, or one that waited for this answer. */
interface Edit extends Omit<SaidEdit, 'quantity'> {
  readonly quantity?: { readonly value: number; readonly vague?: true };
  readonly sku?: string;
  readonly isResumed?: true;
}

function resumed({ sku, quantity, verb = 'none' }: BegunLine, turn: Turn): Edit {
  const said = quantitiesOf(turn).at(-1);
  return {
    verb,
    isResumed: true,
    ...(sku !== undefined && { sku }),
    ...(said ? { quantity: said } : quantity !== undefined && { quantity: { value: quantity } }),
  };
}

/** What the words say; a bare "remove it" or "double it" is about the line that `targetOf` finds. */
function editsOf(turn: Turn): readonly Edit[] {
  const { text, language } = turn.understanding;
  const words = wordsOf(language);
  const factor = has(words.double, text) ? 2 : has(words.half, text) ? 0.5 : undefined;
  const said = saidEdits(turn);
  if (factor !== undefined && said.every(({ quantity }) => !quantity)) {
    return [{ ...said[0], verb: 'set', factor }];
  }
  if (said.length > 0) return said;
  // With other words beside it, what is to be removed was named, and not understood.
  return has(words.remove, text) && (editsQuote(turn) || pointsAtLine(turn)) ? [{ verb: 'remove' }] : [];
}

/** "cancel the quote", "cancel it": nothing else of it is named. */
function isCancelled(turn: Turn): boolean {
  const { text, language } = turn.understanding;
  const { cancel, document } = wordsOf(language);
  return (
    turn.message.action === undefined &&
    has(cancel, text) &&
    (has(document, text) || editsQuote(turn)) &&
    saidEdits(turn).length === 0 &&
    !pointsAtLine(turn)
  );
}

const pointsAtLine = ({ understanding: { text, language } }: Turn) =>
  wordsOf(language).ordinals.some(([pattern]) => has(pattern, text));

/** The line an edit is about: the product named, "the second line", the only line, or the one last talked of. */
async function targetOf(edit: Edit, turn: Turn, ports: Ports, quote: QuoteDraft): Promise<ProductSlot> {
  const { understanding, conversation } = turn;
  if (edit.sku !== undefined) return found(await inOrder(ports, [edit.sku]), edit.sku);
  if (edit.product) {
    const alone = { ...turn, understanding: { ...understanding, entities: [edit.product] } };
    return productSlot(alone, ports, { context: 0 });
  }
  if (edit.isResumed || turn.message.action?.kind === 'choose')
    return productSlot(turn, ports, { context: 0 });
  const words = wordsOf(understanding.language);
  const position = words.ordinals.find(([pattern]) => has(pattern, understanding.text))?.[1];
  const lines = quote.lines.map(({ sku }) => sku);
  const sku =
    (position === undefined ? undefined : lines.at(position)) ??
    (lines.length === 1 ? lines[0] : conversation.products.find((talkedOf) => lines.includes(talkedOf)));
  return sku === undefined
    ? { kind: 'ambiguous', said: quote.number, candidates: await inOrder(ports, lines) }
    : found(await inOrder(ports, [sku]), sku);
}

const found = (products: readonly Product[], sku: string): ProductSlot =>
  products.length > 0 ? { kind: 'found', products, from: 'context' } : { kind: 'unknown', said: sku };

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
