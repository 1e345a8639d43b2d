import { LEAD_INTENT } from '../../lead/learnt.ts';
import { isReachable } from '../../lead/qualify.ts';
import { intentSkill } from '../../readings/readings.ts';
import { decision, voiceOf } from '../../voice.ts';

/** What a visitor tells of budget, authority, time or business: `qualify` takes it up, and may ask the next. */
export const lead = intentSkill('lead', [LEAD_INTENT], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  return decision({
    replies: [
      isReachable(turn.conversation)
        ? voice.text('lead.thanks')
        : voice.text('lead.noted', {}, [voice.offer('product.recommend'), voice.offer('meeting.book')]),
    ],
  });
});
