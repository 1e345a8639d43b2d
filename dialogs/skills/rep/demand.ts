import { addDays, daysBetween } from '../../../crm/calendar.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import type { Period, RepQuestion } from '../../conversation/facts.ts';
import type { DemandForecast, Ports, Subject } from '../../ports.ts';
import { AGAIN } from '../../readings/rep-talk.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { alertText, rounded } from '../../wording/alert-text.ts';
import { categoryName } from '../product/search.ts';
import { sumOf } from './deals.ts';
import { average, lastDay, windowOf } from './demand-window.ts';
import { demandSaid, namesOnlyDays } from './goods-said.ts';
import { linesOf, productNames, textReply } from './listing.ts';
import { stageLines } from './pipeline.ts';
import { OPEN_STAGES } from './refer.ts';

const DEFAULT_DAYS = 30;
/** "Of late", against as many days before. */
const LATELY_DAYS = 28;
/** The same weekdays a year ago. */
const YEAR_DAYS = 364;
const ALERT_DAYS = 90;
const NOTES_SHOWN = 4;
const PARTS_SHOWN = 3;
/** So many goods of a kind are looked at. */
const KIND_READ = 100;

/** The days ahead that a message names, else those asked for before, else the next 30. */
export function periodOf({ understanding, today }: Turn, before?: Period): Period {
  const said = entitiesOf(understanding, 'date')[0] ?? before;
  if (!said || said.to < today) return { from: today, to: addDays(today, DEFAULT_DAYS) };
  return { from: said.from > today ? said.from : today, to: said.to };
}

/**
 * Of a product or category what is expected of it; else what the demand forecasts say will be sold, in units and at
 * today's list prices, and open deals by stage.
 */
export async function forecast(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const before = bid.about === AGAIN ? turn.conversation.asked : undefined;
  const isOfAll = before?.subject?.scope === 'total' && namesOnlyDays(turn, ports);
  const said = isOfAll ? undefined : await demandSaid(turn, ports);
  const { goods, subject = TOTAL }: Pick<RepQuestion, 'goods' | 'subject'> = said ?? before ?? {};
  const period = periodOf(turn, before?.period);
  if (goods) return forecastOfKind(goods, period, ports, voice);
  const question = { intent: 'forecast.show', subject, period };
  const lines = await demandLines(subject, period, ports, voice);
  return decision({
    events: [{ kind: 'rep.asked', question }],
    replies: [
      textReply(subject.scope === 'total' ? await totalLines(lines, period, turn, ports) : lines, voice),
    ],
  });
}

/** Of all goods of a kind what is expected together, and of those that sell most each by itself. */
async function forecastOfKind(
  goods: NonNullable<RepQuestion['goods']>,
  period: Period,
  ports: Ports,
  voice: Voice,
): Promise<Decision> {
  const skus = goods.skus.slice(0, KIND_READ);
  const forecasts = await Promise.all(
    skus.map(async (sku) => {
      const forecast = await ports.demand.forecast({ scope: 'product', sku });
      const ahead = forecast && windowOf(forecast, period);
      return ahead ? [{ sku, ...ahead }] : [];
    }),
  );
  const known = forecasts.flat().sort((a, b) => b.units - a.units);
  const events = [{ kind: 'rep.asked' as const, question: { intent: 'forecast.show', goods, period } }];
  const { name } = goods;
  if (known.length === 0) return decision({ events, replies: [voice.text('rep.demandNone', { name })] });
  const { from, to } = known[0]!.period;
  const left = skus.length - known.length;
  const names = await productNames(skus, ports, voice);
  const lines = known.slice(0, PARTS_SHOWN).map(({ sku, units, range: { low, high } }) =>
    voice.say('rep.demandOne', {
      name: names.get(sku) ?? sku,
      units: Math.round(units),
      low: Math.round(low),
      high: Math.round(high),
    }),
  );
  return decision({
    events,
    replies: [
      textReply(
        [
          voice.say('rep.demandKind', {
            name,
            count: known.length,
            units: Math.round(known.reduce((sum, { units }) => sum + units, 0)),
            from: { date: from },
            to: { date: to },
          }),
          ...(left > 0 ? [voice.say('rep.demandKindLeft', { count: left })] : []),
          voice.say('rep.demandKindMost'),
          ...linesOf(lines, { from: 0, total: known.length }, voice),
        ],
        voice,
      ),
    ],
  });
}

async function totalLines(
  demand: readonly string[],
  { to }: Period,
  turn: Turn,
  ports: Ports,
): Promise<readonly string[]> {
  const voice = voiceOf(turn, ports);
  const [deals, sales] = await Promise.all([
    ports.sales.deals({ stages: OPEN_STAGES, closes: { from: turn.today, to } }),
    ports.sales.expectedSales(turn.today, to),
  ]);
  const { currency } = ports.shop;
  return [
    ...(sales.products === 0
      ? [voice.say('rep.noForecast')]
      : [
          voice.say('rep.salesForecast', {
            total: { amount: sales.amount, currency },
            products: sales.products,
            date: { date: to },
          }),
          ...demand,
        ]),
    voice.say('rep.pipeline', { count: deals.length, total: sumOf(deals, currency), date: { date: to } }),
    ...stageLines(deals, currency, voice),
  ];
}

