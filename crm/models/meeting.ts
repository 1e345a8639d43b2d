import { type Connection, type Model, Schema } from 'mongoose';
import { type Identity, identitySchema } from './schemas.ts';

/** A time at which a rep and a visitor have agreed to talk. */
export interface Meeting {
  /** `M-YYMMDD-XXXXXX`. */
  readonly number: string;
  readonly status: 'booked' | 'cancelled';
  readonly repKey: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** How the rep reaches the visitor: an address, a telephone number, a name. */
  readonly with: { readonly name?: string; readonly email?: string; readonly phone?: string };
  /** The visitor's words. */
  readonly note: string;
  readonly identity: Identity;
  readonly conversationId: string;
  readonly effectKey: string;
}

const schema = new Schema<Meeting>(
  {
    number: { type: String, required: true, unique: true },
    status: { type: String, enum: ['booked', 'cancelled'], required: true },
    repKey: { type: String, required: true },
    startsAt: { type: Date, required: true },
    endsAt: { type: Date, required: true },
    with: {
      type: new Schema({ name: String, email: String, phone: String }, { _id: false }),
      required: true,
    },
    note: { type: String, default: '' },
    identity: { type: identitySchema, required: true },
    conversationId: { type: String, required: true, index: true },
    effectKey: { type: String, required: true, unique: true },
  },
  { timestamps: true },
);
// A rep can't be in two meetings that begin together, however many visitors choose the time at once.
schema.index({ repKey: 1, startsAt: 1 }, { unique: true, partialFilterExpression: { status: 'booked' } });
schema.index({ status: 1, startsAt: 1 });

export const meetingModel = (connection: Connection): Model<Meeting> =>
  connection.model<Meeting>('Meeting', schema);
