import { intentSkill } from '../../readings/readings.ts';
import { decision, voiceOf } from '../../voice.ts';

/** Greets; a visitor who left a quote or an order open hears of it. */
export const greet = intentSkill('greet', ['greet'], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  const { quote } = turn.conversation;
  if (quote && turn.today <= quote.validUntil) {
    return decision({
      events: [{ kind: 'confirmation.asked', pending: 'quote.accept' }],
      replies: [
        voice.text(
          'greet.openQuote',
          { number: quote.number, total: quote.total, date: { date: quote.validUntil } },
          [voice.offer('quote.accept'), voice.offer('product.recommend')],
        ),
      ],
    });
  }
  const choices = [voice.offer('product.recommend'), voice.offer('help')];
  const { channel, sender } = turn.message;
  const [order] = await ports.ordersOf({ channel, id: sender.id }, 1);
  if (order?.status !== 'placed' && order?.status !== 'shipped') {
    return decision({ replies: [voice.text('greet.hello', { shop: ports.shop.name }, choices)] });
  }
  return decision({
    replies: [
      voice.text('greet.lastOrder', { number: order.number }, [voice.offer('order.status'), ...choices]),
    ],
  });
});
