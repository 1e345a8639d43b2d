import type { Money } from '../crm/money.ts';
import type { Language } from '../nlu/understanding.ts';
import type { Values } from './language/message-format.ts';
import type { ShopFacts } from './shop.ts';

/** The shop's terms in words, for answers and documents alike. */

type Say = (key: string, values?: Values) => string;

/**
 * One line for each delivery zone: days, cost, and from which amount on it is free; with `to` only for that
 * country (ISO 3166-1 alpha-2), none where the shop does not deliver there.
 */
export function deliveryTerms(shop: ShopFacts, language: Language, say: Say, to?: string): readonly string[] {
  const money = (amount: number): Money => ({ amount, currency: shop.currency });
  const nameOf = (code: string) => new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code;
  const zones = shop.shipping.filter(({ zone }) => to === undefined || zone === zoneOf(to, shop));
  return zones.map(({ zone, minDays, maxDays, cost, freeFrom }) => {
    const place = to === undefined ? say(`shipping.${zone}`, { country: nameOf(shop.country) }) : nameOf(to);
    const row = say('shipping.row', { place, minDays, maxDays, cost: money(cost) });
    if (freeFrom === undefined) return row;
    return [row, say('shipping.freeFrom', { amount: money(freeFrom) })].join(language === 'zh' ? '' : ' ');
  });
}

/** Countries of Europe, ISO 3166-1 alpha-2, by the United Nations' M49 regions. */
const EUROPE = new Set(
  `AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL
  NO PL PT RO RS RU SE SI SJ SK SM UA VA XK`.split(/\s+/),
);

const zoneOf = (country: string, shop: ShopFacts) =>
  country === shop.country ? 'home' : EUROPE.has(country) ? 'europe' : 'world';

/** Methods, invoice terms and VAT, a sentence each. */
export function paymentTerms({ payment }: ShopFacts, say: Say): readonly string[] {
  const { methods, invoiceDays, vatPercent, pricesIncludeVat } = payment;
  return [
    say('payment.methods', { methods: methods.map((method) => say(`payment.${method}`)) }),
    ...(methods.includes('invoice') ? [say('payment.terms', { days: invoiceDays })] : []),
    say(pricesIncludeVat ? 'payment.vatIncluded' : 'payment.vatAdded', {
      rate: { percent: vatPercent / 100 },
    }),
  ];
}
