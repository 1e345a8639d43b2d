import type { Money } from '../../../crm/money.ts';
import { intentSkill } from '../../reading.ts';
import { decision, voiceOf } from '../../voice.ts';

/** Delivery zones with days and cost, from the shop file. */
export const shipping = intentSkill('shipping', ['shipping.info'], async (turn, ports) => {
  const voice = voiceOf(turn, ports);
  const { shop } = ports;
  const money = (amount: number): Money => ({ amount, currency: shop.currency });
  const country =
    new Intl.DisplayNames([voice.language], { type: 'region' }).of(shop.country) ?? shop.country;
  const rows = shop.shipping.map(({ zone, minDays, maxDays, cost, freeFrom }) => {
    const place = voice.say(`shipping.${zone}`, { country });
    const row = voice.say('shipping.row', { place, minDays, maxDays, cost: money(cost) });
    return freeFrom === undefined
      ? row
      : voice.join([row, voice.say('shipping.freeFrom', { amount: money(freeFrom) })]);
  });
  return decision({
    replies: [
      { kind: 'text', language: voice.language, text: [voice.say('shipping.intro'), ...rows].join('\n') },
    ],
  });
});
