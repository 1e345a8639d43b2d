/**
 * Word vectors that come with the product (training-data/embedding, built by scripts/build-embedding.js): what words
 * mean beyond the examples of a corpus, one file a language.
 *
 * File: number of words and of dimensions (uint32), weights (float32 a word), vectors (int8, words x dimensions), the
 * words themselves a line, all little-endian.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { addToTable, columnOf, createTable, type HashTable } from './hash-table.ts';
import { hashToken, visitWords } from './ngrams.ts';

export interface Embedding {
  /** From the hash of a word to its row. */
  readonly table: HashTable;
  /** How much each word says: near 0 for "the", near 1 for rare words. */
  readonly weights: Float32Array;
  readonly vectors: Int8Array;
  readonly dimensions: number;
  /** Of the file; a model fits only the embeddings it was trained with. */
  readonly checksum: string;
}

const LANGUAGES = ['en', 'zh'];

// Built files sit one folder deeper than their sources.
const FOLDER = `${import.meta.url.endsWith('.ts') ? '../..' : '../../..'}/training-data/embedding`;

let loaded: readonly Embedding[] | undefined;

/** The embeddings of the product, English and Chinese; read at the first call. */
export function productEmbeddings(): readonly Embedding[] {
  loaded ??= LANGUAGES.map((language) =>
    parseEmbedding(readFileSync(fileURLToPath(new URL(`${FOLDER}/${language}.bin`, import.meta.url)))),
  );
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

/**
 * The sum of the weighted vectors of the words of a folded text that the embedding has, a number per dimension; all
 * zeros if it has none of them.
 */
export function sumOfWords(embedding: Embedding, text: string): Float64Array {
  const { table, weights, vectors, dimensions } = embedding;
  const sum = new Float64Array(dimensions);
  visitWords(
    text,
    (hash) => columnOf(table, hash),
    (row) => {
      const weight = weights[row]!;
      for (let j = 0; j < dimensions; j++) sum[j]! += weight * vectors[row * dimensions + j]!;
    },
  );
  return sum;
}
