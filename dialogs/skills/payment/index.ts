import { has, wordsOf } from '../../language/words/words.ts';
import { intentSkill } from '../../readings/readings.ts';
import { paymentTerms, vatTerms } from '../../terms.ts';
import { decision, voiceOf } from '../../voice.ts';

/** Methods, invoice terms and VAT, from the shop file; VAT alone where only that is asked. */
export const payment = intentSkill('payment', ['payment.info'], async (turn, ports) => {
  const { language, say, join } = voiceOf(turn, ports);
  const { vat, paying } = wordsOf(language);
  const isTax = has(vat, turn.understanding.text) && !has(paying, turn.understanding.text);
  const terms = isTax ? [vatTerms(ports.shop, say)] : paymentTerms(ports.shop, say);
  return decision({ replies: [{ kind: 'text', language, text: join(terms) }] });
});
