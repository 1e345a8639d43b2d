import { has, wordsOf } from '../../language/words/words.ts';
import { intentSkill } from '../../readings/readings.ts';
import { decision, voiceOf } from '../../voice.ts';
import { paymentTerms, vatTerms } from '../../wording/terms.ts';

/** Methods, invoice terms and VAT, from the shop file; VAT alone where only that is asked; of a means that it has not, that first. */
export const payment = intentSkill('payment', ['payment.info'], async (turn, ports) => {
  const { language, say, join } = voiceOf(turn, ports);
  const { vat, paying, otherMeans } = wordsOf(language);
  const isTax = has(vat, turn.understanding.text) && !has(paying, turn.understanding.text);
  const [said] = turn.understanding.text.match(otherMeans) ?? [];
  const terms = isTax ? [vatTerms(ports.shop, say)] : paymentTerms(ports.shop, say);
  const refused = said === undefined ? [] : [say('payment.notBy', { said })];
  return decision({ replies: [{ kind: 'text', language, text: join([...refused, ...terms]) }] });
});
