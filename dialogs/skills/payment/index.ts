import { intentSkill } from '../../readings/readings.ts';
import { paymentTerms } from '../../terms.ts';
import { decision, voiceOf } from '../../voice.ts';

/** Methods, invoice terms and VAT, from the shop file. */
export const payment = intentSkill('payment', ['payment.info'], async (turn, ports) => {
  const { language, say, join } = voiceOf(turn, ports);
  return decision({ replies: [{ kind: 'text', language, text: join(paymentTerms(ports.shop, say)) }] });
});
