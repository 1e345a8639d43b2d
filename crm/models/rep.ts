import { type Connection, type Model, Schema } from 'mongoose';

/** A sales rep. */
export interface Rep {
  readonly key: string;
  readonly name: string;
  /** Their territory, ISO 3166-1 alpha-2; empty: wherever nobody else is. */
  readonly countries: readonly string[];
  /** When their terminal was last heard of; absent when they left. */
  readonly seenAt?: Date;
  /** Marked where the sample shop made them up. */
  readonly sample: boolean;
}

const schema = new Schema<Rep>(
  {
    key: { type: String, required: true, unique: true },
    name: { type: String, required: true },
    countries: { type: [String], default: [] },
    seenAt: Date,
    sample: { type: Boolean, default: false },
  },
  { timestamps: true },
);

export const repModel = (connection: Connection): Model<Rep> => connection.model<Rep>('Rep', schema);
