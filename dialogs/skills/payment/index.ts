import { intentSkill } from '../../reading.ts';
import { decision, voiceOf } from '../../voice.ts';

/** Methods, invoice terms and VAT, from the shop file. */
export const payment = intentSkill('payment', ['payment.info'], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  const { methods, invoiceDays, vatPercent, pricesIncludeVat } = ports.shop.payment;
  const text = voice.join([
    voice.say('payment.methods', { methods: methods.map((method) => voice.say(`payment.${method}`)) }),
    ...(methods.includes('invoice') ? [voice.say('payment.terms', { days: invoiceDays })] : []),
    voice.say(pricesIncludeVat ? 'payment.vatIncluded' : 'payment.vatAdded', {
      rate: { percent: vatPercent / 100 },
    }),
  ]);
  return decision({ replies: [{ kind: 'text', language: voice.language, text }] });
});
