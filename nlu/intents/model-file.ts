/**
 * The model as bytes: magic, SHA-256 of all that follows, length of the header, header as JSON, then the arrays
 * little-endian one after the other (hashes, idf, blocks padded to four bytes, biases, weights).
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { productEmbeddings } from './embedding.ts';
import { addToTable, createTable } from './hash-table.ts';
import type { IntentModel } from './model.ts';
import { columnsOf } from './vectoriser.ts';

const MAGIC = Buffer.from('RMINTENT');
const CHECKSUM_BYTES = 32;
const HEADER_AT = MAGIC.length + CHECKSUM_BYTES + 4;

/** Raised whenever features, training or file change, so that a file of an older kind is trained anew. */
export const MODEL_VERSION = 14;

const headerShape = z.strictObject({
  version: z.literal(MODEL_VERSION),
  corpusHash: z.string(),
  classes: z.array(z.string()).min(2).readonly(),
  ngrams: z.int().nonnegative(),
  embeddings: z.array(z.string()).readonly(),
  unseenIdf: z.number(),
  examples: z.int(),
  calibration: z.strictObject({
    sharpness: z.number(),
    confidence: z.array(z.number()).readonly(),
    threshold: z.number(),
  }),
});

/** What is wrong with a model file; the cure is to train anew. */
export class ModelFileError extends Error {
  readonly code = 'model.damaged';
}

export function serialiseModel(model: IntentModel, corpusHash: string): Buffer {
  const { table, idf, block, unseenIdf } = model.vectoriser;
  const header = Buffer.from(
    JSON.stringify({
      version: MODEL_VERSION,
      corpusHash,
      classes: model.classes,
      ngrams: idf.length,
      embeddings: model.vectoriser.embeddings.map(({ checksum }) => checksum),
      unseenIdf,
      examples: model.examples,
      calibration: model.calibration,
    } satisfies z.infer<typeof headerShape>),
  );
  const hashes = new Int32Array(idf.length);
  table.columns.forEach((column, slot) => {
    if (column >= 0) hashes[column] = table.hashes[slot]!;
  });
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const body = Buffer.concat([
    length,
    header,
    Buffer.alloc(padding(HEADER_AT + header.length)),
    ...[hashes, idf, block].map(bytesOf),
    Buffer.alloc(padding(block.length)),
    ...[model.biases, model.weights].map(bytesOf),
  ]);
  return Buffer.concat([MAGIC, createHash('sha256').update(body).digest(), body]);
}

/** Throws a ModelFileError for anything but an undamaged file of this version. */
export function parseModel(file: Uint8Array): { model: IntentModel; corpusHash: string } {
  const buffer = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (buffer.length < HEADER_AT || !buffer.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new ModelFileError('it is no intent model');
  }
  const body = buffer.subarray(MAGIC.length + CHECKSUM_BYTES);
  const checksum = buffer.subarray(MAGIC.length, MAGIC.length + CHECKSUM_BYTES);
  if (!createHash('sha256').update(body).digest().equals(checksum)) {
    throw new ModelFileError('its checksum does not match');
  }
  const headerLength = body.readUInt32LE(0);
  const parsed = headerShape.safeParse(JSON.parse(body.subarray(4, 4 + headerLength).toString()));
  if (!parsed.success) throw new ModelFileError('it was written by another version');
  const { classes, ngrams, unseenIdf, examples, calibration, corpusHash } = parsed.data;
  const embeddings = productEmbeddings();
  if (embeddings.map(({ checksum }) => checksum).join() !== parsed.data.embeddings.join()) {
    throw new ModelFileError('it was trained with other word vectors');
  }

  let at = HEADER_AT + headerLength;
  at += padding(at);
  const take = (count: number) => {
    const from = at;
    at += count;
    return new Uint8Array(buffer.subarray(from, at)).buffer;
  };
  const hashes = new Int32Array(take(ngrams * 4));
  const table = createTable(ngrams);
  for (const hash of hashes) addToTable(table, hash);
  const idf = new Float32Array(take(ngrams * 4));
  const block = new Uint8Array(take(ngrams));
  at += padding(ngrams);
  const vectoriser = { table, idf, block, unseenIdf, embeddings };
  const biases = new Float32Array(take(classes.length * 4));
  const weights = new Float32Array(take(columnsOf(vectoriser) * classes.length * 4));
  return {
    model: {
      classes,
      vectoriser,
      weights,
      biases,
      calibration,
      examples,
    },
    corpusHash,
  };
}

function padding(length: number): number {
  return (4 - (length % 4)) % 4;
}

function bytesOf(array: Int32Array | Float32Array | Uint8Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}
