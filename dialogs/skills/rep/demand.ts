import { addDays, daysBetween } from '../../../crm/calendar.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import { alertText, rounded } from '../../alert-text.ts';
import type { DemandForecast, Ports, Subject } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { productSlot } from '../../slots/product.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { categoryName, filterOf } from '../product/search.ts';
import { average, lastDay, type Period, windowOf } from './demand-window.ts';

const DEFAULT_DAYS = 30;
/** "Of late", against as many days before. */
const LATELY_DAYS = 28;
/** The same weekdays a year ago. */
const YEAR_DAYS = 364;
const ALERT_DAYS = 90;
const NOTES_SHOWN = 4;
const PARTS_SHOWN = 3;

/** The days ahead that a message names, else the next 30. */
export function periodOf({ understanding, today }: Turn): Period {
  const said = entitiesOf(understanding, 'date')[0];
  if (!said || said.to < today) return { from: today, to: addDays(today, DEFAULT_DAYS) };
  return { from: said.from > today ? said.from : today, to: said.to };
}

/** The product or category that a message names. Of several products that fit the best guess does no harm: the answer names it. */
export async function namedSubject(turn: Turn, ports: Ports): Promise<Subject | undefined> {
  const said = entitiesOf(turn.understanding, 'product');
  const slot = said.length > 0 ? await productSlot(turn, ports) : undefined;
  if (slot?.kind === 'found') return { scope: 'product', sku: slot.products[0]!.sku };
  const category = filterOf(turn, ports.shop)?.category;
  if (category !== undefined) return { scope: 'category', sku: category };
  return slot?.kind === 'ambiguous' ? { scope: 'product', sku: slot.candidates[0]!.sku } : undefined;
}

/** What is expected of a product, a category or all, how sure that is, and how well the like was foretold before. */
export async function demandLines(
  subject: Subject,
  turn: Turn,
  ports: Ports,
  voice: Voice,
): Promise<readonly string[]> {
  const forecast = await ports.demand.forecast(subject);
  const name = await nameOf(subject, ports, voice);
  if (!forecast) return [voice.say('rep.demandNone', { name })];
  const ahead = windowOf(forecast, periodOf(turn));
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
  const subject = (await namedSubject(turn, ports)) ?? turn.conversation.forecast ?? TOTAL;
  const name = await nameOf(subject, ports, voice);
  const [forecast, sold, alerts] = await Promise.all([
    ports.demand.forecast(subject),
    ports.demand.sold(subject),
    ports.demand.alerts({ subject, since: addDays(turn.today, -ALERT_DAYS) }),
  ]);
  const ahead = forecast && windowOf(forecast, periodOf(turn));
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
    events: [{ kind: 'forecast.shown', subject }],
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

export const TOTAL: Subject = { scope: 'total', sku: 'total' };

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
