import type { Product } from '../../../crm/models/product.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { DeliveryPromise, Ports } from '../../ports.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { askProduct, askQuantity } from '../../slots/ask.ts';
import { availability } from '../../slots/card.ts';
import { list } from '../../slots/listing.ts';
import { productSlot } from '../../slots/product.ts';
import { rememberedQuantity, saidQuantity } from '../../slots/quantity.ts';
import { countryName, deliversTo, deliveryTerms, destinationOf } from '../../terms.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { similar } from './search.ts';

/** Alternatives named, and how many times the quantity they must have on the shelf. */
const ALTERNATIVES = 2;
const AMPLE = 2;

/** "when could I have 500?": a date at a stated confidence, and why; without a quantity what is on the shelf. */
export async function stock(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const slot = await productSlot(turn, ports);
  const voice = voiceOf(turn, ports);
  const said = saidQuantity(turn, ports.shop.maxQuantity);
  // "do you have lunch bags?": what is there says more than a question back.
  if (slot.kind === 'ambiguous' && said.kind === 'none') return list(slot.candidates, voice);
  if (slot.kind !== 'found') return askProduct(turn, ports, slot, 'product.stock');
  if (said.kind === 'vague' || said.kind === 'invalid')
    return askQuantity(turn, ports, said, 'product.stock');

  const remembered = rememberedQuantity(turn, bid, slot.from);
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
  const to = destinationOf(turn);
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
          text: voice.join([
            [...rows, ...terms].join('\n'),
            ...(turn.isFollowed ? [] : [voice.say('stock.howMany')]),
          ]),
        },
      ],
    });
  }

  const wantedBy = entitiesOf(turn.understanding, 'date')[0]?.to;
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
  return decision({
    events: [
      mentioned,
      { kind: 'quantity.mentioned', quantity },
      {
        kind: 'quote.begun',
        lines: slot.products.map((product) => ({ sku: product.sku, quantity: quantityOf(product)! })),
      },
      { kind: 'confirmation.asked', pending: 'quote.request' },
    ],
    replies: [
      {
        kind: 'text',
        language: voice.language,
        text: rows.join('\n'),
        choices: [voice.offer('quote.request'), voice.offer('product.price')],
      },
    ],
  });
}

/** "how long to London?": of that, the days of delivery are known before the quantity is. */
const asksOfDelivery = ({ understanding }: Turn): boolean =>
  entitiesOf(understanding, 'country').length > 0 ||
  has(wordsOf(understanding.language).howLong, understanding.text);

interface Promised {
  readonly product: Product;
  readonly quantity: number;
  readonly promise: DeliveryPromise;
  readonly wantedBy: string | undefined;
  readonly to: string | undefined;
}

function promiseText({ product, quantity, promise, wantedBy, to }: Promised, voice: Voice): string {
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
  if (wantedBy !== undefined) {
    sentences.push(
      voice.say(promise.date <= wantedBy ? 'stock.inTime' : 'stock.tooLate', { wanted: { date: wantedBy } }),
    );
  }
  return voice.join(sentences);
}
