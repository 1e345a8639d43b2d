import { localDay } from '../../crm/calendar.ts';
import type { TurnRecord } from '../../crm/models/turn.ts';
import { replay } from '../../dialogs/conversation/conversation.ts';
import type { ConversationEvent } from '../../dialogs/conversation/event.ts';
import { carry } from '../../dialogs/conversation/state.ts';
import { clausesOf } from '../../dialogs/manager/clauses.ts';
import { decide } from '../../dialogs/manager/decide.ts';
import { behindSalutation } from '../../dialogs/manager/salutation.ts';
import type { IncomingMessage } from '../../dialogs/message.ts';
import type { Ports } from '../../dialogs/ports.ts';
import type { ExplainedDecision, Skill } from '../../dialogs/skill.ts';
import type { Understand } from '../../nlu/understand.ts';
import type { Standing } from './conversations.ts';
import { documentNumber } from './numbering.ts';
import { recordOf } from './record.ts';

/** What reads a message, and the version of the intent model that is in it. */
export interface Pipeline {
  readonly modelVersion: number;
  readonly understand: Understand;
  /** With the names of the CRM, which visitors have no business with. */
  readonly understandRep: Understand;
}

export interface DecidingOptions {
  /** The language pipeline as it is now; a turn takes it once, for the message and all its clauses. */
  readonly pipeline: () => Pipeline;
  readonly skills: readonly Skill[];
  readonly ports: Ports;
  readonly now: () => Date;
  /** Secret of this installation that makes document numbers unguessable. */
  readonly secret: string;
}

/** After this long a silence, or this many turns, a conversation starts a new session. */
const SESSION_MS = 12 * 3_600_000;
const SESSION_TURNS = 200;

/**
 * The turn that a message makes of the conversation as it stands, not yet committed; `attempt` is another where the
 * log has refused one.
 */
export async function decideTurn(
  { pipeline, skills, ports, now, secret }: DecidingOptions,
  message: IncomingMessage,
  standing: Standing,
  attempt: number,
): Promise<TurnRecord> {
  const { modelVersion, ...reading } = pipeline();
  const understand = message.role === 'rep' ? reading.understandRep : reading.understand;
  const at = now();
  const seq = standing.seq + 1;
  const isNewSession =
    standing.lastAt === undefined ||
    at.getTime() - standing.lastAt.getTime() > SESSION_MS ||
    seq - standing.session >= SESSION_TURNS;
  const opening: ConversationEvent[] = isNewSession
    ? [{ kind: 'session.started', at, carried: carry(standing.state) }]
    : [];
  const conversation = replay(opening, standing.state);
  // The language spoken so far outweighs that of the client.
  const locale = conversation.language ?? message.locale;
  const context = { now: at, ...(locale !== undefined && { locale }) };
  const greeted = message.action ? undefined : behindSalutation(message.text);
  const said = greeted ?? message.text;
  const understanding = understand(said, context);
  const clauses = clausesOf(said).map((clause) => ({
    ...understand(clause, context),
    language: understanding.language,
  }));
  const today = localDay(at, ports.shop.timeZone);
  const numbers = new Set<string>();
  const decided = await decide(
    {
      message,
      understanding,
      clauses,
      ...(greeted !== undefined && { isGreeted: true as const }),
      conversation,
      now: at,
      today,
      newNumber: (prefix) => {
        const number = documentNumber(prefix, today, secret, `${message.conversationId}:${seq}:${attempt}`);
        numbers.add(number);
        return number;
      },
    },
    ports,
    skills,
  );
  const decision: ExplainedDecision = { ...decided, events: [...opening, ...decided.events] };
  return recordOf({
    message,
    standing,
    session: isNewSession ? seq : standing.session,
    understanding,
    modelVersion,
    decision,
    numbers: [...numbers],
    at,
    decidedAt: now(),
  });
}
