import { addDays } from '../../../crm/calendar.ts';
import type { DemandAlert } from '../../../crm/models/demand-alert.ts';
import type { RepList } from '../../conversation/facts.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { alertText } from '../../wording/alert-text.ts';
import { meetingLine } from './agenda/meetings.ts';
import { taskLine } from './agenda/tasks.ts';
import { dealLine, FIRST_DAY } from './deals/deals.ts';
import { nameOf } from './demand/subject.ts';
import { textReply } from './reply/listing.ts';
import { OPEN_STAGES } from './said/deals.ts';

const SHOWN = 3;
const ALERTS_PAGE = 10;
const CLOSING_DAYS = 7;

/** The rep's own day first, then who and what waits for anybody, then how the shop does. */
export async function digest(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const alerts = await ports.demand.alerts({ foundOn: turn.today });
  const own = await ownLines(turn, ports, voice);
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

/** Meetings and reminders of today, and deals that close within a week or should have. */
async function ownLines({ today, message }: Turn, ports: Ports, voice: Voice): Promise<readonly string[]> {
  const rep = message.sender.id;
  const { timeZone } = ports.shop;
  const [meetings, due, deals] = await Promise.all([
    ports.sales.meetings(rep, today, today),
    ports.sales.activities({ rep, isOpen: true, dueBy: today }),
    ports.sales.deals({
      owner: rep,
      stages: OPEN_STAGES,
      closes: { from: FIRST_DAY, to: addDays(today, CLOSING_DAYS) },
    }),
  ]);
  return [
    ...listed(
      'rep.meetings',
      meetings.map((meeting) => meetingLine(meeting, timeZone, voice)),
      voice,
    ),
    ...listed(
      'rep.due',
      due.map((task) => taskLine(task, today, voice)),
      voice,
    ),
    ...listed(
      'rep.closing',
      deals.map((deal) => dealLine(deal, voice)),
      voice,
    ),
  ];
}

function listed(key: string, lines: readonly string[], voice: Voice): readonly string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, SHOWN).map((line) => `- ${line}`);
  const left = lines.length - shown.length;
  return [
    voice.say(key, { count: lines.length }),
    ...shown,
    ...(left > 0 ? [voice.say('rep.more', { count: left })] : []),
  ];
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
