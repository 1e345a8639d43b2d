import type { Money } from '../../crm/money.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Ports } from '../ports.ts';
import type { ShopFacts } from '../shop.ts';
import type { Turn } from '../skill.ts';
import type { Voice } from '../voice.ts';
import { addsVat, countryName, deliveryCost, destinationOf, vatOf } from './terms.ts';

/** "with VAT and delivery", 含税一共: what the message wants to know besides the price of the goods, and what it all makes. */
export function besidesGoods(goods: Money, turn: Turn, { shop }: Ports, voice: Voice): readonly string[] {
  const { text, language } = turn.understanding;
  const { vat, carriage, allIn } = wordsOf(language);
  const isAll = has(allIn, text);
  const isTax = isAll || has(vat, text);
  const isCarried = isAll || has(carriage, text);
  if (!isTax && !isCarried) return [];
  const to = destinationOf(turn, shop) ?? shop.country;
  const cost = isCarried ? deliveryCost(shop, to, goods) : undefined;
  if (isCarried && !cost) return [voice.say('shipping.notThere')];
  const place = countryName(to, language);
  const delivery = !cost
    ? []
    : cost.amount === 0
      ? [voice.say('quote.freeDelivery', { place })]
      : [voice.say('quote.withDelivery', { place, cost })];
  const net = { amount: goods.amount + (cost?.amount ?? 0), currency: goods.currency };
  return [voice.join([...delivery, ...sums(net, to, { isTax, isCarried }, shop, voice)])];
}

function sums(
  net: Money,
  to: string,
  { isTax, isCarried }: { readonly isTax: boolean; readonly isCarried: boolean },
  shop: ShopFacts,
  voice: Voice,
): readonly string[] {
  const { pricesIncludeVat, vatPercent } = shop.payment;
  const isAdded = !pricesIncludeVat && addsVat(shop, to);
  const makes = isCarried ? [voice.say(isAdded ? 'quote.beforeVat' : 'quote.makes', { total: net })] : [];
  if (!isTax) return makes;
  if (!isAdded) return [...makes, vatOf(shop, to, voice)];
  const total = { amount: Math.round((net.amount * (100 + vatPercent)) / 100), currency: net.currency };
  return [voice.say('quote.withVat', { rate: { percent: vatPercent / 100 }, total })];
}
