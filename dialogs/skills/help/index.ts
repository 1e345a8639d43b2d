import { intentSkill } from '../../readings/readings.ts';
import { decision, voiceOf } from '../../voice.ts';

/** Says what the bot can do. */
export const help = intentSkill('help', ['help'], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  return decision({
    replies: [
      voice.text('help.can', {}, [
        voice.offer('product.recommend'),
        voice.offer('quote.request'),
        voice.offer('order.status'),
        voice.offer('human.request'),
      ]),
    ],
  });
});
