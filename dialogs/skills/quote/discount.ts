import { nextBreak } from '../../../forecasting/advice/price.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { inOrder } from '../../slots/product.ts';
import { decision, voiceOf } from '../../voice.ts';
import { askReach } from '../contact/reach.ts';
import { handoff } from '../human/handoff.ts';

/** Quantity breaks are all the bot may give; anything further a person decides, and the visitor is told so. */
export async function discount(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { quote, products, quantity } = turn.conversation;
  const lines =
    quote?.lines ?? (products[0] === undefined ? [] : [{ sku: products[0], quantity: quantity ?? 1 }]);
  const known = await inOrder(
    ports,
    lines.map(({ sku }) => sku),
  );
  const hints = known.flatMap((product) => {
    const next = nextBreak(product, lines.find(({ sku }) => sku === product.sku)!.quantity);
    if (!next) return [];
    const { minQuantity, unitPrice } = next.priceBreak;
    return [
      voice.say('discount.nextBreak', { name: voice.name(product), quantity: minQuantity, price: unitPrice }),
    ];
  });
  const { events, effects } = handoff(turn, ['quote.discount', ...(quote ? [quote.number] : [])].join(' '));
  const reach = await askReach(turn, ports);
  return decision({
    events: [...events, ...reach.events],
    effects,
    replies: [
      {
        kind: 'text',
        language: voice.language,
        text: voice.join([voice.say('discount.passedOn'), ...hints, ...reach.sentences]),
      },
    ],
  });
}
