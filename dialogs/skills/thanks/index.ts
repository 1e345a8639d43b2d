import { intentSkill } from '../../readings/readings.ts';
import { decision, voiceOf } from '../../voice.ts';

/** Answers thanks. */
export const thanks = intentSkill('thanks', ['thanks'], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  return decision({ replies: [voice.text('thanks.welcome')] });
});
