import type { Ports } from '../../ports.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { hasColour } from '../../slots/colour.ts';
import { decision, voiceOf } from '../../voice.ts';
import { redrafted } from '../quote/change.ts';
import { detail } from './detail.ts';
import { price } from './price.ts';
import { similar } from './search.ts';
import { stock } from './stock.ts';

const ANSWERS = { 'product.price': price, 'product.stock': stock } as const;

/** "not the red one, the blue": the same thing in another colour, in the open quote or in what was asked before. */
export async function swap(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { conversation } = turn;
  const [product] = await inOrder(ports, conversation.products.slice(0, 1));
  const other = product && similar(product, await ports.catalogue()).find((one) => hasColour(one, turn));
  if (!other) {
    const name = product ? voice.name(product) : turn.understanding.text;
    return decision({ replies: [voice.text('find.noSimilar', { name }, [voice.offer('product.find')])] });
  }
  const { quote, topic } = conversation;
  if (quote?.lines.some(({ sku }) => sku === product.sku)) {
    const basket = new Map(
      quote.lines.map((line) => [line.sku === product.sku ? other.sku : line.sku, line.quantity]),
    );
    return redrafted(turn, ports, quote, basket, 'quote.changed', other.sku);
  }
  const chosen: Turn = { ...turn, message: { ...turn.message, action: { kind: 'choose', sku: other.sku } } };
  const answer = ANSWERS[topic as keyof typeof ANSWERS] ?? detail;
  return answer(chosen, ports, { ...bid, answers: true });
}
