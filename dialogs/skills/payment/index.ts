import { entitiesOf } from '../../../nlu/understanding.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import { intentSkill } from '../../readings/readings.ts';
import { decision, voiceOf } from '../../voice.ts';
import { destinationOf, paymentTerms, vatOf } from '../../wording/terms.ts';

/** Methods, invoice terms and VAT, from the shop file; VAT alone where only that is asked; of a means that it has not, that first. */
export const payment = intentSkill('payment', ['payment.info'], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  const { language, say, join } = voice;
  const { vat, paying, otherMeans } = wordsOf(language);
  const place = entitiesOf(turn.understanding, 'country')[0]?.code;
  // "do I pay VAT in Germany?" asks for no means.
  const isTax =
    has(vat, turn.understanding.text) && (place !== undefined || !has(paying, turn.understanding.text));
  const [said] = turn.understanding.text.match(otherMeans) ?? [];
  const terms = isTax
    ? [vatOf(ports.shop, destinationOf(turn, ports.shop) ?? ports.shop.country, voice)]
    : paymentTerms(ports.shop, say);
  const refused = said === undefined ? [] : [say('payment.notBy', { said })];
  return decision({ replies: [{ kind: 'text', language, text: join([...refused, ...terms]) }] });
});
