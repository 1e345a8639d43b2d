import type { Models } from '../../crm/models/index.ts';
import type { Money } from '../../crm/money.ts';
import type { ConversationEvent } from '../../dialogs/conversation/event.ts';
import type { Effect } from '../../dialogs/effect.ts';
import type { Language } from '../../nlu/understanding.ts';

/** What the log of turns says about one turn that is nobody's secret: no words, no names, no addresses. */
export interface TurnFacts {
  readonly conversationId: string;
  /** With `conversationId` the session the turn belongs to. */
  readonly session: number;
  readonly channel: string;
  readonly language: Language;
  /** The intent the deciding skill acted on; `none` where there was none. */
  readonly intent: string;
  readonly skill: string;
  readonly handoffs: readonly string[];
  /** Numbers of quotes made. */
  readonly quotes: readonly string[];
  readonly orders: readonly { readonly quoteNumber: string; readonly total: Money }[];
  /** From the channel's receipt to the decision, milliseconds; absent in turns of earlier versions. */
  readonly answerMs?: number;
}

interface Stored {
  readonly conversationId: string;
  readonly session: number;
  readonly channel: string;
  readonly message: { readonly at: Date };
  readonly decidedAt?: Date;
  readonly understanding?: { readonly language: Language };
  readonly decision: {
    readonly skill: string;
    readonly events: readonly ConversationEvent[];
    readonly effects: readonly Effect[];
  };
}

/** Visitors' turns from `from` on, before `to`, as they were committed. Streams: memory does not grow with the log. */
export async function* turnFacts({ Turn }: Models, from: Date, to: Date): AsyncGenerator<TurnFacts> {
  const turns = Turn.find({
    at: { $gte: from, $lt: to },
    by: { $exists: false },
    'message.role': { $exists: false },
  })
    .select({
      conversationId: 1,
      session: 1,
      channel: 1,
      'message.at': 1,
      decidedAt: 1,
      'understanding.language': 1,
      'decision.skill': 1,
      'decision.events': 1,
      'decision.effects': 1,
    })
    .lean<Stored>()
    .cursor();
  for await (const turn of turns) yield factsOf(turn as unknown as Stored);
}

function factsOf({ decision, message, decidedAt, understanding, ...turn }: Stored): TurnFacts {
  const { conversationId, session, channel } = turn;
  const received = decision.events.find((event) => event.kind === 'message.received');
  return {
    conversationId,
    session,
    channel,
    language: received?.language ?? understanding?.language ?? 'en',
    intent: received?.intent ?? 'none',
    skill: decision.skill,
    handoffs: decision.events.flatMap((event) =>
      event.kind === 'handoff.requested' || event.kind === 'person.requested' ? [event.reason] : [],
    ),
    quotes: decision.effects.flatMap((effect) =>
      effect.kind === 'quote.create' ? [effect.quote.number] : [],
    ),
    orders: decision.effects.flatMap((effect) =>
      effect.kind === 'order.place' ? [{ quoteNumber: effect.quoteNumber, total: effect.total }] : [],
    ),
    ...(decidedAt && { answerMs: Math.max(0, decidedAt.getTime() - message.at.getTime()) }),
  };
}
