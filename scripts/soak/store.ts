/**
 * Crash test of the embedded store: writers are killed with SIGKILL at random instants, then the store is opened and
 * compared with what was acknowledged. `npm run soak:store -- [ROUNDS] [SEED]`; 300 rounds by default.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { mongo } from 'mongoose';
import { openEmbeddedStore } from '../../crm/embedded/store.ts';
import { apply, type Expected, type Operation, type Row, random } from './store-operations.ts';
import type { Line } from './store-writer.ts';

export interface CrashOptions {
  readonly dataDir: string;
  readonly rounds: number;
  readonly seed: number;
  readonly log?: (message: string) => void;
}

export interface CrashResult {
  readonly rounds: number;
  readonly acknowledged: number;
  /** Sentences about rows that are not as acknowledged, or indexes that disagree; empty when all is well. */
  readonly faults: readonly string[];
}

const MIN_MS = 20;
const MAX_MS = 400;

/** Kills and checks `rounds` times. */
export async function crashRounds({ dataDir, rounds, seed, log }: CrashOptions): Promise<CrashResult> {
  const next = random(seed);
  const expected: Expected = new Map();
  const faults: string[] = [];
  let acknowledged = 0;
  for (let round = 1; round <= rounds; round++) {
    const begun = await killWriters(
      dataDir,
      seed + round,
      round * 100_000,
      MIN_MS + next() * (MAX_MS - MIN_MS),
    );
    for (const operation of begun.done) apply(expected, operation);
    acknowledged += begun.done.length;
    faults.push(...(await compare(dataDir, expected, begun.open)).map((fault) => `round ${round}: ${fault}`));
    log?.(
      `round ${round}: ${begun.done.length} acknowledged, ${expected.size} rows known, ${faults.length} faults`,
    );
    if (faults.length > 0) break;
  }
  return { rounds, acknowledged, faults };
}

/** Runs the writers, kills them `ms` after the first acknowledgement, and returns what they had done and what was under way. */
async function killWriters(
  dataDir: string,
  seed: number,
  firstNumber: number,
  ms: number,
): Promise<{ done: Operation[]; open: Operation[] }> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(writerFile()), dataDir, String(seed), String(firstNumber)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const done: Operation[] = [];
  const open = new Map<number, Operation>();
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Line;
    if (line.kind === 'done' && done.length === 0) setTimeout(() => child.kill('SIGKILL'), ms);
    if (line.kind === 'begun') open.set(line.operation.writer, line.operation);
    else {
      open.delete(line.operation.writer);
      done.push(line.operation);
    }
  }
  if (child.exitCode !== null)
    throw new Error(`The writers ended by themselves with code ${child.exitCode}.`);
  return { done, open: [...open.values()] };
}

/** From the source (tests) the built file runs. */
function writerFile(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? '../../dist/scripts/soak/store-writer.js' : './store-writer.js', import.meta.url);
}

/** Compares the store with what was acknowledged; what was under way may have happened or not. */
async function compare(dataDir: string, expected: Expected, open: readonly Operation[]): Promise<string[]> {
  const store = await openEmbeddedStore({ dataDir });
  const client = await new mongo.MongoClient(store.uri).connect();
  try {
    const collection = client.db().collection<Row>('rows');
    const rows = new Map((await collection.find().toArray()).map((row) => [row._id, row]));
    const possible: Expected = new Map(expected);
    for (const operation of open) apply(possible, operation);
    const faults: string[] = [];
    for (const id of new Set([...possible.keys(), ...rows.keys()])) {
      const found = rows.get(id) ?? null;
      const allowed = [expected.get(id) ?? null, possible.get(id) ?? null];
      if (!allowed.some((row) => isDeepStrictEqual(row, found))) {
        faults.push(`${id} is ${JSON.stringify(found)}, not ${JSON.stringify(allowed)}`);
      }
      expected.set(id, found);
    }
    faults.push(...(await indexFaults(collection, rows)));
    await collection.createIndex({ number: 1 }, { unique: true });
    return faults;
  } finally {
    await client.close();
    await store.close();
  }
}

/** Every index must lead to exactly the documents that are there. */
async function indexFaults(
  collection: mongo.Collection<Row>,
  rows: ReadonlyMap<string, Row>,
): Promise<string[]> {
  const faults: string[] = [];
  const counted = await collection.estimatedDocumentCount();
  if (counted !== rows.size) faults.push(`the count says ${counted}, there are ${rows.size}`);
  const indexes = rows.size > 0 ? await collection.indexes() : [];
  for (const { name = '' } of indexes) {
    const ids = new Set((await collection.find({}, { hint: name }).toArray()).map(({ _id }) => _id));
    if (ids.size !== rows.size) faults.push(`index ${name} leads to ${ids.size} of ${rows.size} documents`);
  }
  for (const tag of ['t0', 'w1']) {
    const viaQuery = await collection.countDocuments({ tags: tag });
    const there = [...rows.values()].filter(({ tags }) => tags.includes(tag)).length;
    if (viaQuery !== there) faults.push(`${viaQuery} documents found by tag ${tag}, there are ${there}`);
  }
  return faults;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [rounds = '300', seed = String(Date.now() % 100_000)] = process.argv.slice(2);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'store-soak-'));
  console.log(`${rounds} rounds, seed ${seed}`);
  const result = await crashRounds({ dataDir, rounds: Number(rounds), seed: Number(seed), log: console.log });
  console.log(`${result.acknowledged} acknowledged operations, ${result.faults.length} faults`);
  for (const fault of result.faults) console.error(fault);
  if (result.faults.length === 0) rmSync(dataDir, { recursive: true });
  process.exitCode = result.faults.length === 0 ? 0 : 1;
}
