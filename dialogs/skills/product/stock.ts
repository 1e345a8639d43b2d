import type { Product } from '../../../crm/models/product.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import type { QuoteDraft } from '../../effect.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { DeliveryPromise, Ports } from '../../ports.ts';
import { OF_QUOTE } from '../../readings/quote-phrases.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { askProduct, askQuantity } from '../../slots/ask.ts';
import { availability } from '../../slots/card.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { similar } from '../../slots/goods-by-words.ts';
import { shownList } from '../../slots/pointing.ts';
import { type ProductSlot, productSlot } from '../../slots/product.ts';
import { rememberedQuantity, saidQuantity } from '../../slots/quantity.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { countryName, deliversTo, deliveryTerms, destinationOf } from '../../wording/terms.ts';
import { acceptChoice, draftQuote, wantedOf } from '../quote/document.ts';
import { quoteOffer } from '../quote/offer.ts';
import { findProducts } from './find.ts';

/** Alternatives named, and how many times the quantity they must have on the shelf. */
const ALTERNATIVES = 2;
const AMPLE = 2;

/** "when could I have 500?": a date at a stated confidence, and why; without a quantity what is on the shelf. */
export async function stock(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { quote } = turn.conversation;
  const ofQuote = bid.about === OF_QUOTE ? quote?.lines : undefined;
  const slot = ofQuote
    ? await quotedProducts(ofQuote, ports)
    : await ofAllShown(await productSlot(turn, ports), turn, ports);
  const said = saidQuantity(turn, ports.shop.maxQuantity);
  // "do you have lunch bags?": what is there says more than a question back.
  if (slot.kind === 'ambiguous' && said.kind === 'none') return findProducts(turn, ports);
  if (slot.kind === 'missing' && turn.conversation.listed.length === 0 && asksOfDelivery(turn))
    return termsBefore(turn, ports);
  if (slot.kind !== 'found') return askProduct(turn, ports, slot, 'product.stock');
  if (said.kind === 'vague' || said.kind === 'invalid')
    return askQuantity(turn, ports, said, 'product.stock');

  const isOfQuote =
    quote &&
    quote.lines.length > 1 &&
    slot.from === 'context' &&
    said.kind === 'none' &&
    !turn.message.action;
  if (isOfQuote) return promiseOfQuote(quote, turn, ports, voice);

  const remembered = ofQuote
    ? ofQuote[0]!.quantity
    : (rememberedQuantity(turn, bid, slot.from) ??
      (slot.products.length > 1 ? turn.conversation.listedQuantity : undefined));
  const { begun = [] } = turn.conversation;
  const known = new Map(begun.map((line) => [line.sku, line.quantity]));
  // "can I have both by friday?", after the price of so many of each.
  const areKnown =
    said.kind === 'none' &&
    slot.products.length > 1 &&
    slot.products.every(({ sku }) => known.get(sku) !== undefined);
  const common = said.kind === 'valid' ? said.value : remembered;
  const quantityOf = ({ sku }: Product) => (areKnown ? known.get(sku) : common);
  const quantity = quantityOf(slot.products[0]!);
  const to = destinationOf(turn, ports.shop);
  const mentioned = { kind: 'product.mentioned' as const, skus: slot.products.map(({ sku }) => sku) };
  if (quantity === undefined) {
    const rows = slot.products.map((product) =>
      voice.say('stock.now', { name: voice.name(product), availability: availability(product, voice) }),
    );
    const terms = asksOfDelivery(turn) ? deliveryTerms(ports.shop, voice.language, voice.say, to) : [];
    return decision({
      events: [mentioned, { kind: 'slot.asked', slot: 'quantity', pending: 'product.stock' }],
      replies: [
        {
          kind: 'text',
          language: voice.language,
          text: [...rows, ...terms, ...(turn.isFollowed ? [] : [voice.say('stock.howMany')])].join('\n'),
        },
      ],
    });
  }

  const wantedBy = wantedByOf(turn);
  if (to !== undefined && !deliversTo(to, ports.shop))
    return decision({ events: [mentioned], replies: [voice.text('shipping.notThere')] });
  const rows = await Promise.all(
    slot.products.map(async (product) => {
      const wanted = quantityOf(product)!;
      const promise = await ports.promise(product, wanted, turn.today, to);
      const text = promiseText({ product, quantity: wanted, promise, wantedBy, to }, voice);
      if (promise.fromStock) return text;
      const sooner = similar(product, await ports.catalogue()).filter(({ stock }) => stock >= wanted * AMPLE);
      const names = sooner.slice(0, ALTERNATIVES).map(voice.name);
      return names.length > 0 ? voice.join([text, voice.say('stock.instead', { names })]) : text;
    }),
  );
  const lines = slot.products.map((product) => ({ sku: product.sku, quantity: quantityOf(product)! }));
  const offer = quoteOffer(lines, turn, voice);
  return decision({
    events: [mentioned, { kind: 'quantity.mentioned', quantity }, ...offer.events],
    replies: [
      {
        kind: 'text',
        language: voice.language,
        text: rows.join('\n'),
        choices: [...offer.choices, voice.offer('product.price')],
      },
    ],
  });
}

