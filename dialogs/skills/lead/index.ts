import { LEAD_INTENT } from '../../lead/learnt.ts';
import { intentSkill } from '../../readings/readings.ts';
import { decision, voiceOf } from '../../voice.ts';

/** An answer to a question of `qualify`, which has taken it up already and may ask the next. */
export const lead = intentSkill('lead', [LEAD_INTENT], async (turn, ports) =>
  decision({ replies: [voiceOf(turn, ports).text('lead.thanks')] }),
);
