import { addDays } from '../../../../crm/calendar.ts';
import type { Activity } from '../../../../crm/models/activity.ts';
import { entitiesOf } from '../../../../nlu/understanding.ts';
import type { RepList } from '../../../conversation/facts.ts';
import type { Ports } from '../../../ports.ts';
import { placed, repPointerIn } from '../../../readings/rep-pointer.ts';
import type { Decision, Turn } from '../../../skill.ts';
import { decision, type Voice, voiceOf } from '../../../voice.ts';
import { linesOf, periodText, textReply } from '../reply/listing.ts';
import { propose } from '../reply/propose.ts';
import { dayShifted } from '../said/day-shift.ts';
import { upTo } from '../said/sales-period.ts';
import { contentOf } from './content.ts';

const SHOWN = 10;
const REVIEWED_DAYS = 7;

/** What a rep wanted to be reminded of, the soonest first; of the days that a message names. */
export async function show(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const dueBy = entitiesOf(turn.understanding, 'date')[0]?.to;
  const open = await ports.sales.activities({
    rep: turn.message.sender.id,
    isOpen: true,
    ...(dueBy !== undefined && { dueBy }),
  });
  if (open.length === 0) return decision({ replies: [voice.text('rep.noTasks')] });
  return decision({
    events: [{ kind: 'list.shown', list: listOf(open, 0) }],
    replies: [
      textReply(
        [voice.say('rep.tasks', { count: open.length }), ...pageOf(open, 0, turn.today, voice)],
        voice,
      ),
    ],
  });
}

const listOf = (open: readonly Activity[], from: number): RepList => ({
  of: 'reminder',
  keys: open.map(({ effectKey }) => effectKey),
  shown: Math.min(open.length, from + SHOWN),
});

export const pageOf = (
  open: readonly Activity[],
  from: number,
  today: string,
  voice: Voice,
): readonly string[] =>
  linesOf(
    open.slice(from, from + SHOWN).map((task) => taskLine(task, today, voice)),
    { from, total: open.length },
    voice,
  );

export async function moreTasks({ shown }: RepList, turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const open = await ports.sales.activities({ rep: turn.message.sender.id, isOpen: true });
  return decision({
    events: [{ kind: 'list.shown', list: listOf(open, shown) }],
    replies: [textReply(pageOf(open, shown, turn.today, voice), voice)],
  });
}

/** When it is due, unless that is plainly today, and the rep's own words. */
export function taskLine({ text, dueOn, dueAt }: Activity, today: string, voice: Voice): string {
  if (dueOn === undefined) return text;
  const day = dueOn === today ? undefined : { date: { date: dueOn } };
  if (dueAt === undefined) return day ? voice.say('rep.taskOn', { ...day, text }) : text;
  return day
    ? voice.say('rep.taskOnAt', { ...day, time: dueAt, text })
    : voice.say('rep.taskAt', { time: dueAt, text });
}

/** "done with the second", "the samples are sorted": asks before it takes a reminder off. */
export async function finish(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const open = await ports.sales.activities({ rep: turn.message.sender.id, isOpen: true });
  const meant = meantOf(open, turn);
  if (meant.length === 0)
    return open.length === 0
      ? decision({ replies: [voice.text('rep.noTasks')] })
      : asksWhich(open, turn, voice);
  return propose(
    meant.map(({ effectKey }) => ({ kind: 'activity.done', key: effectKey })),
    voice.say('rep.shallITickOff', { texts: meant.map(({ text }) => `"${text}"`) }),
    voice,
    { undo: meant.map(({ effectKey }) => ({ kind: 'activity.reopen', key: effectKey })) },
  );
}

/** "push the first one to tuesday": asks before a reminder is put to another day. */
export async function move(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const open = await ports.sales.activities({ rep: turn.message.sender.id, isOpen: true });
  const [task, another] = meantOf(open, turn);
  if (!task || another) return asksWhich(open, turn, voice);
  const said = entitiesOf(turn.understanding, 'date')[0];
  const dueOn = dayShifted(task.dueOn ?? turn.today, turn) ?? said?.from;
  if (dueOn === undefined) return decision({ replies: [voice.text('rep.moveWhen')] });
  const { effectKey, text } = task;
  const dueAt = said?.at ?? task.dueAt;
  const activity = { ...contentOf(task), dueOn, ...(dueAt !== undefined && { dueAt }) };
  const values = { text: `"${text}"`, date: { date: dueOn } };
  const key = turn.newNumber('A');
  return propose(
    [
      { kind: 'activity.done', key: effectKey },
      { kind: 'activity.log', key, activity },
    ],
    dueAt === undefined
      ? voice.say('rep.shallIMove', values)
      : voice.say('rep.shallIMoveAt', { ...values, time: dueAt }),
    voice,
    {
      undo: [
        { kind: 'activity.remove', key },
        { kind: 'activity.reopen', key: effectKey },
      ],
    },
  );
}

/** By its place in the list, else by the words that a reminder has in common with the message; the only one there is. */
function meantOf(open: readonly Activity[], turn: Turn): readonly Activity[] {
  const { understanding, conversation } = turn;
  const pointer = repPointerIn(understanding);
  if (conversation.list?.of === 'reminder' && pointer && pointer.kind !== 'most') {
    const keys = placed(conversation.list.keys, pointer);
    return open.filter(({ effectKey }) => keys.includes(effectKey));
  }
  const words = understanding.tokens
    .filter(({ tag }) => tag === 'NOUN' || tag === 'PROPN' || tag === 'VERB')
    .map(({ norm }) => norm)
    .filter((word) => word.length > 1);
  const shared = open.map(({ text }) => words.filter((word) => text.toLowerCase().includes(word)).length);
  const most = Math.max(...shared);
  const best = open.filter((_, index) => most > 0 && shared[index] === most);
  return best.length === 1 || open.length > 1 ? (best.length === 1 ? best : []) : open;
}

function asksWhich(open: readonly Activity[], turn: Turn, voice: Voice): Decision {
  return decision({
    events: [{ kind: 'list.shown', list: listOf(open, 0) }],
    replies: [textReply([voice.say('rep.whichTask'), ...pageOf(open, 0, turn.today, voice)], voice)],
  });
}

/** "what did I do this week": what a rep noted on the days named, else in the last seven. */
export async function review(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { from, to } = entitiesOf(turn.understanding, 'date')[0] ?? {
    from: addDays(turn.today, 1 - REVIEWED_DAYS),
    to: turn.today,
  };
  const noted = upTo({ from, to }, turn.today);
  const found = await ports.sales.activities({ rep: turn.message.sender.id, noted });
  const period = { period: periodText(noted, voice) };
  if (found.length === 0) return decision({ replies: [voice.text('rep.noActivity', period)] });
  const lines = found.slice(0, SHOWN).map(({ at, kind, text }) =>
    voice.say('rep.reviewed', {
      date: { date: at.toISOString().slice(0, 10) },
      kind: voice.say(`rep.kind.${kind}`),
      text,
    }),
  );
  return decision({
    replies: [
      textReply(
        [
          voice.say('rep.review', { count: found.length, ...period }),
          ...linesOf(lines, { from: 0, total: found.length }, voice),
        ],
        voice,
      ),
    ],
  });
}
