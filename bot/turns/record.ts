import { Types } from 'mongoose';
import type { Author, TurnRecord } from '../../crm/models/turn.ts';
import type { IncomingMessage } from '../../dialogs/message.ts';
import type { ExplainedDecision } from '../../dialogs/skill.ts';
import type { StoredUnderstanding, Understanding } from '../../nlu/understanding.ts';
import type { Standing } from './conversations.ts';

/** Words and their forms can be had from the text again, and would be most of the record. */
function stored({ tokens: _, ...understanding }: Understanding): StoredUnderstanding {
  return understanding;
}

/** The next entry of a conversation's log, with everything in its outbox still to be done. */
export function recordOf(entry: {
  readonly message: IncomingMessage;
  readonly standing: Standing;
  readonly session: number;
  readonly understanding: Understanding | null;
  readonly modelVersion?: number;
  readonly decision: ExplainedDecision;
  /** Drawn for new documents. */
  readonly numbers?: readonly string[];
  readonly at: Date;
  readonly decidedAt: Date;
  readonly by?: Author;
}): TurnRecord {
  const {
    message,
    standing,
    session,
    understanding,
    modelVersion,
    decision,
    numbers = [],
    at,
    decidedAt,
    by,
  } = entry;
  const seq = standing.seq + 1;
  return {
    _id: new Types.ObjectId(),
    conversationId: message.conversationId,
    seq,
    session,
    channel: message.channel,
    messageId: message.id,
    ...(by && { by }),
    message,
    understanding: understanding && stored(understanding),
    ...(modelVersion !== undefined && { modelVersion }),
    decision,
    ...(numbers.length > 0 && { numbers }),
    firstReply: standing.lastReply + 1,
    lastReply: standing.lastReply + decision.replies.length,
    outbox: [...decision.effects, ...decision.replies].map((_, index) => ({
      key: `${message.conversationId}:${seq}:${index}`,
      kind: index < decision.effects.length ? 'effect' : 'reply',
      status: 'pending',
      attempts: 0,
    })),
    status: 'committed',
    at,
    decidedAt,
  };
}
