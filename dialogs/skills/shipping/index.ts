import { entitiesOf } from '../../../nlu/understanding.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import { intentSkill } from '../../readings/readings.ts';
import type { ShopFacts } from '../../shop.ts';
import type { Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { deliveryTerms, destinationOf } from '../../wording/terms.ts';

/** Days and cost of delivery from the shop file: to the country named or just talked of, else to every zone. */
export const shipping = intentSkill('shipping', ['shipping.info'], async (turn, ports) => {
  const { language, say } = voiceOf(turn, ports);
  const { text, language: spoken } = turn.understanding;
  const isFollowUp = turn.conversation.lastIntent === 'shipping.info' || has(wordsOf(spoken).toThere, text);
  const to = isFollowUp
    ? destinationOf(turn, ports.shop)
    : entitiesOf(turn.understanding, 'country')[0]?.code;
  const terms = deliveryTerms(ports.shop, language, say, to, worthOf(turn, ports.shop));
  const intro = say(terms.length > 0 ? 'shipping.intro' : 'shipping.notThere');
  return decision({ replies: [{ kind: 'text', language, text: [intro, ...terms].join('\n') }] });
});

/** "is it free on a £200 order?": what the order comes to; an amount that delivery costs is that. */
const worthOf = ({ understanding }: Turn, { currency, shipping: zones }: ShopFacts): number | undefined =>
  entitiesOf(understanding, 'money').find(
    (money) => money.currency === currency && zones.every(({ cost }) => cost !== money.amount),
  )?.amount;
