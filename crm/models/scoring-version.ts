import { type Connection, type Model, Schema } from 'mongoose';

/** One nightly training and what it measured; scores name the version that made them. */
export interface ScoringVersion {
  /** 1, 2, 3 ... */
  readonly version: number;
  /** Whether the scores in the store are its. */
  readonly active: boolean;
  readonly trainedAt: Date;
  /** Local days, YYYY-MM-DD: first and last day of the events it learned from. */
  readonly trainedFrom: string;
  readonly trainedTo: string;
  /** What was chosen and what validation said, by subject: buying, nextOrder, segments, affinity, deals. */
  readonly report: unknown;
  /** What was fitted, as JSON that names its format. */
  readonly models: string;
}

const schema = new Schema<ScoringVersion>(
  {
    version: { type: Number, required: true, unique: true },
    active: { type: Boolean, required: true, index: true },
    trainedAt: { type: Date, required: true },
    trainedFrom: { type: String, required: true },
    trainedTo: { type: String, required: true },
    report: { type: Schema.Types.Mixed, required: true },
    models: { type: String, required: true },
  },
  { minimize: false },
);

export const scoringVersionModel = (connection: Connection): Model<ScoringVersion> =>
  connection.model<ScoringVersion>('ScoringVersion', schema);
