import { type Connection, type Model, Schema, type Types } from 'mongoose';

/** A reply or effect of a committed turn and whether it has left the outbox. */
export interface OutboxItem {
  /** `conversationId:seq:index`, unique over the store. */
  readonly key: string;
  readonly kind: 'effect' | 'reply';
  /** `withheld`: a reply of the bot that a person's taking over came before. */
  readonly status: 'pending' | 'done' | 'failed' | 'withheld';
  readonly attempts: number;
  readonly error?: string;
}

/** Who wrote an entry of the log that no visitor's message is behind: a rep by key, or the server (`system`). */
export interface Author {
  readonly kind: 'rep' | 'system';
  readonly key: string;
}

/**
 * One accepted message, or what a rep did, with all that came of it. The log of these is the truth about a conversation;
 * rooms above own the shapes of message, understanding and decision.
 */
export interface TurnRecord {
  readonly _id: Types.ObjectId;
  readonly conversationId: string;
  /** 1, 2, 3 ... within the conversation. */
  readonly seq: number;
  /** `seq` of the turn that started the session this turn belongs to. */
  readonly session: number;
  readonly channel: string;
  readonly messageId: string;
  /** Absent on a visitor's turn. The message then says only where replies go. */
  readonly by?: Author;
  readonly message: unknown;
  readonly understanding: unknown;
  /** Version of the intent model that read the message and all its clauses. */
  readonly modelVersion?: number;
  readonly decision: unknown;
  /**
   * Those that the decision drew for new documents, if any. Six characters are short enough to read out, so two turns of
   * a day may draw the same: the log takes only one of them, and the other draws again.
   */
  readonly numbers?: readonly string[];
  /** Number of the first reply within the conversation; a client resumes by the last number it saw. */
  readonly firstReply: number;
  /** Number of the last reply; `firstReply - 1` where there is none. */
  readonly lastReply: number;
  /** What has still to leave; of a turn that is done, all of it if any part has failed for good, else nothing. */
  readonly outbox: readonly OutboxItem[];
  readonly status: 'committed' | 'done';
  readonly at: Date;
  /** When the decision was made; `at` is when its making began. */
  readonly decidedAt?: Date;
  /** When a process last set about performing what was added by a person, where several could. */
  readonly claimedAt?: Date;
}

const schema = new Schema<TurnRecord>(
  {
    conversationId: { type: String, required: true },
    seq: { type: Number, required: true },
    session: { type: Number, required: true },
    channel: { type: String, required: true },
    messageId: { type: String, required: true },
    by: {
      type: new Schema<Author>(
        {
          kind: { type: String, enum: ['rep', 'system'], required: true },
          key: { type: String, required: true },
        },
        { _id: false },
      ),
    },
    message: { type: Schema.Types.Mixed, required: true },
    understanding: { type: Schema.Types.Mixed },
    modelVersion: Number,
    decision: { type: Schema.Types.Mixed, required: true },
    // An empty list would stand in the index as one and the same value.
    numbers: { type: [String], default: undefined },
    firstReply: { type: Number, required: true },
    lastReply: { type: Number, required: true },
    outbox: {
      type: [
        new Schema<OutboxItem>(
          {
            key: { type: String, required: true },
            kind: { type: String, enum: ['effect', 'reply'], required: true },
            status: { type: String, enum: ['pending', 'done', 'failed', 'withheld'], required: true },
            attempts: { type: Number, required: true },
            error: String,
          },
          { _id: false },
        ),
      ],
      default: [],
    },
    status: { type: String, enum: ['committed', 'done'], required: true },
    at: { type: Date, required: true },
    decidedAt: Date,
    claimedAt: Date,
  },
  { minimize: false },
);
schema.index({ conversationId: 1, seq: 1 }, { unique: true });
schema.index({ conversationId: 1, channel: 1, messageId: 1 }, { unique: true });
// Those still to be done are few at any time: the index holds no others.
schema.index({ status: 1, conversationId: 1 }, { partialFilterExpression: { status: 'committed' } });
schema.index({ numbers: 1 }, { unique: true, sparse: true });
schema.index({ 'understanding.entities.address': 1 }, { sparse: true });
schema.index({ at: 1 });

export const turnModel = (connection: Connection): Model<TurnRecord> =>
  connection.model<TurnRecord>('Turn', schema);
