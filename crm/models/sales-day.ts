import { type Connection, type Model, Schema } from 'mongoose';

/** What was sold on one local day, summed from its orders; kept so that no start reads every order again. */
export interface SalesDay {
  /** YYYY-MM-DD in the shop's time zone. */
  readonly day: string;
  readonly sales: readonly { readonly sku: string; readonly units: number }[];
  /** Stock codes of each customer's order of two lines or more. */
  readonly baskets: readonly (readonly string[])[];
  /** Orders changed after this instant are not in it. */
  readonly readAt: Date;
}

const schema = new Schema<SalesDay>({
  day: { type: String, required: true, unique: true },
  sales: { type: [new Schema({ sku: String, units: Number }, { _id: false })], required: true },
  baskets: { type: [[String]], required: true },
  readAt: { type: Date, required: true },
});

export const salesDayModel = (connection: Connection): Model<SalesDay> =>
  connection.model<SalesDay>('SalesDay', schema);
