import { addDays } from '../../../crm/calendar.ts';
import type { DemandAlert } from '../../../crm/models/demand-alert.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import type { Period, RepList } from '../../conversation/facts.ts';
import { repWordsOf } from '../../language/words/rep/words.ts';
import { has } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { alertText } from '../../wording/alert-text.ts';
import { datedMeetingLine, meetingLine } from './agenda/meetings.ts';
import { taskLine } from './agenda/tasks.ts';
import { dealLine, FIRST_DAY } from './deals/deals.ts';
import { nameOf } from './demand/subject.ts';
import { periodText, textReply } from './reply/listing.ts';
import { OPEN_STAGES } from './said/deals.ts';

const SHOWN = 3;
const ALERTS_PAGE = 10;
const CLOSING_DAYS = 7;
const WEEK = 7;

/** The rep's own day first, then who and what waits for anybody, then how the shop does; of the week where that is asked, the rep's own. */
export async function digest(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const week = weekSaid(turn);
  if (week) return ownWeek(week, turn, ports);
  const alerts = await ports.demand.alerts({ foundOn: turn.today });
  const own = await ownLines({ from: turn.today, to: turn.today }, turn, ports, voice);
  const lines = [
    ...(own.length > 0 ? own : [voice.say('rep.nothingDue')]),
    ...(await waitingLines(turn, ports, voice)),
    ...(await shopLines(alerts, turn, ports, voice)),
  ];
  return decision({
    events: [{ kind: 'list.shown', list: alertList(alerts, SHOWN) }],
    replies: [textReply(lines, voice)],
  });
}

/** "how's my week looking", 我这周有什么安排: the days of the week named from today on, else of this one. */
function weekSaid({ understanding, today }: Turn): Period | undefined {
  const { text, language } = understanding;
  if (!has(repWordsOf(language).week, text)) return undefined;
  const said = entitiesOf(understanding, 'date').find(({ from, to }) => from < to);
  const to = said?.to ?? addDays(today, (WEEK - new Date(`${today}T00:00:00Z`).getUTCDay()) % WEEK);
  return { from: said && said.from > today ? said.from : today, to };
}

async function ownWeek(week: Period, turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const own = await ownLines(week, turn, ports, voice);
  const lines = own.length > 0 ? own : [voice.say('rep.nothingInWeek', { period: periodText(week, voice) })];
  return decision({ replies: [textReply([...lines, ...(await waitingLines(turn, ports, voice))], voice)] });
}

/** Meetings and reminders of some days, and deals that close by their end, within a week at least, or should have. */
async function ownLines(
  { from, to }: Period,
  { today, message }: Turn,
  ports: Ports,
  voice: Voice,
): Promise<readonly string[]> {
  const rep = message.sender.id;
  const { timeZone } = ports.shop;
  const soon = addDays(today, CLOSING_DAYS);
  const [meetings, due, deals] = await Promise.all([
    ports.sales.meetings(rep, from, to),
    ports.sales.activities({ rep, isOpen: true, dueBy: to }),
    ports.sales.deals({
      owner: rep,
      stages: OPEN_STAGES,
      closes: { from: FIRST_DAY, to: to > soon ? to : soon },
    }),
  ]);
  return [
    ...(from === to
      ? listed(
          voice.say('rep.meetings', { count: meetings.length }),
          meetings.map((meeting) => meetingLine(meeting, timeZone, voice)),
          voice,
        )
      : listed(
          voice.say('rep.meetingsIn', { count: meetings.length, period: periodText({ from, to }, voice) }),
          meetings.map((meeting) => datedMeetingLine(meeting, timeZone, voice)),
          voice,
        )),
    ...listed(
      voice.say('rep.due', { count: due.length }),
      due.map((task) => taskLine(task, today, voice)),
      voice,
    ),
    ...listed(
      voice.say(to > soon ? 'rep.closingBy' : 'rep.closing', { count: deals.length, date: { date: to } }),
      deals.map((deal) => dealLine(deal, voice)),
      voice,
    ),
  ];
}

function listed(title: string, lines: readonly string[], voice: Voice): readonly string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, SHOWN).map((line) => `- ${line}`);
  const left = lines.length - shown.length;
  return [title, ...shown, ...(left > 0 ? [voice.say('rep.more', { count: left })] : [])];
}

async function waitingLines({ today }: Turn, ports: Ports, voice: Voice): Promise<readonly string[]> {
  const [visitors, approvals, callbacks] = await Promise.all([
    ports.sales.waiting(),
    ports.sales.approvals(today),
    ports.sales.callbacks(today),
  ]);
  return [voice.say('rep.waiting', { visitors, discounts: approvals.length, callbacks })];
}

async function shopLines(
  alerts: readonly DemandAlert[],
  { today }: Turn,
  ports: Ports,
  voice: Voice,
): Promise<readonly string[]> {
  const yesterday = addDays(today, -1);
  const [sold, reorders] = await Promise.all([
    ports.sales.sold({ from: yesterday, to: yesterday }),
    ports.demand.reorder(today),
  ]);
  const { currency } = ports.shop;
  return [
    voice.say('rep.soldYesterday', {
      total: { amount: sold.amount, currency },
      units: sold.units,
      count: sold.orders,
    }),
    ...(alerts.length > 0
      ? [
          voice.say('rep.alerts', { count: alerts.length }),
          ...(await alertLines(alerts, 0, SHOWN, ports, voice)),
        ]
      : []),
    ...(reorders.length > 0 ? [voice.say('rep.toReorder', { count: reorders.length })] : []),
  ];
}

const alertList = (alerts: readonly DemandAlert[], shown: number): RepList => ({
  of: 'alert',
  keys: alerts.map(({ sku, since }) => `${sku} ${since}`),
  shown: Math.min(alerts.length, shown),
});

async function alertLines(
  alerts: readonly DemandAlert[],
  from: number,
  count: number,
  ports: Ports,
  voice: Voice,
): Promise<readonly string[]> {
  const texts = await Promise.all(
    alerts
      .slice(from, from + count)
      .map(
        async (alert) =>
          `- ${alertText(ports.answers, voice.language, alert, await nameOf(alert, ports, voice))}`,
      ),
  );
  const left = alerts.length - from - texts.length;
  return left > 0 ? [...texts, voice.say('rep.moreAlerts', { count: left })] : texts;
}

/** More of what the night found unusual. */
export async function moreAlerts({ shown }: RepList, turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const alerts = await ports.demand.alerts({ foundOn: turn.today });
  return decision({
    events: [{ kind: 'list.shown', list: alertList(alerts, shown + ALERTS_PAGE) }],
    replies: [textReply(await alertLines(alerts, shown, ALERTS_PAGE, ports, voice), voice)],
  });
}
