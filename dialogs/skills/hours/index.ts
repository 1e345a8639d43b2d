import { openingHours } from '../../language/opening-hours.ts';
import { intentSkill } from '../../readings/readings.ts';
import { decision, voiceOf } from '../../voice.ts';

/** "when are you open?", from the shop file. */
export const hours = intentSkill('hours', ['shop.hours'], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  return decision({
    replies: [voice.text('hours.open', openingHours(ports.shop, voice.language))],
  });
});
