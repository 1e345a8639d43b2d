import { addDays, daysBetween } from '../../../../crm/calendar.ts';
import type { Deal } from '../../../../crm/models/deal.ts';
import { repWordsOf } from '../../../language/words/rep/words.ts';
import { has } from '../../../language/words/words.ts';
import type { Ports } from '../../../ports.ts';
import type { Bid, Decision, Turn } from '../../../skill.ts';
import { amountsIn } from '../../../slots/amounts.ts';
import { decision, type Voice, voiceOf } from '../../../voice.ts';
import { linesOf, periodText, textReply } from '../reply/listing.ts';
import { daysSaid } from '../said/day-shift.ts';
import { OPEN_STAGES } from '../said/deals.ts';
import { quarterOf, upTo } from '../said/sales-period.ts';
import { dealLine, filterSaid, listOf, sumOf } from './deals.ts';

const SHOWN = 10;
/** Nothing was noted on a deal for so long, or it has been at its stage for so long: it goes wrong. */
const SILENT_DAYS = 14;
const STUCK_DAYS = 30;
const WIN_RATE_DAYS = 365;

export const stageLines = (deals: readonly Deal[], currency: string, voice: Voice): readonly string[] =>
  OPEN_STAGES.flatMap((stage) => {
    const own = deals.filter((deal) => deal.stage === stage);
    if (own.length === 0) return [];
    const said = { stage: voice.say(`rep.stage.${stage}`), count: own.length, total: sumOf(own, currency) };
    return [`- ${voice.say('rep.atStage', said)}`];
  });

/** Open deals by stage, and what they come to when each counts by its probability to be won. */
export async function pipeline(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { currency } = ports.shop;
  const filter = await filterSaid(turn, ports, bid);
  const deals = await ports.sales.deals(filter);
  const events = [
    { kind: 'list.shown' as const, list: listOf(deals, 0) },
    { kind: 'rep.asked' as const, question: { intent: 'pipeline.show', deals: filter } },
  ];
  if (deals.length === 0) return decision({ events, replies: [voice.text('rep.noDeals')] });
  const total = sumOf(deals, currency);
  const average = { amount: Math.round(total.amount / deals.length), currency };
  const isOfAverage = has(repWordsOf(turn.understanding.language).averageDeal, turn.understanding.text);
  return decision({
    events,
    replies: [
      textReply(
        [
          voice.say('rep.deals', { count: deals.length, total }),
          ...(isOfAverage ? [voice.say('rep.averageDeal', { average })] : []),
          ...stageLines(deals, currency, voice),
          await weightedLine(deals, ports, voice),
        ],
        voice,
      ),
    ],
  });
}

/** What deals come to when each counts by its probability to be won. */
async function weightedLine(deals: readonly Deal[], ports: Ports, voice: Voice): Promise<string> {
  const chances = await ports.sales.dealChances(deals.map(({ key }) => key));
  const scored = deals.filter(({ key }) => chances.has(key));
  if (scored.length === 0) return voice.say('rep.unweighted');
  const weighted = scored.reduce((sum, { key, amount }) => sum + amount.amount * chances.get(key)!, 0);
  return voice.say(scored.length === deals.length ? 'rep.weighted' : 'rep.weightedPart', {
    total: { amount: Math.round(weighted), currency: ports.shop.currency },
    left: deals.length - scored.length,
  });
}

/** "how far am I from 20k this quarter": what is won of it and what open deals of the period can bring; of this quarter where none is named. */
export async function target(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { currency } = ports.shop;
  const [wanted] = amountsIn(turn.understanding);
  if (wanted === undefined) return decision({ replies: [voice.text('rep.targetUnsaid')] });
  const { stages: _, least: __, most: ___, ...filter } = await filterSaid(turn, ports, bid);
  const closes = filter.closes ?? quarterOf(turn.today);
  const [won, open] = await Promise.all([
    ports.sales.deals({ ...filter, closes, stages: ['won'] }),
    ports.sales.deals({ ...filter, closes, stages: OPEN_STAGES }),
  ]);
  const sum = sumOf(won, currency);
  const left = wanted - sum.amount;
  const question = { intent: 'pipeline.target', deals: { ...filter, closes } };
  return decision({
    events: [{ kind: 'rep.asked', question }],
    replies: [
      textReply(
        [
          voice.say(left > 0 ? 'rep.target' : 'rep.targetReached', {
            period: periodText(closes, voice),
            count: won.length,
            won: sum,
            target: { amount: wanted, currency },
            left: { amount: Math.abs(left), currency },
          }),
          voice.say('rep.targetOpen', { count: open.length, total: sumOf(open, currency) }),
          ...(open.length > 0 ? [await weightedLine(open, ports, voice)] : []),
        ],
        voice,
      ),
    ],
  });
}

