import { intentSkill } from '../../readings/readings.ts';
import { decision, voiceOf } from '../../voice.ts';

/** "are you human?": the truth. */
export const about = intentSkill('about', ['bot.about'], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  return decision({
    replies: [voice.text('about.bot', { shop: ports.shop.name }, [voice.offer('human.request')])],
  });
});
