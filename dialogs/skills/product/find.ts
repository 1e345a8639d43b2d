import type { Product } from '../../../crm/models/product.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { availability, cardOf, unknownProduct } from '../../slots/ask.ts';
import { productSlot } from '../../slots/product.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';

/** "do you have ...?": one product with price and stock, several as a list. */
export async function findProducts(turn: Turn, ports: Ports): Promise<Decision> {
  const slot = await productSlot(turn, ports, { narrow: false, context: 0 });
  switch (slot.kind) {
    case 'missing':
      return unknownProduct(turn, ports);
    case 'unknown':
      return unknownProduct(turn, ports, slot.said);
    case 'ambiguous':
      return list(slot.candidates, voiceOf(turn, ports));
    case 'found':
      return slot.products.length === 1
        ? one(slot.products[0]!, voiceOf(turn, ports))
        : list(slot.products, voiceOf(turn, ports));
  }
}

const one = (product: Product, voice: Voice): Decision =>
  decision({
    events: [{ kind: 'product.mentioned', skus: [product.sku] }],
    replies: [
      {
        kind: 'products',
        language: voice.language,
        text: voice.say('find.one', {
          name: voice.name(product),
          price: product.price,
          availability: availability(product, voice),
        }),
        products: [cardOf(product, voice)],
        choices: [voice.offer('product.price'), voice.offer('product.stock'), voice.offer('quote.request')],
      },
    ],
  });

export function list(products: readonly Product[], voice: Voice): Decision {
  const rows = products.map((product) =>
    voice.say('find.row', {
      name: voice.name(product),
      price: product.price,
      availability: availability(product, voice),
    }),
  );
  const skus = products.map(({ sku }) => sku);
  return decision({
    events: [
      { kind: 'product.listed', skus },
      { kind: 'product.asked', skus, pending: 'product.detail' },
    ],
    replies: [
      {
        kind: 'products',
        language: voice.language,
        text: [voice.say('find.several', { count: products.length }), ...rows].join('\n'),
        products: products.map((product) => cardOf(product, voice)),
        choices: products.map(voice.choice),
      },
    ],
  });
}
