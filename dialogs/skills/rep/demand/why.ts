import { addDays, daysBetween } from '../../../../crm/calendar.ts';
import type { Period } from '../../../conversation/facts.ts';
import type { Ports, Subject } from '../../../ports.ts';
import type { Decision, Turn } from '../../../skill.ts';
import { decision, type Voice, voiceOf } from '../../../voice.ts';
import { alertText, rounded } from '../../../wording/alert-text.ts';
import { categoryName } from '../../product/search.ts';
import { demandSaid } from '../said/goods.ts';
import { nameOf, periodOf, TOTAL, testedLine } from './subject.ts';
import { average, windowOf } from './window.ts';

/** "Of late", against as many days before. */
const LATELY_DAYS = 28;
/** The same weekdays a year ago. */
const YEAR_DAYS = 364;
const ALERT_DAYS = 90;
const NOTES_SHOWN = 4;
const PARTS_SHOWN = 3;

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
