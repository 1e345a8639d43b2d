import { intentSkill } from '../../readings/readings.ts';
import { decision, voiceOf } from '../../voice.ts';
import { acceptChoice } from '../quote/document.ts';

/** A yes that answers no question: an open quote is the likeliest thing meant, and binding, so that is asked. */
export const affirm = intentSkill('affirm', ['affirm'], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  const { quote } = turn.conversation;
  if (!quote) {
    return decision({
      replies: [voice.text('affirm.open', {}, [voice.offer('product.recommend'), voice.offer('help')])],
    });
  }
  return decision({
    events: [{ kind: 'confirmation.asked', pending: 'quote.accept' }],
    replies: [
      voice.text('affirm.quote', { number: quote.number, total: quote.total }, [
        acceptChoice(quote.number, voice),
      ]),
    ],
  });
});