/** Of the deals closed in a period, the share that was won; of the last twelve months where none is named. */
export async function winRate(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { stages: _, ...filter } = await filterSaid(turn, ports, bid);
  const lately = { from: addDays(turn.today, -WIN_RATE_DAYS), to: turn.today };
  const closes = upTo(filter.closes ?? lately, turn.today);
  const closed = await ports.sales.deals({ ...filter, closes, stages: ['won', 'lost'] });
  const events = [{ kind: 'rep.asked' as const, question: { intent: 'pipeline.winRate', deals: filter } }];
  const period = { period: periodText(closes, voice) };
  if (closed.length === 0) return decision({ events, replies: [voice.text('rep.noneClosed', period)] });
  const won = closed.filter(({ stage }) => stage === 'won');
  const { currency } = ports.shop;
  return decision({
    events,
    replies: [
      voice.text('rep.winRate', {
        ...period,
        won: won.length,
        closed: closed.length,
        percent: { percent: Math.round((1_000 * won.length) / closed.length) / 1_000 },
        wonTotal: sumOf(won, currency),
        total: sumOf(closed, currency),
      }),
    ],
  });
}

/** "what's slipping", "anything stuck in proposal over 30 days", "deals without activity": each with what is wrong with it. */
export async function atRisk(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { closes, ...others } = await filterSaid(turn, ports, bid);
  // "haven't moved in a month" says how long, and no day to close.
  const filter = closes && daysSaid(turn) === undefined ? { ...others, closes } : others;
  const deals = await ports.sales.deals(filter);
  const touched = await ports.sales.lastTouched(deals.map(({ key }) => key));
  const faultsOf = faultFinder(turn, touched, voice);
  const risky = deals.flatMap((deal) => {
    const faults = faultsOf(deal);
    return faults.length > 0 ? [{ deal, faults }] : [];
  });
  const question = { kind: 'rep.asked' as const, question: { intent: 'deals.atRisk', deals: filter } };
  if (risky.length === 0)
    return decision({ events: [question], replies: [voice.text('rep.noneAtRisk', { count: deals.length })] });
  const found = risky.map(({ deal }) => deal);
  const lines = risky
    .slice(0, SHOWN)
    .map(({ deal, faults }) => voice.say('rep.risk', { deal: dealLine(deal, voice), faults }));
  return decision({
    events: [{ kind: 'list.shown', list: listOf(found, 0) }, question],
    replies: [
      textReply(
        [
          voice.say('rep.risks', { count: found.length, total: sumOf(found, ports.shop.currency) }),
          ...linesOf(lines, { from: 0, total: found.length }, voice),
        ],
        voice,
      ),
    ],
  });
}

/** What is wrong with a deal, of the kind that a message asks for; of any kind where it names none. */
function faultFinder(turn: Turn, touched: ReadonlyMap<string, string>, voice: Voice) {
  const { understanding, today } = turn;
  const { text, language } = understanding;
  const words = repWordsOf(language);
  const isOfSilence = has(words.silent, text);
  const isOfStage = has(words.stuck, text);
  const isOfAll = !isOfSilence && !isOfStage;
  const since = daysSaid(turn);
  return ({ key, stage, closeDate, stageSince }: Deal): readonly string[] => {
    const late = daysBetween(closeDate, today);
    const silent = daysBetween(touched.get(key) ?? today, today);
    const atStage = stageSince === undefined ? 0 : daysBetween(stageSince, today);
    const said = { stage: voice.say(`rep.stage.${stage}`) };
    return [
      ...(isOfAll && late > 0 ? [voice.say('rep.riskLate', { days: late })] : []),
      ...((isOfAll || isOfSilence) && silent >= (since ?? SILENT_DAYS)
        ? [voice.say('rep.riskSilent', { days: silent })]
        : []),
      ...((isOfAll || isOfStage) && atStage >= (since ?? STUCK_DAYS)
        ? [voice.say('rep.riskStuck', { days: atStage, ...said })]
        : []),
    ];
  };
}
