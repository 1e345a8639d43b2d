import { intentSkill } from '../../readings/readings.ts';
import { decision, voiceOf } from '../../voice.ts';

/** Takes leave. */
export const goodbye = intentSkill('goodbye', ['goodbye'], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  return decision({ replies: [voice.text('goodbye.bye')] });
});
