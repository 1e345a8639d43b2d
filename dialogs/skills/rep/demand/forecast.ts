import type { Period, RepQuestion } from '../../../conversation/facts.ts';
import type { Ports, Subject } from '../../../ports.ts';
import { AGAIN } from '../../../readings/reading.ts';
import type { Bid, Decision, Turn } from '../../../skill.ts';
import { decision, type Voice, voiceOf } from '../../../voice.ts';
import { rounded } from '../../../wording/alert-text.ts';
import { sumOf } from '../deals/deals.ts';
import { stageLines } from '../deals/pipeline.ts';
import { linesOf, productNames, textReply } from '../reply/listing.ts';
import { OPEN_STAGES } from '../said/deals.ts';
import { demandSaid, namesOnlyDays } from '../said/goods.ts';
import { nameOf, periodOf, TOTAL, testedLine } from './subject.ts';
import { average, lastDay, windowOf } from './window.ts';

const PARTS_SHOWN = 3;
/** So many goods of a kind are looked at. */
const KIND_READ = 100;

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
