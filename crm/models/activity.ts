import { type Connection, type Model, Schema } from 'mongoose';

export const ACTIVITY_KINDS = ['call', 'meeting', 'email', 'note', 'reminder'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** What a rep did or noted, or wants to be reminded of (`dueOn`). */
export interface Activity {
  readonly kind: ActivityKind;
  readonly rep: string;
  readonly text: string;
  readonly companyKey?: string;
  readonly contactKey?: string;
  readonly dealKey?: string;
  /** Local day, YYYY-MM-DD, and the time on the shop's clocks, HH:MM, where one was said. */
  readonly dueOn?: string;
  readonly dueAt?: string;
  readonly doneAt?: Date;
  readonly at: Date;
  readonly effectKey: string;
}

const schema = new Schema<Activity>(
  {
    kind: { type: String, enum: ACTIVITY_KINDS, required: true },
    rep: { type: String, required: true },
    text: { type: String, required: true },
    companyKey: { type: String, index: true },
    contactKey: { type: String, index: true },
    dealKey: { type: String, index: true },
    dueOn: String,
    dueAt: String,
    doneAt: Date,
    at: { type: Date, required: true },
    effectKey: { type: String, required: true, unique: true },
  },
  { timestamps: true },
);
schema.index({ rep: 1, dueOn: 1 });
schema.index({ rep: 1, at: -1 });

export const activityModel = (connection: Connection): Model<Activity> =>
  connection.model<Activity>('Activity', schema);
