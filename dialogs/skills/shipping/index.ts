import { intentSkill } from '../../reading.ts';
import { deliveryTerms } from '../../terms.ts';
import { decision, voiceOf } from '../../voice.ts';

/** Delivery zones with days and cost, from the shop file. */
export const shipping = intentSkill('shipping', ['shipping.info'], async (turn, ports) => {
  const { language, say } = voiceOf(turn, ports);
  const text = [say('shipping.intro'), ...deliveryTerms(ports.shop, language, say)].join('\n');
  return decision({ replies: [{ kind: 'text', language, text }] });
});
