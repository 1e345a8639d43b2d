import type { Money } from '../crm/money.ts';
import type { Language } from '../nlu/understanding.ts';
import type { Values } from './language/message-format.ts';
import type { ShopFacts } from './shop.ts';

/** The shop's terms in words, for answers and documents alike. */

type Say = (key: string, values?: Values) => string;

/** One line for each delivery zone: days, cost, and from which amount on it is free. */
export function deliveryTerms(shop: ShopFacts, language: Language, say: Say): readonly string[] {
  const money = (amount: number): Money => ({ amount, currency: shop.currency });
  const country = new Intl.DisplayNames([language], { type: 'region' }).of(shop.country) ?? shop.country;
  return shop.shipping.map(({ zone, minDays, maxDays, cost, freeFrom }) => {
    const place = say(`shipping.${zone}`, { country });
    const row = say('shipping.row', { place, minDays, maxDays, cost: money(cost) });
    if (freeFrom === undefined) return row;
    return [row, say('shipping.freeFrom', { amount: money(freeFrom) })].join(language === 'zh' ? '' : ' ');
  });
}

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
