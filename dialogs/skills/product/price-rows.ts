import type { Product } from '../../../crm/models/product.ts';
import { lineTotal, nextBreak, sumOf } from '../../../forecasting/advice/price.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, type Voice } from '../../voice.ts';
import { besidesGoods } from '../../wording/besides-goods.ts';
import { quoteOffer } from '../quote/offer.ts';

/** A hint at the next cheaper break where it takes at most this share more units. */
const HINT_SHARE = 0.5;

interface Counted {
  readonly sku: string;
  readonly quantity: number;
}

/** What goods of which each has its quantity make together, where the message asks for a sum with tax or delivery. */
export function togetherOf(
  lines: readonly Counted[],
  products: readonly Product[],
  turn: Turn,
  ports: Ports,
  voice: Voice,
): readonly string[] {
  if (lines.length === 0 || lines.length < products.length) return [];
  const total = sumOf(
    lines.map(({ sku, quantity }) => lineTotal(products.find((product) => product.sku === sku)!, quantity)),
  );
  const besides = besidesGoods(total, turn, ports, voice);
  const sum = besides.length > 0 && lines.length > 1 ? [voice.say('price.together', { total })] : [];
  return [...sum, ...besides];
}

/** Prices, and what they could become. */
export function offered(
  rows: readonly string[],
  {
    skus,
    common,
    lines,
  }: {
    readonly skus: readonly string[];
    readonly common: number | undefined;
    readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  },
  turn: Turn,
  voice: Voice,
): Decision {
  const offer = quoteOffer(lines, turn, voice);
  return decision({
    events: [
      { kind: 'product.mentioned', skus },
      ...(common === undefined ? [] : [{ kind: 'quantity.mentioned' as const, quantity: common }]),
      ...offer.events,
    ],
    replies: [
      {
        kind: 'text',
        language: voice.language,
        text: voice.join([rows.join('\n'), ...(turn.isFollowed ? [] : offer.sentences)]),
        choices: [...offer.choices, voice.offer('product.stock')],
      },
    ],
  });
}

/** Price of one and all quantity breaks. */
export function listPrice(product: Product, voice: Voice): string {
  const breaks = product.priceBreaks.map(({ minQuantity, unitPrice }) =>
    voice.say('price.break', { quantity: minQuantity, price: unitPrice }),
  );
  const each = voice.say('price.each', { name: voice.name(product), price: product.price });
  return breaks.length > 0 ? voice.join([each, voice.say('price.breaks', { breaks })]) : each;
}

export function priceOf(product: Product, quantity: number, voice: Voice): string {
  const { unitPrice, total } = lineTotal(product, quantity);
  const line = voice.say('price.forQuantity', {
    name: voice.name(product),
    quantity,
    price: unitPrice,
    total,
  });
  const next = nextBreak(product, quantity);
  if (!next || next.missing > quantity * HINT_SHARE) return line;
  const { minQuantity, unitPrice: cheaper } = next.priceBreak;
  return voice.join([line, voice.say('price.nextBreak', { quantity: minQuantity, price: cheaper })]);
}
