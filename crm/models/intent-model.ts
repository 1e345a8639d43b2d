import { type Connection, type Model, Schema } from 'mongoose';

/** Shares from 0 to 1; null where no row tells. */
export interface IntentModelMetrics {
  /** By models that never saw the example. */
  readonly crossValidation: {
    readonly folds: number;
    readonly accuracy: number | null;
    readonly inScopeAccuracy: number | null;
    readonly macroF1: number | null;
    readonly oosRecall: number | null;
    readonly expectedCalibrationError: number | null;
  };
  readonly golden: { readonly right: number; readonly total: number };
}

/** A trained version of the intent classifier. Its bytes lie in the chunks of the same checksum. */
export interface IntentModelRecord {
  /** 1, 2, 3 ...: the id that people use. */
  readonly version: number;
  /** SHA-256 of the model's bytes, hexadecimal. */
  readonly checksum: string;
  /** SHA-256 of the corpus that it was trained on. */
  readonly corpusHash: string;
  readonly examples: number;
  readonly intents: number;
  /** Absent on a model that came with the product and was never put to the test here. */
  readonly metrics?: IntentModelMetrics;
  readonly author: string;
  readonly madeAt: Date;
}

const schema = new Schema<IntentModelRecord>({
  version: { type: Number, required: true, unique: true },
  checksum: { type: String, required: true, unique: true },
  corpusHash: { type: String, required: true },
  examples: { type: Number, required: true },
  intents: { type: Number, required: true },
  metrics: { type: Schema.Types.Mixed },
  author: { type: String, required: true },
  madeAt: { type: Date, required: true },
});

export const intentModelModel = (connection: Connection): Model<IntentModelRecord> =>
  connection.model<IntentModelRecord>('IntentModel', schema);

/** A part of the gzip-compressed bytes of a model: a document may not be as large as a model can be. */
export interface IntentModelChunk {
  readonly checksum: string;
  readonly index: number;
  readonly bytes: Buffer;
  readonly madeAt: Date;
}

const chunkSchema = new Schema<IntentModelChunk>({
  checksum: { type: String, required: true },
  index: { type: Number, required: true },
  bytes: { type: Buffer, required: true },
  madeAt: { type: Date, required: true },
});
chunkSchema.index({ checksum: 1, index: 1 }, { unique: true });

export const intentModelChunkModel = (connection: Connection): Model<IntentModelChunk> =>
  connection.model<IntentModelChunk>('IntentModelChunk', chunkSchema);
