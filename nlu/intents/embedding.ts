/**
 * Word vectors that come with the product (training-data/embedding, built by scripts/build-embedding.js): what English
 * words mean beyond the examples of a corpus.
 *
 * File: number of words and of dimensions (uint32), weights (float32 a word), vectors (int8, words x dimensions), the
 * words themselves a line, all little-endian.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { addToTable, columnOf, createTable, type HashTable } from './hash-table.ts';
import { hashToken } from './ngrams.ts';

export interface Embedding {
  /** From the hash of a token to its row. */
  readonly table: HashTable;
  /** How much each word says: near 0 for "the", near 1 for rare words. */
  readonly weights: Float32Array;
  readonly vectors: Int8Array;
  readonly dimensions: number;
  /** Of the file; a model fits only the embedding it was trained with. */
  readonly checksum: string;
}

// Built files sit one folder deeper than their sources.
const FILE = fileURLToPath(
  new URL(
    `${import.meta.url.endsWith('.ts') ? '../..' : '../../..'}/training-data/embedding/en.bin`,
    import.meta.url,
  ),
);

let loaded: Embedding | undefined;

/** The embedding of the product; read at the first call. */
export function englishEmbedding(): Embedding {
  loaded ??= parseEmbedding(readFileSync(FILE));
  return loaded;
}

export function parseEmbedding(file: Buffer): Embedding {
  const words = file.readUInt32LE(0);
  const dimensions = file.readUInt32LE(4);
  const weightsEnd = 8 + 4 * words;
  const vectorsEnd = weightsEnd + words * dimensions;
  const table = createTable(words);
  for (const word of file.toString('utf8', vectorsEnd).trimEnd().split('\n')) {
    addToTable(table, hashToken(word, 0, word.length));
  }
  if (table.size !== words)
    throw new Error('Two words of the embedding share a hash; leave one of them out.');
  return {
    table,
    weights: new Float32Array(new Uint8Array(file.subarray(8, weightsEnd)).buffer),
    vectors: new Int8Array(new Uint8Array(file.subarray(weightsEnd, vectorsEnd)).buffer),
    dimensions,
    checksum: createHash('sha256').update(file).digest('hex'),
  };
}

/** Adds a token's weighted vector to `sum`, if it has one. */
export function addToken(embedding: Embedding, hash: number, sum: Float64Array): void {
  const row = columnOf(embedding.table, hash);
  if (row < 0) return;
  const { weights, vectors, dimensions } = embedding;
  const weight = weights[row]!;
  for (let j = 0; j < dimensions; j++) sum[j]! += weight * vectors[row * dimensions + j]!;
}
