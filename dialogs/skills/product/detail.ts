import type { Ports } from '../../ports.ts';
import { namesColourOnly } from '../../readings/cues.ts';
import { pointerIn } from '../../readings/pointer.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { askProduct } from '../../slots/ask.ts';
import { availability, cardOf } from '../../slots/card.ts';
import { coloursOf } from '../../slots/colour.ts';
import { type ProductSlot, productSlot } from '../../slots/product.ts';
import { quantitiesOf } from '../../slots/quantity.ts';
import { decision, voiceOf } from '../../voice.ts';
import { sameCost } from './compare.ts';
import { findProducts } from './find.ts';
import { listPrice, price } from './price.ts';
import { categoryName } from './search.ts';

/** All that the catalogue knows of a product; of one chosen with a quantity, what that costs. */
export async function detail(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const same = await sameCost(turn, ports);
  if (same) return same;
  const slot = await productSlot(turn, ports);
  if (asksColour(turn, slot)) return findProducts(turn, ports);
  if (quantitiesOf(turn).length > 0 || (bid.answers && turn.conversation.listedQuantity !== undefined))
    return price(turn, ports, bid);
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

/** "and in purple?", "any of those in red?": which of the goods shown, if any, not all that is known of them. */
const asksColour = (turn: Turn, slot: ProductSlot): boolean =>
  pointerIn(turn.understanding)?.kind === 'together'
    ? coloursOf(turn).length > 0
    : namesColourOnly(turn) &&
      (slot.kind === 'missing' || (slot.kind === 'found' && slot.from === 'context'));
