import type { Ports } from '../../ports.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { askProduct } from '../../slots/ask.ts';
import { availability, cardOf } from '../../slots/card.ts';
import { productSlot } from '../../slots/product.ts';
import { quantitiesOf } from '../../slots/quantity.ts';
import { decision, voiceOf } from '../../voice.ts';
import { findProducts } from './find.ts';
import { listPrice, price } from './price.ts';
import { categoryName } from './search.ts';

/** All that the catalogue knows of a product; of one chosen with a quantity, what that costs. */
export async function detail(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  if (quantitiesOf(turn).length > 0 || (bid.answers && turn.conversation.listedQuantity !== undefined))
    return price(turn, ports, bid);
  const slot = await productSlot(turn, ports);
  if (slot.kind === 'ambiguous') return findProducts(turn, ports);
  if (slot.kind !== 'found') return askProduct(turn, ports, slot, 'product.detail');
  const voice = voiceOf(turn, ports);
  const rows = slot.products.map((product) =>
    voice.join([
      listPrice(product, voice),
      voice.say(product.stock > 0 ? 'detail.supply' : 'detail.gone', {
        category: categoryName(product.category, ports.shop, voice.language),
        availability: availability(product, voice),
        days: product.leadTimeDays,
      }),
    ]),
  );
  return decision({
    events: [{ kind: 'product.mentioned', skus: slot.products.map(({ sku }) => sku) }],
    replies: [
      {
        kind: 'products',
        language: voice.language,
        text: [...rows, voice.say('detail.thatIsAll')].join('\n'),
        products: slot.products.map((product) => cardOf(product, voice)),
        choices: [voice.offer('product.price'), voice.offer('product.stock'), voice.offer('human.request')],
      },
    ],
  });
}
