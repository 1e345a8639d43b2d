import type { Models } from '../../crm/models/index.ts';
import type { TurnRecord } from '../../crm/models/turn.ts';
import type { ConversationEvent } from '../../dialogs/conversation/event.ts';
import type { IncomingMessage } from '../../dialogs/message.ts';
import type { ExplainedDecision } from '../../dialogs/skill.ts';

/** One thing said in a conversation, as a rep reads it. */
export interface Said {
  readonly from: 'visitor' | 'bot' | 'rep';
  /** Of a rep. */
  readonly name?: string;
  readonly text: string;
}

export interface Entry {
  readonly seq: number;
  readonly said: readonly Said[];
  readonly events: readonly ConversationEvent[];
}

/** What happened in a conversation after `seq`, oldest first; of more than `limit` entries the newest. */
export async function transcript(
  { Turn }: Models,
  conversationId: string,
  { after = 0, limit }: { readonly after?: number; readonly limit: number },
): Promise<readonly Entry[]> {
  const turns = await Turn.find({ conversationId, seq: { $gt: after } })
    .sort({ seq: -1 })
    .limit(limit)
    .select({ seq: 1, by: 1, message: 1, decision: 1, outbox: 1 })
    .lean();
  return turns.reverse().map(entryOf);
}

function entryOf({ seq, by, message, decision, outbox }: TurnRecord): Entry {
  const { events, replies, effects } = decision as ExplainedDecision;
  const shown = replies.filter((_, index) => outbox[effects.length + index]?.status !== 'withheld');
  return {
    seq,
    events,
    said: [
      ...(by ? [] : [{ from: 'visitor' as const, text: (message as IncomingMessage).text }]),
      ...shown.map(({ text, from }) =>
        from === undefined ? { from: 'bot' as const, text } : { from: 'rep' as const, name: from, text },
      ),
    ],
  };
}
