/**
 * Turns a message into a sparse TF-IDF vector over the n-grams seen in training, and
 * what its words mean by the embedding.
 *
 * Weight of an n-gram: (1 + ln count) * (1 + ln((1 + N) / (1 + df))), each block scaled to length 1 (Salton & Buckley
 * 1988, "Term-weighting approaches in automatic text retrieval"). N-grams never seen in training count in that length,
 * so that the scores of a message fall with its share of unknown words. A third block for each language is the weighted
 * mean of its word vectors (Arora, Liang & Ma 2017, "A simple but tough-to-beat baseline for sentence embeddings").
 */
import { type Embedding, sumOfWords } from './embedding.ts';
import { addToTable, columnOf, createTable } from './hash-table.ts';
import { foldText, visitNgrams, withoutReferences } from './ngrams.ts';
import { repairWords, type Vocabulary } from './repair.ts';

export interface Vectoriser extends Vocabulary {
  /** Per column: the block it belongs to. */
  readonly block: Uint8Array;
}

/** Columns of a vector: the vocabulary, then the dimensions of the embeddings. */
export function columnsOf({ idf, embeddings }: Vectoriser): number {
  return embeddings.reduce((columns, { dimensions }) => columns + dimensions, idf.length);
}

/** Columns in ascending order and their weights. */
export interface SparseVector {
  readonly columns: Int32Array;
  readonly values: Float32Array;
  /** Share of the squared length of the n-grams that no example has: 0 to 1, the mean of the blocks that have any. */
  readonly unknown: number;
}

/** Learns the vocabulary and its weights from the training texts. */
export function fitVectoriser(texts: readonly string[], embeddings: readonly Embedding[]): Vectoriser {
  const table = createTable(1 << 15);
  let frequency = new Int32Array(1 << 16);
  let lastText = new Int32Array(1 << 16);
  let blocks = new Uint8Array(1 << 16);
  texts.forEach((text, index) => {
    visitNgrams(withoutReferences(foldText(text)), (hash, block) => {
      const column = addToTable(table, hash);
      if (column >= frequency.length) {
        frequency = enlarge(frequency, new Int32Array(frequency.length * 2));
        lastText = enlarge(lastText, new Int32Array(lastText.length * 2));
        blocks = enlarge(blocks, new Uint8Array(blocks.length * 2));
      }
      blocks[column] = block;
      if (lastText[column] === index + 1) return;
      lastText[column] = index + 1;
      frequency[column]!++;
    });
  });
  return {
    table,
    idf: Float32Array.from(
      frequency.subarray(0, table.size),
      (df) => 1 + Math.log((1 + texts.length) / (1 + df)),
    ),
    block: blocks.slice(0, table.size),
    unseenIdf: 1 + Math.log(1 + texts.length),
    embeddings,
  };
}

function enlarge<T extends Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Length of a language's block of word vectors, chosen on folds of training files. */
const MEANING_LENGTH = 1.2;

/** Scratch that grows to the largest message seen (at most 4,000 characters) and is shared by all calls. */
let found = new Int32Array(1 << 10);

/** The text that the features of a message are taken from. */
export function readable(vectoriser: Vectoriser, text: string): string {
  return repairWords(vectoriser, withoutReferences(foldText(text)));
}

export function vectorise(vectoriser: Vectoriser, text: string): SparseVector {
  const { table, idf, block, unseenIdf, embeddings } = vectoriser;
  const folded = readable(vectoriser, text);
  let count = 0;
  // The squared weights of each block; what was never seen in training counts too.
  const known = [0, 0];
  const unknown = [0, 0];
  visitNgrams(folded, (hash, blockOfNgram) => {
    const column = columnOf(table, hash);
    if (column < 0) {
      unknown[blockOfNgram]! += unseenIdf * unseenIdf;
      return;
    }
    if (count === found.length) found = enlarge(found, new Int32Array(count * 2));
    found[count++] = column;
  });
  const sorted = found.subarray(0, count).sort();

  const most = count + columnsOf(vectoriser) - idf.length;
  const columns = new Int32Array(most);
  const values = new Float32Array(most);
  let size = 0;
  for (let at = 0; at < count; ) {
    const column = sorted[at]!;
    let times = 0;
    for (; at < count && sorted[at] === column; at++) times++;
    const weight = (1 + Math.log(times)) * idf[column]!;
    columns[size] = column;
    values[size++] = weight;
    known[block[column]!]! += weight * weight;
  }
  const scale = known.map((square, b) => (square > 0 ? 1 / Math.sqrt(square + unknown[b]!) : 0));
  for (let i = 0; i < size; i++) values[i]! *= scale[block[columns[i]!]!]!;
  let from = idf.length;
  for (const embedding of embeddings) {
    const meaning = sumOfWords(embedding, folded);
    const length = Math.sqrt(meaning.reduce((sum, value) => sum + value * value, 0));
    for (let j = 0; j < meaning.length && length > 0; j++) {
      columns[size] = from + j;
      values[size++] = (MEANING_LENGTH * meaning[j]!) / length;
    }
    from += meaning.length;
  }
  return {
    columns: columns.subarray(0, size),
    values: values.subarray(0, size),
    unknown: shareUnknown(known, unknown),
  };
}

/** What is unknown of the squared weights of known and unknown n-grams, a number a block; 0 of none at all. */
export function shareUnknown(known: readonly number[], unknown: readonly number[]): number {
  const shares = known.flatMap((square, b) => {
    const all = square + unknown[b]!;
    return all > 0 ? [unknown[b]! / all] : [];
  });
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
