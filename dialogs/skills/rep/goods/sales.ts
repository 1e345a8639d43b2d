import type { Contact } from '../../../../crm/models/contact.ts';
import type { ProductSales, Sales, SalesFilter } from '../../../../crm/queries/sales.ts';
import { entitiesOf } from '../../../../nlu/understanding.ts';
import type { Period, RepQuestion } from '../../../conversation/facts.ts';
import { repWordsOf } from '../../../language/words/rep/words.ts';
import { has } from '../../../language/words/words.ts';
import type { Ports } from '../../../ports.ts';
import { AGAIN } from '../../../readings/reading.ts';
import type { Bid, Decision, Turn } from '../../../skill.ts';
import { decision, type Voice, voiceOf } from '../../../voice.ts';
import { linesOf, periodText, productNames, textReply, topSaid } from '../reply/listing.ts';
import { meantContacts } from '../said/contacts.ts';
import { goodsSaid } from '../said/goods.ts';
import { salesPeriod } from '../said/sales-period.ts';

const DEFAULT_DAYS = 30;
/** A customer is good over a year. */
const CUSTOMER_DAYS = 365;
const SHOWN = 5;

/**
 * What was sold in a period, of all, of some goods or to somebody, against the period before and the same a year ago; or
 * the best customers or best sellers of it.
 */
export async function sales(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const { text, language } = turn.understanding;
  const words = repWordsOf(language);
  const before = bid.about === AGAIN ? turn.conversation.asked : undefined;
  const customers = await customersSaid(turn, before, ports);
  const goods = await goodsSaid(turn, before, ports);
  const ranksGoods = has(words.bestSellers, text) || bid.intent === 'product.recommend';
  const ranks = ranksGoods
    ? 'products'
    : customers.length === 0 && has(words.customers, text) && has(words.best, text)
      ? 'customers'
      : before?.ranks;
  const days = ranks === 'customers' || customers.length > 0 ? CUSTOMER_DAYS : DEFAULT_DAYS;
  const { period, against } = salesPeriod(turn, before?.period, days);
  const question: RepQuestion = {
    intent: 'sales.report',
    period,
    ...(ranks && { ranks }),
    ...(goods && { goods }),
    ...(customers.length > 0 && { customers: customers.map(({ key }) => key) }),
  };
  const asked = { goods, customers, period, against, question };
  if (ranks === 'customers') return topCustomers(asked, turn, ports);
  if (ranks === 'products') return bestSellers(asked, turn, ports);
  return report(asked, turn, ports);
}

interface Asked {
  readonly goods: RepQuestion['goods'];
  readonly customers: readonly Contact[];
  readonly period: Period;
  readonly against: readonly Period[];
  readonly question: RepQuestion;
}

const filterIn = ({ goods, customers }: Pick<Asked, 'goods' | 'customers'>, period: Period): SalesFilter => ({
  ...period,
  ...(goods && { skus: goods.skus }),
  ...(customers.length > 0 && { customers: customers.map(({ key }) => key) }),
});

async function customersSaid(
  turn: Turn,
  before: RepQuestion | undefined,
  ports: Ports,
): Promise<readonly Contact[]> {
  const meant = await meantContacts(turn, ports);
  if (meant.length > 0 || !before?.customers) return meant;
  return ports.sales.contacts({ keys: before.customers });
}

async function report(asked: Asked, turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { goods, customers, period, against, question } = asked;
  const [now, first, ...others] = await Promise.all([
    ports.sales.sold(filterIn(asked, period)),
    ports.sales.firstSale(),
    ...against.map((other) => ports.sales.sold(filterIn(asked, other))),
  ]);
  const { currency } = ports.shop;
  const about = [goods?.name, ...customers.map(({ name, key }) => name ?? key)].filter(
    (one) => one !== undefined,
  );
  const comparisons = against.map((other, index) =>
    comparison(other, others[index]!, now, first, currency, voice),
  );
  const isOfCountry = entitiesOf(turn.understanding, 'country').length > 0;
  const isOfRep = entitiesOf(turn.understanding, 'colleague').length > 0;
  const bought = customers.length > 0 && !goods ? await boughtLines(asked, ports, voice) : [];
  return decision({
    events: [
      { kind: 'rep.asked', question },
      ...customers.slice(0, 1).map(({ key }) => ({ kind: 'contact.mentioned' as const, key })),
    ],
    replies: [
      textReply(
        [
          voice.say(about.length > 0 ? 'rep.salesOf' : 'rep.sales', {
            period: periodText(period, voice),
            total: { amount: now.amount, currency },
            units: now.units,
            names: about,
          }),
          ...orderLine(now, currency, voice),
          ...new Set(comparisons.map((line) => `- ${line}`)),
          ...bought,
          ...(isOfCountry ? [voice.say('rep.salesAllCountries')] : []),
          ...(isOfRep ? [voice.say('rep.salesAllReps')] : []),
        ],
        voice,
      ),
    ],
  });
}

