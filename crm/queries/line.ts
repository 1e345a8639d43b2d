import type { Models } from '../models/index.ts';

export interface LineRequest {
  readonly conversationId: string;
  /** That of the conversation where it does not wait yet. */
  readonly priority: number;
  readonly now: Date;
}

/** A rep whose terminal was heard of within this time is at the desk. */
const PRESENT_MS = 30_000;
/** The wait is said from this many conversations on, of the last so many. */
const LEAST_HANDLED = 3;
const LAST_HANDLED = 20;

/** Place in line of a conversation that waits or is about to, who is there to take it, and how long they take. */
export async function lineOf({ Handoff, Rep }: Models, { conversationId, priority, now }: LineRequest) {
  const own = await Handoff.findOne({ conversationId, status: 'waiting' }).lean();
  const rank = own?.priority ?? priority;
  const [ahead, present, busy, handled] = await Promise.all([
    Handoff.countDocuments({
      status: 'waiting',
      conversationId: { $ne: conversationId },
      $or: [
        { priority: { $gt: rank } },
        { priority: rank, ...(own && { requestedAt: { $lt: own.requestedAt } }) },
      ],
    }),
    Rep.find({ seenAt: { $gt: new Date(now.getTime() - PRESENT_MS) } })
      .select({ key: 1 })
      .lean(),
    Handoff.distinct('rep', { status: 'owned' }),
    Handoff.find({ status: 'closed', takenAt: { $exists: true } })
      .sort({ closedAt: -1 })
      .limit(LAST_HANDLED)
      .select({ takenAt: 1, closedAt: 1 })
      .lean(),
  ]);
  const minutes = handled
    .map(({ takenAt, closedAt }) => (closedAt!.getTime() - takenAt!.getTime()) / 60_000)
    .sort((a, b) => a - b);
  const median = minutes[Math.floor(minutes.length / 2)];
  return {
    position: ahead + 1,
    reps: present.length,
    free: present.filter(({ key }) => !busy.includes(key)).length,
    ...(median !== undefined && minutes.length >= LEAST_HANDLED && { handlingMinutes: median }),
  };
}
