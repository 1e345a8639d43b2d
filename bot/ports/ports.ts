import { addDays } from '../../crm/calendar.ts';
import { mayAskCode } from '../../crm/code-requests.ts';
import type { Contact } from '../../crm/models/contact.ts';
import type { Models } from '../../crm/models/index.ts';
import type { Order } from '../../crm/models/order.ts';
import type { Product } from '../../crm/models/product.ts';
import type { Quote } from '../../crm/models/quote.ts';
import { contactOf } from '../../crm/queries/contact-of.ts';
import { freeSlots, slotAt } from '../../crm/queries/free-slots.ts';
import { lineOf } from '../../crm/queries/line.ts';
import { storedCounts } from '../../crm/queries/personal-data.ts';
import { nextLeads, scoreOf } from '../../crm/queries/scores.ts';
import type { Knowledge } from '../../dialogs/knowledge/knowledge.ts';
import type { Answers } from '../../dialogs/language/answers.ts';
import type { DocumentLinks, Ports, Recommendation } from '../../dialogs/ports.ts';
import type { ShopFacts } from '../../dialogs/shop.ts';
import { deliveryDays } from '../../dialogs/wording/terms.ts';
import { promiseDate } from '../../forecasting/advice/promise.ts';
import {
  boughtTogether,
  popular,
  type RecommendOptions,
  SEASONS,
  type Season,
  seasonal,
} from '../../forecasting/advice/recommend.ts';
import type { Codes } from '../mail/codes.ts';
import { wantedBy } from '../scoring/wanted.ts';
import { type Demand, demandFrom } from './demand.ts';
import { createDemandBook } from './demand-book.ts';
import type { Products } from './products.ts';
import { createSalesBook } from './sales-book.ts';

export interface PortSources {
  readonly models: Models;
  readonly shelf: Products;
  readonly demand: Demand;
  readonly shop: ShopFacts;
  readonly answers: Answers;
  readonly links: DocumentLinks;
  /** Whether e-mail can be sent. */
  readonly mails: boolean;
  readonly codes: Codes;
  readonly knowledge: Knowledge;
}