/** What is expected of a product, a category or all, how sure that is, and how well the like was foretold before. */
async function demandLines(
  subject: Subject,
  period: Period,
  ports: Ports,
  voice: Voice,
): Promise<readonly string[]> {
  const forecast = await ports.demand.forecast(subject);
  const name = await nameOf(subject, ports, voice);
  if (!forecast) return [voice.say('rep.demandNone', { name })];
  const ahead = windowOf(forecast, period);
  if (!ahead) return [voice.say('rep.demandTooFar', { date: { date: lastDay(forecast) } })];
  const { from, to } = ahead.period;
  return [
    voice.say('rep.demand', {
      name,
      units: Math.round(ahead.units),
      from: { date: from },
      to: { date: to },
      daily: rounded(average(ahead.mean)),
    }),
    voice.say('rep.demandRange', {
      low: Math.round(ahead.range.low),
      high: Math.round(ahead.range.high),
      dayLow: rounded(average(ahead.lo80)),
      dayHigh: rounded(average(ahead.hi80)),
    }),
    testedLine(forecast, voice),
  ];
}

/** What moved a forecast: the last weeks, the season, what was unusual, and what its data and its model are worth. */
export async function why(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { asked } = turn.conversation;
  const before = asked?.intent.startsWith('forecast.') ? asked : undefined;
  const said = await demandSaid(turn, ports);
  // Of goods of one kind the first does no harm: the answer names it.
  const [first] = said && 'goods' in said ? said.goods.skus : [];
  const subject: Subject =
    first !== undefined
      ? { scope: 'product', sku: first }
      : said && 'subject' in said
        ? said.subject
        : (before?.subject ?? TOTAL);
  const name = await nameOf(subject, ports, voice);
  const [forecast, sold, alerts] = await Promise.all([
    ports.demand.forecast(subject),
    ports.demand.sold(subject),
    ports.demand.alerts({ subject, since: addDays(turn.today, -ALERT_DAYS) }),
  ]);
  const period = periodOf(turn, before?.period);
  const ahead = forecast && windowOf(forecast, period);
  if (!ahead) return decision({ replies: [voice.text('rep.demandNone', { name })] });
  const { from, to } = ahead.period;
  const lately = average(sold.slice(-LATELY_DAYS));
  const daily = average(ahead.mean);
  const lines = [
    voice.say(daily >= lately ? 'rep.whyMore' : 'rep.whyLess', {
      name,
      from: { date: from },
      to: { date: to },
      daily: rounded(daily),
      lately: rounded(lately),
    }),
    ...(sold.length >= 2 * LATELY_DAYS
      ? [
          voice.say('rep.whyLevel', {
            lately: rounded(lately),
            before: rounded(average(sold.slice(-2 * LATELY_DAYS, -LATELY_DAYS))),
          }),
        ]
      : []),
    ...seasonLine(sold, ahead.period, turn.today, voice),
    ...(subject.scope === 'total' ? await partLines(ahead.period, daily >= lately, ports, voice) : []),
    ...alerts.map((alert) => alertText(ports.answers, voice.language, alert, name)),
    ...forecast.quality
      .slice(0, NOTES_SHOWN)
      .map(({ kind, since, days }) =>
        voice.say(`rep.note.${camelCase(kind)}`, { date: { date: since }, days }),
      ),
    voice.say('rep.whyModel', { model: forecast.model, date: { date: forecast.trainedTo } }),
    testedLine(forecast, voice),
  ];
  return decision({
    events: [{ kind: 'rep.asked', question: { intent: 'forecast.show', subject, period } }],
    replies: [
      {
        kind: 'text',
        language: voice.language,
        text: lines.map((line, i) => (i ? `- ${line}` : line)).join('\n'),
      },
    ],
  });
}

/** The categories that move the total most in the direction it goes, each against its own last four weeks. */
async function partLines(
  period: Period,
  isMore: boolean,
  ports: Ports,
  voice: Voice,
): Promise<readonly string[]> {
  const moves = (await ports.demand.categories()).flatMap(({ forecast, sold }) => {
    const ahead = windowOf(forecast, period);
    if (!ahead) return [];
    const daily = average(ahead.mean);
    const lately = average(sold.slice(-LATELY_DAYS));
    const isPart = daily >= lately === isMore && rounded(daily) !== rounded(lately);
    return isPart ? [{ sku: forecast.sku, daily, lately }] : [];
  });
  const greatest = moves
    .sort((a, b) => Math.abs(b.daily - b.lately) - Math.abs(a.daily - a.lately))
    .slice(0, PARTS_SHOWN);
  return greatest.map(({ sku, daily, lately }) =>
    voice.say(isMore ? 'rep.whyPartMore' : 'rep.whyPartLess', {
      name: categoryName(sku, ports.shop, voice.language),
      daily: rounded(daily),
      lately: rounded(lately),
    }),
  );
}

const TOTAL: Subject = { scope: 'total', sku: 'total' };

export async function nameOf({ scope, sku }: Subject, ports: Ports, voice: Voice): Promise<string> {
  if (scope === 'total') return voice.say('alert.total');
  if (scope === 'category') return categoryName(sku, ports.shop, voice.language);
  const [product] = await inOrder(ports, [sku]);
  return product ? voice.name(product) : sku;
}

function testedLine({ backtest }: DemandForecast, voice: Voice): string {
  if (!backtest || backtest.days === 0) return voice.say('rep.demandUntested');
  return voice.say('rep.demandTested', {
    days: backtest.days,
    error: Math.round(backtest.mase * 100) / 100,
    share: { percent: Math.round(backtest.coverage80 * 100) / 100 },
  });
}

/** `sold` ends on the day before `today`. Nothing where a year is not known. */
function seasonLine(sold: readonly number[], { from, to }: Period, today: string, voice: Voice): string[] {
  const first = sold.length + daysBetween(today, from) - YEAR_DAYS;
  const then = sold.slice(Math.max(0, first), first + daysBetween(from, to) + 1);
  if (first < 0 || then.length === 0) return [];
  return [
    voice.say('rep.whySeason', {
      units: rounded(average(then)),
      year: rounded(average(sold.slice(-YEAR_DAYS))),
    }),
  ];
}

const camelCase = (words: string): string =>
  words.replace(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());
