/**
 * Turns a message into a sparse TF-IDF vector over the n-grams seen in training.
 *
 * Weight of an n-gram: (1 + ln count) * (1 + ln((1 + N) / (1 + df))), each block scaled to length 1 (Salton & Buckley
 * 1988, "Term-weighting approaches in automatic text retrieval"). N-grams never seen in training count in that length,
 * so that the scores of a message fall with its share of unknown words.
 */
import { CHARACTER, foldText, TOKEN, visitNgrams } from './ngrams.ts';

/** Open-addressing table from a 32-bit hash to a column; linear probing, at most half full. */
export interface HashTable {
  /** Power of two slots; `columns` is -1 where a slot is free. */
  hashes: Int32Array;
  columns: Int32Array;
  size: number;
}

export interface Vectoriser {
  readonly table: HashTable;
  /** Per column: inverse document frequency, and the block it belongs to. */
  readonly idf: Float32Array;
  readonly block: Uint8Array;
  /** What an n-gram never seen in training would weigh. */
  readonly unseenIdf: number;
}

/** Columns in ascending order, their weights, and how much of the message was never seen in training. */
export interface SparseVector {
  readonly columns: Int32Array;
  readonly values: Float32Array;
  /** Share (0 to 1) of the squared weight of the token 1-2-grams that is not in the vocabulary. */
  readonly unseenTokens: number;
  /** The same of the character n-grams. 1 where there are none. */
  readonly unseenCharacters: number;
}

export function createTable(capacity: number): HashTable {
  let slots = 16;
  while (slots < capacity * 2) slots *= 2;
  return { hashes: new Int32Array(slots), columns: new Int32Array(slots).fill(-1), size: 0 };
}

/** The column of a hash, or -1. */
export function columnOf(table: HashTable, hash: number): number {
  const { hashes, columns } = table;
  const mask = hashes.length - 1;
  let slot = hash & mask;
  for (;;) {
    const column = columns[slot]!;
    if (column < 0 || hashes[slot] === hash) return column;
    slot = (slot + 1) & mask;
  }
}

/** The column of a hash, given the next free number if it is new. */
export function addToTable(table: HashTable, hash: number): number {
  if (table.size * 2 >= table.hashes.length) grow(table);
  const { hashes, columns } = table;
  const mask = hashes.length - 1;
  let slot = hash & mask;
  for (;;) {
    const column = columns[slot]!;
    if (column < 0) {
      hashes[slot] = hash;
      columns[slot] = table.size;
      return table.size++;
    }
    if (hashes[slot] === hash) return column;
    slot = (slot + 1) & mask;
  }
}

function grow(table: HashTable): void {
  const { hashes, columns } = table;
  table.hashes = new Int32Array(hashes.length * 2);
  table.columns = new Int32Array(hashes.length * 2).fill(-1);
  const mask = table.hashes.length - 1;
  for (let old = 0; old < hashes.length; old++) {
    if (columns[old]! < 0) continue;
    let slot = hashes[old]! & mask;
    while (table.columns[slot]! >= 0) slot = (slot + 1) & mask;
    table.hashes[slot] = hashes[old]!;
    table.columns[slot] = columns[old]!;
  }
}

/** Learns the vocabulary and its weights from the training texts. N-grams in fewer than `minimum` texts are left out. */
export function fitVectoriser(texts: readonly string[], minimum: number): Vectoriser {
  const all = createTable(1 << 15);
  let frequency = new Int32Array(1 << 16);
  let lastText = new Int32Array(1 << 16);
  let blocks = new Uint8Array(1 << 16);
  texts.forEach((text, index) => {
    visitNgrams(foldText(text), (hash, block) => {
      const column = addToTable(all, hash);
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
  return keepFrequent(all, frequency, blocks, texts.length, minimum);
}

function enlarge<T extends Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function keepFrequent(
  all: HashTable,
  frequency: Int32Array,
  blocks: Uint8Array,
  texts: number,
  minimum: number,
): Vectoriser {
  const hashOf = new Int32Array(all.size);
  for (let slot = 0; slot < all.hashes.length; slot++) {
    if (all.columns[slot]! >= 0) hashOf[all.columns[slot]!] = all.hashes[slot]!;
  }
  let kept = 0;
  for (let column = 0; column < all.size; column++) if (frequency[column]! >= minimum) kept++;
  const table = createTable(kept);
  const idf = new Float32Array(kept);
  const block = new Uint8Array(kept);
  for (let old = 0; old < all.size; old++) {
    if (frequency[old]! < minimum) continue;
    const column = addToTable(table, hashOf[old]!);
    idf[column] = 1 + Math.log((1 + texts) / (1 + frequency[old]!));
    block[column] = blocks[old]!;
  }
  return { table, idf, block, unseenIdf: 1 + Math.log(1 + texts) };
}

/** Scratch that grows to the largest message seen (at most 4,000 characters) and is shared by all calls. */
let found = new Int32Array(1 << 10);

export function vectorise(vectoriser: Vectoriser, text: string): SparseVector {
  const { table, idf, block, unseenIdf } = vectoriser;
  let count = 0;
  const unseen = [0, 0];
  visitNgrams(foldText(text), (hash, blockOfNgram) => {
    const column = columnOf(table, hash);
    if (column < 0) {
      unseen[blockOfNgram]! += unseenIdf * unseenIdf;
      return;
    }
    if (count === found.length) found = enlarge(found, new Int32Array(count * 2));
    found[count++] = column;
  });
  const sorted = found.subarray(0, count).sort();

  const columns = new Int32Array(count);
  const values = new Float32Array(count);
  const squares = [unseen[TOKEN]!, unseen[CHARACTER]!];
  let size = 0;
  for (let at = 0; at < count; ) {
    const column = sorted[at]!;
    let times = 0;
    for (; at < count && sorted[at] === column; at++) times++;
    const weight = (1 + Math.log(times)) * idf[column]!;
    columns[size] = column;
    values[size++] = weight;
    squares[block[column]!]! += weight * weight;
  }
  const scale = squares.map((square) => (square > 0 ? 1 / Math.sqrt(square) : 0));
  for (let i = 0; i < size; i++) values[i]! *= scale[block[columns[i]!]!]!;
  return {
    columns: columns.slice(0, size),
    values: values.slice(0, size),
    unseenTokens: squares[TOKEN]! > 0 ? unseen[TOKEN]! / squares[TOKEN]! : 1,
    unseenCharacters: squares[CHARACTER]! > 0 ? unseen[CHARACTER]! / squares[CHARACTER]! : 1,
  };
}
