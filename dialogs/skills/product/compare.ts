import type { Product } from '../../../crm/models/product.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { askProduct, availability, cardOf } from '../../slots/ask.ts';
import { inOrder, productSlot } from '../../slots/product.ts';
import { decision, voiceOf } from '../../voice.ts';
import { listPrice } from './price.ts';

const MAX_COMPARED = 4;

/** Two to four products side by side; a single one named is compared with the one talked about before. */
export async function compare(turn: Turn, ports: Ports): Promise<Decision> {
  const slot = await productSlot(turn, ports, { context: 2 });
  let products: readonly Product[];
  if (slot.kind === 'found') products = slot.products;
  else if (slot.kind === 'ambiguous') products = slot.candidates;
  else return askProduct(turn, ports, slot, 'product.compare');

  if (products.length === 1) {
    const other = turn.conversation.products.find((sku) => sku !== products[0]!.sku);
    products = [...products, ...(await inOrder(ports, other === undefined ? [] : [other]))];
  }
  const voice = voiceOf(turn, ports);
  if (products.length === 1) {
    return decision({
      events: [
        { kind: 'product.mentioned', skus: [products[0]!.sku] },
        { kind: 'slot.asked', slot: 'product', pending: 'product.compare' },
      ],
      replies: [voice.text('compare.withWhat', { name: voice.name(products[0]!) })],
    });
  }

  const compared = products.slice(0, MAX_COMPARED);
  const skus = compared.map(({ sku }) => sku);
  const cheapest = compared.reduce((best, one) => (one.price.amount < best.price.amount ? one : best));
  return decision({
    events: [
      { kind: 'product.mentioned', skus },
      { kind: 'product.listed', skus },
    ],
    replies: [
      {
        kind: 'products',
        language: voice.language,
        text: [
          ...compared.map((product) => `${listPrice(product, voice)} ${availability(product, voice)}`),
          compared.every(({ price }) => price.amount === cheapest.price.amount)
            ? voice.say('compare.samePrice', { price: cheapest.price })
            : voice.say('compare.cheapest', { name: voice.name(cheapest), price: cheapest.price }),
        ].join('\n'),
        products: compared.map((product) => cardOf(product, voice)),
        choices: compared.map(voice.choice),
      },
    ],
  });
}