/** How many orders that were, and what one of them comes to; a day's anonymous sales are no orders. */
function orderLine(
  { orders, orderAmount, amount }: Sales,
  currency: string,
  voice: Voice,
): readonly string[] {
  if (orders === 0) return [];
  const said = {
    count: orders,
    total: { amount: orderAmount, currency },
    average: { amount: Math.round(orderAmount / orders), currency },
  };
  return [voice.say(orderAmount === amount ? 'rep.salesOrders' : 'rep.salesOrdersOf', said)];
}

function comparison(
  other: Period,
  { amount }: Sales,
  now: Sales,
  first: string | undefined,
  currency: string,
  voice: Voice,
): string {
  // A period of which only a part is known would make any growth look like more.
  if (first === undefined || other.from < first)
    return voice.say('rep.salesUnknown', { date: { date: first ?? other.to } });
  const said = { period: periodText(other, voice), total: { amount, currency } };
  if (amount === 0 || amount === now.amount) return voice.say('rep.salesWas', said);
  const change = Math.round((1_000 * Math.abs(now.amount - amount)) / amount) / 1_000;
  return voice.say(now.amount > amount ? 'rep.salesMore' : 'rep.salesLess', {
    ...said,
    percent: { percent: change },
  });
}

async function boughtLines(asked: Asked, ports: Ports, voice: Voice): Promise<readonly string[]> {
  const bought = await ports.sales.bestSellers(filterIn(asked, asked.period), SHOWN);
  if (bought.length === 0) return [];
  return [voice.say('rep.salesMostly'), ...numbered(await productLines(bought, ports, voice), voice)];
}

const numbered = (lines: readonly string[], voice: Voice): readonly string[] =>
  linesOf(lines, { from: 0, total: lines.length }, voice);

async function productLines(
  sold: readonly ProductSales[],
  ports: Ports,
  voice: Voice,
): Promise<readonly string[]> {
  const names = await productNames(
    sold.map(({ sku }) => sku),
    ports,
    voice,
  );
  const { currency } = ports.shop;
  return sold.map(({ sku, units, amount }) =>
    voice.say('rep.soldLine', { name: names.get(sku) ?? sku, units, total: { amount, currency } }),
  );
}

async function bestSellers(asked: Asked, turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const sold = await ports.sales.bestSellers(filterIn(asked, asked.period), topSaid(turn) ?? SHOWN);
  const keys = sold.map(({ sku }) => sku);
  return ranking('product', keys, await productLines(sold, ports, voice), asked, voice);
}

async function topCustomers(asked: Asked, turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { goods, period } = asked;
  const found = await ports.sales.topCustomers(
    filterIn({ goods, customers: [] }, period),
    topSaid(turn) ?? SHOWN,
  );
  const { currency } = ports.shop;
  const lines = found.map(({ name, key, orders, amount }) =>
    voice.say('rep.customerLine', {
      name: name ?? key ?? voice.say('rep.unnamed'),
      count: orders,
      total: { amount, currency },
    }),
  );
  const keys = found.flatMap(({ key }) => key ?? []);
  return ranking('contact', keys, lines, asked, voice);
}

/** Of all goods, and of some. */
const TITLES = {
  product: ['rep.bestSellers', 'rep.bestSellersOf'],
  contact: ['rep.customers', 'rep.customersOf'],
} as const;

/** Which goods or customers did best in a period, the best first: a list to point at. */
function ranking(
  of: keyof typeof TITLES,
  keys: readonly string[],
  lines: readonly string[],
  { goods, period, question }: Asked,
  voice: Voice,
): Decision {
  const asked = { kind: 'rep.asked' as const, question };
  const said = { period: periodText(period, voice) };
  if (lines.length === 0) return decision({ events: [asked], replies: [voice.text('rep.salesNone', said)] });
  const [ofAll, ofSome] = TITLES[of];
  const title = goods ? voice.say(ofSome, { ...said, name: goods.name }) : voice.say(ofAll, said);
  return decision({
    events: [{ kind: 'list.shown', list: { of, keys, shown: keys.length } }, asked],
    replies: [textReply([title, ...numbered(lines, voice)], voice)],
  });
}
