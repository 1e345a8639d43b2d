import { intentSkill } from '../../readings/readings.ts';
import { decision, voiceOf } from '../../voice.ts';

/** Thanks for praise. */
export const praise = intentSkill('praise', ['praise'], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  return decision({ replies: [voice.text('praise.thanks')] });
});
