import { type Connection, type Model, Schema } from 'mongoose';

/** A sentence that every intent model must understand before it goes live; never trained on. */
export interface GoldenSentence {
  readonly text: string;
  readonly intent: string;
  /** `product` where it came with the product, whose next version may change or drop it. */
  readonly source: 'product' | 'own';
}

const schema = new Schema<GoldenSentence>({
  text: { type: String, required: true, unique: true },
  intent: { type: String, required: true },
  source: { type: String, enum: ['product', 'own'], required: true },
});

export const goldenSentenceModel = (connection: Connection): Model<GoldenSentence> =>
  connection.model<GoldenSentence>('GoldenSentence', schema);
