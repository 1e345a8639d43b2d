import type { Ports } from '../../ports.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { colourOf, hasColour } from '../../slots/colour.ts';
import { similar } from '../../slots/goods-by-words.ts';
import { list, one } from '../../slots/listing.ts';
import { decision, voiceOf } from '../../voice.ts';
import { redrafted } from '../quote/change.ts';
import { detail } from './detail.ts';
import { price } from './price.ts';
import { stock } from './stock.ts';

/** The most that are shown instead. */
const MOST_ALIKE = 5;
const ANSWERS = { 'product.price': price, 'product.stock': stock } as const;

/** "not the red one, the blue": the same thing in another colour, in the open quote or in what was asked before. */
export async function swap(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { conversation } = turn;
  const [product] = await inOrder(ports, conversation.products.slice(0, 1));
  const alike = product ? similar(product, await ports.catalogue()) : [];
  const other = alike.find((one) => hasColour(one, turn));
  if (!product || !other) {
    const said = product ? voice.name(product) : turn.understanding.text;
    const attribute = colourOf(turn) ?? turn.understanding.text;
    return alike.length > 0
      ? list(alike.slice(0, MOST_ALIKE), voice, {
          intro: voice.say('find.lacks.colour', { said, attribute }),
        })
      : decision({
          replies: [voice.text('find.noSimilar', { name: said }, [voice.offer('product.find')])],
        });
  }
  const { quote, topic } = conversation;
  if (quote?.lines.some(({ sku }) => sku === product.sku)) {
    const basket = new Map(
      quote.lines.map((line) => [line.sku === product.sku ? other.sku : line.sku, line.quantity]),
    );
    return redrafted(turn, ports, quote, basket, 'quote.changed', other.sku);
  }
  const chosen: Turn = { ...turn, message: { ...turn.message, action: { kind: 'choose', sku: other.sku } } };
  if (topic === 'product.find') return one(other, voice);
  const answer = ANSWERS[topic as keyof typeof ANSWERS] ?? detail;
  return answer(chosen, ports, { ...bid, answers: true });
}
