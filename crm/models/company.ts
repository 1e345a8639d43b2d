import { type Connection, type Model, Schema } from 'mongoose';

export interface Company {
  readonly key: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  readonly sample: boolean;
}

const schema = new Schema<Company>(
  {
    key: { type: String, required: true, unique: true },
    name: { type: String, required: true, index: true },
    country: String,
    sample: { type: Boolean, default: false },
  },
  { timestamps: true },
);

export const companyModel = (connection: Connection): Model<Company> =>
  connection.model<Company>('Company', schema);
