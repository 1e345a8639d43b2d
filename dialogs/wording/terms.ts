import type { Money } from '../../crm/money.ts';
import { entitiesOf, type Language } from '../../nlu/understanding.ts';
import type { Values } from '../language/message-format.ts';
import type { ShopFacts } from '../shop.ts';
import type { Turn } from '../skill.ts';

/** The shop's terms in words, for answers and documents alike. */

type Say = (key: string, values?: Values) => string;

/**
 * One line for each delivery zone: days, cost, and from which amount on it is free; with `to` only for that
 * country (ISO 3166-1 alpha-2), none where the shop does not deliver there, with `worth` what an order of so much costs, in minor
 * units.
 */
export function deliveryTerms(
  shop: ShopFacts,
  language: Language,
  say: Say,
  to?: string,
  worth?: number,
): readonly string[] {
  const money = (amount: number): Money => ({ amount, currency: shop.currency });
  const zones = shop.shipping.filter(({ zone }) => to === undefined || zone === zoneOf(to, shop));
  return zones.map(({ zone, minDays, maxDays, cost, freeFrom }) => {
    const place =
      to === undefined
        ? say(`shipping.${zone}`, { country: countryName(shop.country, language) })
        : countryName(to, language);
    if (worth !== undefined && freeFrom !== undefined && worth >= freeFrom)
      return say('shipping.rowFree', { place, minDays, maxDays, worth: money(worth) });
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

/** Whether goods are sent to a country (ISO 3166-1 alpha-2). */
export const deliversTo = (country: string, shop: ShopFacts): boolean =>
  shop.shipping.some(({ zone }) => zone === zoneOf(country, shop));

/** What delivery of goods for so much costs; undefined where the shop does not deliver there. */
export function deliveryCost(shop: ShopFacts, country: string, goods: Money): Money | undefined {
  const own = shop.shipping.find(({ zone }) => zone === zoneOf(country, shop));
  if (!own) return undefined;
  const isFree = own.freeFrom !== undefined && goods.amount >= own.freeFrom;
  return { amount: isFree ? 0 : own.cost, currency: shop.currency };
}

/** The most working days from the shelf to a country; those of the farthest zone where it has none of its own. */
export function deliveryDays(shop: ShopFacts, country: string): number {
  const own = shop.shipping.find(({ zone }) => zone === zoneOf(country, shop));
  return own?.maxDays ?? Math.max(...shop.shipping.map(({ maxDays }) => maxDays));
}

/**
 * Where the goods of a turn go: the country it names, one abroad rather than the shop's own ("UK VAT if it goes to Germany"), else the
 * one that was said before.
 */
export function destinationOf(
  { understanding, conversation }: Turn,
  { country }: Pick<ShopFacts, 'country'>,
): string | undefined {
  const said = entitiesOf(understanding, 'country').map(({ code }) => code);
  return said.find((code) => code !== country) ?? said[0] ?? conversation.lead.country;
}

/** Made once: they are costly to make. */
const countryNames: Readonly<Record<Language, Intl.DisplayNames>> = {
  en: new Intl.DisplayNames(['en'], { type: 'region' }),
  // 香港 rather than 中国香港特别行政区.
  zh: new Intl.DisplayNames(['zh'], { type: 'region', style: 'short' }),
};

/** A country in the visitor's language. */
export const countryName = (code: string, language: Language): string =>
  countryNames[language].of(code) ?? code;

/** Methods, invoice terms and VAT, a sentence each. */
export function paymentTerms({ payment }: Pick<ShopFacts, 'payment'>, say: Say): readonly string[] {
  const { methods, invoiceDays } = payment;
  return [
    say('payment.methods', { methods: methods.map((method) => say(`payment.${method}`)) }),
    ...(methods.includes('invoice') ? [say('payment.terms', { days: invoiceDays })] : []),
    vatTerms({ payment }, say),
  ];
}

/** Whether the shop's VAT is of what goes to a country (ISO 3166-1 alpha-2). */
export const addsVat = ({ country, payment }: ShopFacts, to: string): boolean =>
  to === country || payment.vatAbroad;

/** The VAT of what goes to a country: whether prices include it, and its rate, or that there is none. */
export const vatOf = (
  shop: ShopFacts,
  to: string,
  { say, language }: { readonly say: Say; readonly language: Language },
): string =>
  shop.payment.pricesIncludeVat || addsVat(shop, to)
    ? vatTerms(shop, say)
    : say('payment.noVatAbroad', { place: countryName(to, language) });

/** Whether prices include VAT, and its rate. */
export const vatTerms = (
  { payment: { pricesIncludeVat, vatPercent } }: Pick<ShopFacts, 'payment'>,
  say: Say,
): string =>
  say(pricesIncludeVat ? 'payment.vatIncluded' : 'payment.vatAdded', { rate: { percent: vatPercent / 100 } });
