import { type Connection, type Model, Schema } from 'mongoose';
import { type Identity, identitySchema } from './schemas.ts';

/** Something a person has to do: call somebody back, or take over a conversation (`handoff`). */
export interface Task {
  readonly kind: 'call' | 'email' | 'contact' | 'handoff';
  readonly status: 'open' | 'done' | 'cancelled';
  readonly identity: Identity;
  readonly conversationId: string;
  readonly contactKey?: string;
  /** Local day, YYYY-MM-DD. */
  readonly dueOn?: string;
  readonly note: string;
  readonly madeAt: Date;
  readonly effectKey: string;
}

const schema = new Schema<Task>(
  {
    kind: { type: String, enum: ['call', 'email', 'contact', 'handoff'], required: true },
    status: { type: String, enum: ['open', 'done', 'cancelled'], required: true },
    identity: { type: identitySchema, required: true },
    conversationId: { type: String, required: true, index: true },
    contactKey: String,
    dueOn: String,
    note: { type: String, default: '' },
    madeAt: { type: Date, required: true },
    effectKey: { type: String, required: true, unique: true },
  },
  { timestamps: true },
);
schema.index({ status: 1, kind: 1, dueOn: 1 });

export const taskModel = (connection: Connection): Model<Task> => connection.model<Task>('Task', schema);
