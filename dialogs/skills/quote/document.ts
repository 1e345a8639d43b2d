import { addDays } from '../../../crm/calendar.ts';
import type { Product } from '../../../crm/models/product.ts';
import type { Discount, Line } from '../../../crm/models/schemas.ts';
import { lineTotal, sumOf } from '../../../forecasting/advice/price.ts';
import { keptDiscount } from '../../discount.ts';
import type { QuoteDraft } from '../../effect.ts';
import type { Values } from '../../language/message-format.ts';
import type { Ports } from '../../ports.ts';
import type { Choice, Link, Reply } from '../../reply.ts';
import type { Decision, Turn } from '../../skill.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { decision, type Voice } from '../../voice.ts';
import { destinationOf } from '../../wording/terms.ts';

export interface Wanted {
  readonly product: Product;
  readonly quantity: number;
}

/** The most lines of a quote that a conversation can keep in view. */
export const MAX_LINES = 20;

/** Prices every line at its quantity, less the discount it keeps, and promises the latest of their days. At least one line. */
export async function draftQuote(
  turn: Turn,
  ports: Ports,
  voice: Voice,
  wanted: readonly Wanted[],
  {
    number,
    validUntil,
    discount,
  }: { readonly number: string; readonly validUntil?: string; readonly discount?: Discount },
): Promise<QuoteDraft> {
  const totals = wanted.map(({ product, quantity }) => lineTotal(product, quantity));
  const promises = await Promise.all(
    wanted.map(({ product, quantity }) =>
      ports.promise(product, quantity, turn.today, destinationOf(turn, ports.shop)),
    ),
  );
  const lines: Line[] = wanted.map(({ product, quantity }, index) => ({
    sku: product.sku,
    name: voice.name(product),
    quantity,
    unitPrice: totals[index]!.unitPrice,
    total: totals[index]!.total,
  }));
  const draft = {
    number,
    lines,
    total: sumOf(totals),
    validUntil: validUntil ?? addDays(turn.today, ports.shop.quoteValidDays),
    promisedFor: promises
      .map(({ date }) => date)
      .sort()
      .at(-1)!,
  };
  return discount ? keptDiscount(turn, ports, draft, discount) : draft;
}

/** The lines of a quote of which the goods are still sold. */
export async function wantedOf({ lines }: QuoteDraft, ports: Ports): Promise<readonly Wanted[]> {
  const products = await inOrder(
    ports,
    lines.map(({ sku }) => sku),
  );
  return products
    .filter(({ active }) => active)
    .map((product) => ({ product, quantity: lines.find(({ sku }) => sku === product.sku)!.quantity }));
}

/** A quote under a new number, shown for a yes. */
export const newQuote = (
  quote: QuoteDraft,
  intro: string,
  voice: Voice,
  besides: readonly string[] = [],
): Decision =>
  decision({
    events: [
      { kind: 'quote.made', quote },
      { kind: 'confirmation.asked', pending: 'quote.accept' },
    ],
    effects: [{ kind: 'quote.create', quote, language: voice.language }],
    replies: [openQuoteReply(quote, intro, voice, {}, besides)],
  });

export function quoteReply(
  quote: QuoteDraft,
  text: string,
  voice: Voice,
  status: 'open' | 'accepted' | 'cancelled' | 'expired' = 'open',
): Extract<Reply, { kind: 'quote' }> {
  const { number, lines, total, validUntil, promisedFor } = quote;
  return {
    kind: 'quote',
    language: voice.language,
    text,
    quote: { number, lines, total, validUntil, promisedFor, status },
  };
}

/** A quote in words, with the buttons to accept it or to ask a person. `intro` is the key of its first sentence, `besides` is said of its total. */
export function openQuoteReply(
  quote: QuoteDraft,
  intro: string,
  voice: Voice,
  values: Values = {},
  besides: readonly string[] = [],
): Reply {
  const { number, total, validUntil, promisedFor } = quote;
  const introduction = voice.say(intro, { number, ...values });
  const question = voice.say('quote.shallIOrder');
  const pdf = pdfLink(number, voice);
  const text = [
    introduction,
    ...linesText(quote, voice),
    voice.say('quote.terms', { total, validUntil: { date: validUntil }, promisedFor: { date: promisedFor } }),
    ...besides,
    voice.say('quote.pdf', { url: pdf.url }),
    question,
  ].join('\n');
  return {
    ...quoteReply(quote, text, voice),
    caption: [introduction, ...besides, question].join('\n'),
    choices: [acceptChoice(number, voice), voice.offer('quote.discount')],
    links: [pdf],
  };
}

export const pdfLink = (number: string, voice: Voice): Link => ({
  label: voice.say('quote.openPdf'),
  url: voice.quoteUrl(number),
});

export const acceptChoice = (number: string, voice: Voice): Choice => ({
  ...voice.offer('quote.accept'),
  action: { kind: 'acceptQuote', number },
});

/** Accepting an expired quote makes it anew. */
export function renewChoice(number: string, voice: Voice): Choice {
  const label = voice.say('choice.quote.renew');
  return { label, text: label, action: { kind: 'acceptQuote', number } };
}

export const linesText = (
  { lines, discount }: Pick<QuoteDraft, 'lines' | 'discount'>,
  voice: Voice,
): string[] =>
  lines.map(({ name, quantity, unitPrice, total }) => {
    const line = { name, quantity, price: unitPrice, total };
    return discount
      ? voice.say('quote.lineOff', { ...line, percent: { percent: discount.percent / 100 } })
      : voice.say('quote.line', line);
  });
