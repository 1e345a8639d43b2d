/** What the writers of the crash test do, and what their acknowledged operations must have left behind. */
import type { mongo } from 'mongoose';

export interface Row {
  _id: string;
  /** Unique. */
  number: number;
  writer: number;
  value: number;
  tags: string[];
}

export type Operation =
  | { readonly kind: 'insert'; readonly writer: number; readonly rows: readonly Row[] }
  | { readonly kind: 'update'; readonly writer: number; readonly id: string; readonly value: number }
  | { readonly kind: 'delete'; readonly writer: number; readonly id: string }
  | {
      readonly kind: 'bulk';
      readonly writer: number;
      readonly rows: readonly Row[];
      readonly update: string;
      readonly value: number;
    }
  | { readonly kind: 'createIndex' | 'dropIndex'; readonly writer: number };

/** Mulberry32: uniform in [0, 1). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param own ids the writer has inserted and not deleted; changed here */
export function planOperation(writer: number, number: number, own: string[], next: () => number): Operation {
  const choice = next();
  const pick = own[Math.floor(next() * own.length)];
  if (choice < 0.02 && writer === 0) return { kind: next() < 0.5 ? 'createIndex' : 'dropIndex', writer };
  if (pick !== undefined && choice < 0.3) return { kind: 'update', writer, id: pick, value: number };
  if (pick !== undefined && choice < 0.45) {
    own.splice(own.indexOf(pick), 1);
    return { kind: 'delete', writer, id: pick };
  }
  const rows = Array.from({ length: choice < 0.6 ? 5 : 1 }, (_, i) => rowOf(writer, number, i));
  own.push(...rows.map(({ _id }) => _id));
  if (pick !== undefined && choice < 0.6) return { kind: 'bulk', writer, rows, update: pick, value: number };
  return { kind: 'insert', writer, rows };
}

function rowOf(writer: number, number: number, index: number): Row {
  const _id = `${writer}:${number}:${index}`;
  return { _id, number: number * 10 + index, writer, value: number, tags: [`t${number % 5}`, `w${writer}`] };
}

export async function perform(collection: mongo.Collection<Row>, operation: Operation): Promise<void> {
  switch (operation.kind) {
    case 'insert':
      await collection.insertMany([...operation.rows]);
      break;
    case 'update':
      await collection.updateOne({ _id: operation.id }, { $set: { value: operation.value } });
      break;
    case 'delete':
      await collection.deleteOne({ _id: operation.id });
      break;
    case 'bulk':
      await collection.bulkWrite([
        ...operation.rows.map((document) => ({ insertOne: { document } })),
        { updateOne: { filter: { _id: operation.update }, update: { $set: { value: operation.value } } } },
      ]);
      break;
    case 'createIndex':
      await collection.createIndex({ tags: 1, value: -1 });
      break;
    case 'dropIndex':
      await collection.dropIndex('tags_1_value_-1').catch((error: unknown) => {
        if ((error as { codeName?: string }).codeName !== 'IndexNotFound') throw error;
      });
      break;
  }
}

/** The rows that must be there: by id, null where it must not. */
export type Expected = Map<string, Row | null>;

export function apply(expected: Expected, operation: Operation): void {
  switch (operation.kind) {
    case 'insert':
      for (const row of operation.rows) expected.set(row._id, row);
      break;
    case 'update':
      setValue(expected, operation.id, operation.value);
      break;
    case 'delete':
      expected.set(operation.id, null);
      break;
    case 'bulk':
      for (const row of operation.rows) expected.set(row._id, row);
      setValue(expected, operation.update, operation.value);
      break;
    default:
  }
}

function setValue(expected: Expected, id: string, value: number): void {
  const row = expected.get(id);
  if (row) expected.set(id, { ...row, value });
}
