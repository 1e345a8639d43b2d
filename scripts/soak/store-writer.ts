/**
 * The victim of the store's crash test: opens the store in the directory given, writes with 16 writers at once, and
 * prints each operation before it is sent and again when it is acknowledged. It runs until it is killed.
 *
 *     node dist/scripts/soak/store-writer.js DATA_DIR SEED FIRST_NUMBER
 */
import { writeSync } from 'node:fs';
import { mongo } from 'mongoose';
import { openEmbeddedStore } from '../../crm/embedded/store.ts';
import { type Operation, perform, planOperation, type Row, random } from './store-operations.ts';

const WRITERS = 16;
const [dataDir = '', seed = '1', firstNumber = '0'] = process.argv.slice(2);

const store = await openEmbeddedStore({ dataDir });
const client = await new mongo.MongoClient(store.uri, { maxPoolSize: WRITERS }).connect();
const collection = client.db().collection<Row>('rows');
let number = Number(firstNumber);
await Promise.all(Array.from({ length: WRITERS }, (_, writer) => writeForever(writer)));

async function writeForever(writer: number): Promise<void> {
  const next = random(Number(seed) * 1000 + writer);
  const own: string[] = [];
  for (;;) {
    const operation = planOperation(writer, number++, own, next);
    say({ kind: 'begun', operation });
    await perform(collection, operation);
    say({ kind: 'done', operation });
  }
}

export interface Line {
  readonly kind: 'begun' | 'done';
  readonly operation: Operation;
}

/** Written at once, so that a line that was printed survives the kill. */
function say(line: Line): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
