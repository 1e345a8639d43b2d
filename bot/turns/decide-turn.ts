import { localDay } from '../../crm/calendar.ts';
import type { Models } from '../../crm/models/index.ts';
import type { TurnRecord } from '../../crm/models/turn.ts';
import { decide } from '../../dialogs/choose.ts';
import { clausesOf } from '../../dialogs/clauses.ts';
import { replay } from '../../dialogs/conversation/conversation.ts';
import type { ConversationEvent } from '../../dialogs/conversation/event.ts';
import { carry } from '../../dialogs/conversation/state.ts';
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
  readonly models: Models;
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

/** The turn that a message makes of the conversation as it stands, not yet committed. */
export async function decideTurn(
  { models, pipeline, skills, ports, now, secret }: DecidingOptions,
  message: IncomingMessage,
  standing: Standing,
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
  const understanding = understand(message.text, context);
  const clauses = clausesOf(message.text).map((clause) => ({
    ...understand(clause, context),
    language: understanding.language,
  }));
  const today = localDay(at, ports.shop.timeZone);
  const turnKey = `${message.conversationId}:${seq}`;
  const decideWith = (salt: number) =>
    decide(
      {
        message,
        understanding,
        clauses,
        conversation,
        now: at,
        today,
        newNumber: (prefix) => documentNumber(prefix, today, secret, `${turnKey}:${salt}`),
      },
      ports,
      skills,
    );
  let decided = await decideWith(0);
  // Six digits are short enough to read out, so two documents of a day may draw the same: then draw again.
  for (let salt = 1; await isNumberTaken(models, decided); salt++) decided = await decideWith(salt);
  const decision: ExplainedDecision = { ...decided, events: [...opening, ...decided.events] };
  return recordOf({
    message,
    standing,
    session: isNewSession ? seq : standing.session,
    understanding,
    modelVersion,
    decision,
    at,
    decidedAt: now(),
  });
}

async function isNumberTaken(
  { Quote, Order, Return }: Models,
  { effects }: ExplainedDecision,
): Promise<boolean> {
  const has = async ({ collection }: Pick<Models['Quote'], 'collection'>, number: string) =>
    (await collection.findOne({ number }, { projection: { _id: 1 } })) !== null;
  for (const effect of effects) {
    if (effect.kind === 'quote.create' && (await has(Quote, effect.quote.number))) return true;
    if (effect.kind === 'order.place' && (await has(Order, effect.orderNumber))) return true;
    if (effect.kind === 'return.request' && (await has(Return, effect.number))) return true;
  }
  return false;
}
