import { type Connection, type Model, Schema } from 'mongoose';
import { appliedEffects, type Identity, identitySchema } from './schemas.ts';

export const HANDOFF_STATUSES = ['waiting', 'owned', 'closed'] as const;
export type HandoffStatus = (typeof HANDOFF_STATUSES)[number];

/** A conversation that waits for a person or is with one: the queue the reps work from. The log of turns is the truth. */
export interface Handoff {
  readonly conversationId: string;
  readonly status: HandoffStatus;
  /** Why a person was asked for: an intent, or `misunderstood`. */
  readonly reason: string;
  /** Served first when higher: 2 for anger, 1 for an open quote, 0 otherwise; then first come, first served. */
  readonly priority: number;
  readonly identity: Identity;
  readonly language: string;
  /** What the talk was about: product numbers, most recent first, and document numbers. */
  readonly products: readonly string[];
  readonly quoteNumber?: string;
  readonly lastOrder?: string;
  /** -1 to 1. */
  readonly mood: number;
  readonly requestedAt: Date;
  /** Key of the rep who has it. */
  readonly rep?: string;
  readonly takenAt?: Date;
  /** When the rep's terminal was last heard of. */
  readonly seenAt?: Date;
  readonly closedAt?: Date;
  readonly effectKey: string;
}

const schema = new Schema<Handoff & { appliedEffects: string[] }>(
  {
    conversationId: { type: String, required: true, index: true },
    status: { type: String, enum: HANDOFF_STATUSES, required: true },
    reason: { type: String, required: true },
    priority: { type: Number, required: true },
    identity: { type: identitySchema, required: true },
    language: { type: String, required: true },
    products: { type: [String], default: [] },
    quoteNumber: String,
    lastOrder: String,
    mood: { type: Number, required: true },
    requestedAt: { type: Date, required: true },
    rep: String,
    takenAt: Date,
    seenAt: Date,
    closedAt: Date,
    effectKey: { type: String, required: true, unique: true },
    appliedEffects,
  },
  { timestamps: true },
);
schema.index({ status: 1, priority: -1, requestedAt: 1 });
schema.index({ status: 1, closedAt: -1 });

export const handoffModel = (connection: Connection) =>
  connection.model('Handoff', schema) as unknown as Model<Handoff>;