async function quotedProducts(lines: QuoteDraft['lines'], ports: Ports): Promise<ProductSlot> {
  const products = await inOrder(
    ports,
    lines.map(({ sku }) => sku),
  );
  return products.length > 0 ? { kind: 'found', products, from: 'context' } : { kind: 'missing' };
}

/** "we need it all by Friday": of a quote of several goods, by the day on which the last of them comes. */
async function promiseOfQuote(quote: QuoteDraft, turn: Turn, ports: Ports, voice: Voice): Promise<Decision> {
  const to = destinationOf(turn, ports.shop);
  if (to !== undefined && !deliversTo(to, ports.shop))
    return decision({ replies: [voice.text('shipping.notThere')] });
  const wanted = await wantedOf(quote, ports);
  if (wanted.length === 0) return decision({ replies: [voice.text('quote.none')] });
  const { promisedFor } = await draftQuote(turn, ports, voice, wanted, quote);
  const day = voice.say('stock.quote', { number: quote.number, date: { date: promisedFor } });
  const text = voice.join([day, ...inTime(promisedFor, wantedByOf(turn), voice)]);
  return decision({
    replies: [{ kind: 'text', language: voice.language, text, choices: [acceptChoice(quote.number, voice)] }],
  });
}

const wantedByOf = ({ understanding }: Turn): string | undefined => entitiesOf(understanding, 'date')[0]?.to;

const inTime = (date: string, wantedBy: string | undefined, voice: Voice): readonly string[] =>
  wantedBy === undefined
    ? []
    : [voice.say(date <= wantedBy ? 'stock.inTime' : 'stock.tooLate', { wanted: { date: wantedBy } })];

/** "which of those could be here by friday?" asks of all that were shown. */
async function ofAllShown(slot: ProductSlot, turn: Turn, ports: Ports): Promise<ProductSlot> {
  const { text, language } = turn.understanding;
  const shown = await inOrder(ports, shownList(turn.conversation));
  const isOfAll = slot.kind === 'missing' && shown.length > 1 && has(wordsOf(language).which, text);
  return isOfAll ? { kind: 'found', products: shown, from: 'words' } : slot;
}

/** "if I order tonight, when would it get here?", before any goods are named: what is known without them, and the question. */
async function termsBefore(turn: Turn, ports: Ports): Promise<Decision> {
  const { language, say } = voiceOf(turn, ports);
  const terms = deliveryTerms(ports.shop, language, say, destinationOf(turn, ports.shop));
  const asked = await askProduct(turn, ports, { kind: 'missing' }, 'product.stock');
  if (terms.length === 0) return asked;
  const text = [say('shipping.intro'), ...terms].join('\n');
  return { ...asked, replies: [{ kind: 'text', language, text }, ...asked.replies] };
}

/** "how long to London?": of that, the days of delivery are known before the quantity is. */
const asksOfDelivery = ({ understanding }: Turn): boolean =>
  entitiesOf(understanding, 'country').length > 0 ||
  has(wordsOf(understanding.language).howLong, understanding.text) ||
  has(wordsOf(understanding.language).comesByThen, understanding.text);

interface Promised {
  readonly product: Product;
  readonly quantity: number;
  readonly promise: DeliveryPromise;
  readonly wantedBy: string | undefined;
  readonly to: string | undefined;
}

export function promiseText({ product, quantity, promise, wantedBy, to }: Promised, voice: Voice): string {
  const when = voice.say(to === undefined ? 'stock.promise' : 'stock.promiseTo', {
    name: voice.name(product),
    quantity,
    date: { date: promise.date },
    confidence: { percent: promise.confidence },
    ...(to !== undefined && { country: countryName(to, voice.language) }),
  });
  const why = promise.fromStock
    ? promise.expectedDemand === 0
      ? voice.say('stock.plenty', { stock: promise.stock })
      : voice.say('stock.fromShelf', { stock: promise.stock, demand: promise.expectedDemand })
    : voice.say(promise.stock > 0 ? 'stock.reorder' : 'stock.gone', {
        stock: promise.stock,
        demand: promise.expectedDemand,
        shortfall: promise.shortfall,
        days: promise.leadTimeDays,
      });
  const sentences = [when, why];
  if (promise.forecast) {
    sentences.push(voice.say('stock.forecast', { coverage: { percent: promise.forecast.coverage80 } }));
  }
  return voice.join([...sentences, ...inTime(promise.date, wantedBy, voice)]);
}