/** What the skills may ask, answered from the store and the forecasts. */
export function createPorts({
  models,
  shelf,
  demand,
  shop,
  answers,
  links,
  knowledge,
  mails,
  codes,
}: PortSources): Ports {
  const hours = { ...shop.openingHours, timeZone: shop.timeZone };

  const ports: Ports = {
    sales: createSalesBook(models, shop),
    demand: createDemandBook(models, { demand, shelf, timeZone: shop.timeZone }),
    shop,
    answers,
    links,
    knowledge,
    async products(skus) {
      const bySku = await shelf.bySku();
      return skus.flatMap((sku) => bySku.get(sku) ?? []);
    },
    catalogue: () => shelf.all(),
    async promise(product, quantity, today, to = shop.country) {
      const forecast = await demand.forecast(product.sku);
      const promise = promiseDate({
        quantity,
        stock: product.stock,
        leadTimeP90Days: product.leadTimeP90Days,
        dispatchDays: deliveryDays(shop, to),
        cumulativeQ90: forecast ? demandFrom(forecast, today) : [],
        today,
      });
      const backtest = forecast?.backtest;
      return {
        ...promise,
        ...(forecast && backtest && { forecast: { model: forecast.model, coverage80: backtest.coverage80 } }),
      };
    },
    async recommend({ with: companion, season, customer, reorder, exclude, today, limit }) {
      const [{ series, baskets }, forecasts, bySku] = await Promise.all([
        demand.picture(),
        demand.forecasts(),
        shelf.bySku(),
      ]);
      const named = SEASONS.find(({ name }) => name === season);
      const needed = named ? nextEnd(named, today) : addDays(today, LONGEST_WAIT_DAYS);
      const options: RecommendOptions = {
        limit,
        available: (sku) => {
          const product = bySku.get(sku);
          return product !== undefined && !exclude.includes(sku) && canBeHereBy(needed, product, today);
        },
      };
      const personal =
        customer && companion === undefined && !named
          ? await wantedBy(models, customer, {
              available: options.available,
              limit,
              onlyDue: reorder === true,
              timeZone: shop.timeZone,
            })
          : [];
      const listed = new Set(personal.map(({ sku }) => sku));
      const found = (() => {
        if (companion !== undefined) return boughtTogether(companion, baskets, options);
        if (named)
          return seasonal(
            named,
            [...series.values()].map((one) => ({ ...one, forecast: forecasts.get(one.sku) ?? [] })),
            options,
          );
        return popular(
          [...series.values()].map(({ sku, values }) => ({ sku, units: sum(values.slice(-POPULAR_DAYS)) })),
          { limit: limit - listed.size, available: (sku) => !listed.has(sku) && options.available(sku) },
        );
      })();
      const general = found.flatMap(({ sku, reasons }) => (reasons[0] ? [{ sku, reason: reasons[0] }] : []));
      return [...personal, ...general].flatMap(({ sku, reason }): Recommendation[] => {
        const product = bySku.get(sku);
        return product ? [{ product, reason }] : [];
      });
    },
    async unitsSold(skus) {
      const { series } = await demand.picture();
      return skus.map((sku) => sum(series.get(sku)?.values.slice(-POPULAR_DAYS) ?? []));
    },
    async quote(number) {
      return (await models.Quote.collection.findOne<Quote>({ number })) ?? undefined;
    },
    async ordersOf({ channel, id }, limit) {
      return models.Order.collection
        .find<Order>({ 'identity.channel': channel, 'identity.id': id })
        .sort({ placedAt: -1 })
        .limit(limit)
        .toArray();
    },
    async order(number) {
      return (await models.Order.collection.findOne<Order>({ number })) ?? undefined;
    },
    async mayMail({ channel, id }, now) {
      if (!mails) return 'off';
      const madeAt = { $gt: new Date(now.getTime() - MAILS_WITHIN_MS) };
      const sent = await models.Mail.countDocuments({
        'identity.channel': channel,
        'identity.id': id,
        madeAt,
      });
      return sent < MAILS ? 'yes' : 'tooMany';
    },
    async mayAskCode(identity, address, now) {
      const may = await ports.mayMail(identity, now);
      return may === 'yes' && !(await mayAskCode(models, address, now)) ? 'tooMany' : may;
    },
    isCode: async (request, said) => codes.matches(request, said),
    contactsAt: (address) => models.Contact.find({ emails: address }).lean(),
    stored: (identity) => storedCounts(models, identity),
    async contactOf(identity) {
      return (await models.Contact.collection.findOne<Contact>(contactOf(identity))) ?? undefined;
    },
    freeSlots: (request) => freeSlots(models, { ...request, hours }),
    slotAt: (startsAt, request) => slotAt(models, startsAt, { ...request, hours, limit: 1 }),
    line: (request) => lineOf(models, request),
    scoreOf: (identity) => scoreOf(models, identity),
    nextLeads: (limit) => nextLeads(models, limit),
  };
  return ports;
}

/** Nobody may have strangers written to through the shop's server. */
const MAILS = 5;
const MAILS_WITHIN_MS = 86_400_000;
/** Units sold in the last four weeks make a product popular. */
const POPULAR_DAYS = 28;
/** A product that is gone and takes longer than this to come back is not recommended. */
const LONGEST_WAIT_DAYS = 28;

/** On the shelf, or back on it by `day` after its lead time's 90 % quantile. */
const canBeHereBy = (day: string, { stock, leadTimeP90Days }: Product, today: string): boolean =>
  stock > 0 || addDays(today, Math.ceil(leadTimeP90Days)) <= day;

/** The season's next last day. */
function nextEnd({ to }: Season, today: string): string {
  const year = Number(today.slice(0, 4));
  return `${today.slice(5) <= to ? year : year + 1}-${to}`;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
