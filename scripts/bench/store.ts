/**
 * Speed of the embedded store through the official driver, and of a second server beside it where one is named:
 *
 *     npm run bench:store -- [--documents 100000] [--uri MONGODB_URI] [--json]
 *
 * The processor time of the driver is that of the main thread; that of the embedded store is that of the others: its
 * own thread and the collectors of garbage. It is known on Linux.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { mongo } from 'mongoose';
import { openEmbeddedStore } from '../../crm/embedded/store.ts';

interface Row {
  _id: number;
  sku: string;
  number: number;
  customer?: string;
  country?: string;
  total?: { amount: number; currency: string };
  at?: Date;
  status?: string;
  quantity?: number;
}

interface Measurement {
  readonly name: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** Seconds of processor time of the main thread and of the others. */
  readonly driverCpu: number;
  readonly storeCpu: number;
}

const { values: options } = parseArgs({
  options: {
    documents: { type: 'string', default: '100000' },
    uri: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const DOCUMENTS = Number(options.documents);
const READS = 5000;
const RAW_READS = 40_000;
const RANGES = 300;
const SERIAL_WRITES = 300;
const WRITERS = 64;
const WRITES_PER_WRITER = 100;

async function measureServer(uri: string, socketPath?: string): Promise<Measurement[]> {
  const client = await new mongo.MongoClient(uri, { maxPoolSize: WRITERS }).connect();
  const rows = client.db().collection<Row>('bench');
  await rows.drop();
  await rows.createIndex({ sku: 1 }, { unique: true });
  await rows.createIndex({ number: 1 });
  const measurements: Measurement[] = [];
  const measure = async (name: string, operations: number, run: () => Promise<unknown>): Promise<void> => {
    const cpu = process.cpuUsage();
    const mainBefore = mainThreadSeconds();
    const start = performance.now();
    await run();
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const driverCpu = mainThreadSeconds() - mainBefore;
    const storeCpu = Math.max(0, (user + system) / 1e6 - driverCpu);
    measurements.push({ name, seconds, perSecond: operations / seconds, driverCpu, storeCpu });
  };
  const serially = async (count: number, run: (i: number) => Promise<unknown>): Promise<void> => {
    for (let i = 0; i < count; i++) await run(i);
  };
  const scattered = (i: number): number => (i * 7919) % DOCUMENTS;

  const documents = Array.from({ length: DOCUMENTS }, (_, i) => rowOf(i));
  await measure('insertMany, batches of 10,000', DOCUMENTS, async () => {
    for (let i = 0; i < DOCUMENTS; i += 10_000) await rows.insertMany(documents.slice(i, i + 10_000));
  });
  await measure('point read by _id', READS, () =>
    serially(READS, (i) => rows.findOne({ _id: scattered(i) })),
  );
  await measure('point read by _id, 16 at once', READS, async () => {
    await Promise.all(
      Array.from({ length: 16 }, () => serially(READS / 16, (i) => rows.findOne({ _id: scattered(i) }))),
    );
  });
  if (socketPath !== undefined) {
    await measure('  the same without the driver', RAW_READS, () =>
      readOverSocket(socketPath, RAW_READS, (i) => ({ _id: scattered(i) })),
    );
  }
  await measure('point read by unique index', READS, () =>
    serially(READS, (i) => rows.findOne({ sku: `SKU-${scattered(i)}` })),
  );
  await measure('indexed range of 100', RANGES, () =>
    serially(RANGES, (i) => rows.find({ number: { $gte: i * 100, $lt: i * 100 + 100 } }).toArray()),
  );
  await measure('full scan, all documents', DOCUMENTS, async () => {
    for await (const _ of rows.find());
  });
  await measure('full scan, none matches', DOCUMENTS, () => rows.find({ status: 'none' }).toArray());
  await measure('group into 1,000', DOCUMENTS, () =>
    rows
      .aggregate([{ $group: { _id: '$customer', total: { $sum: '$total.amount' }, n: { $sum: 1 } } }])
      .toArray(),
  );
  await measure('1 durable writer', SERIAL_WRITES, () =>
    serially(SERIAL_WRITES, (i) =>
      rows.updateOne({ _id: i }, { $inc: { quantity: 1 } }, { writeConcern: { w: 1, j: true } }),
    ),
  );
  let next = DOCUMENTS;
  await measure('64 durable writers', WRITERS * WRITES_PER_WRITER, async () => {
    await Promise.all(
      Array.from({ length: WRITERS }, () =>
        serially(WRITES_PER_WRITER, () => rows.insertOne(rowOf(next++), { writeConcern: { w: 1, j: true } })),
      ),
    );
  });
  await client.close();
  return measurements;
}

/** Finds one document after another over one connection, with 16 requests under way. */
function readOverSocket(socketPath: string, count: number, filter: (i: number) => object): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    let [sent, received] = [0, 0];
    let rest: Buffer = Buffer.alloc(0);
    const send = (): void => {
      const command = mongo.BSON.serialize({
        find: 'bench',
        filter: filter(sent),
        limit: 1,
        singleBatch: true,
        $db: 'rainmaker',
      });
      const message = Buffer.alloc(OP_MSG_HEAD_BYTES + command.length);
      message.writeInt32LE(message.length, 0);
      message.writeInt32LE(sent++, 4);
      message.writeInt32LE(OP_MSG, 12);
      message.set(command, OP_MSG_HEAD_BYTES);
      socket.write(message);
    };
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
        rest = rest.subarray(rest.readInt32LE(0));
        received++;
        if (sent < count) send();
      }
      if (received === count) socket.end(resolve);
    });
    for (let i = 0; i < 16; i++) send();
  });
}

const OP_MSG = 2013;
/** Header, flags, the kind of the one section. */
const OP_MSG_HEAD_BYTES = 21;

/** Processor time of the main thread, in seconds; 0 where the system does not say. */
function mainThreadSeconds(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ', 1)[0]) / 1e9;
  } catch {
    return 0;
  }
}

function rowOf(i: number): Row {
  return {
    _id: i,
    sku: `SKU-${i}`,
    number: i,
    customer: `customer ${i % 1000}`,
    country: ['United Kingdom', 'Germany', 'France', 'China'][i % 4]!,
    total: { amount: (i * 7) % 10_000, currency: 'GBP' },
    at: new Date(1.6e12 + i * 1e6),
    status: i % 3 ? 'open' : 'done',
    quantity: i % 50,
  };
}

interface Delays {
  /** While nothing happens: what the machine adds. */
  readonly idleMs: number;
  /** While the store reads everything and finds nothing. */
  readonly scanMs: number;
  /** While this thread takes every document of it. */
  readonly transferMs: number;
}

/** By how much the event loop of this thread was held up: the median of five maxima. */
async function delaysDuringScan(uri: string): Promise<Delays> {
  const client = await new mongo.MongoClient(uri).connect();
  const rows = client.db().collection<Row>('bench');
  const scan = () => rows.find({ status: 'none' }).toArray();
  const transfer = async (): Promise<void> => {
    for await (const _ of rows.find());
  };
  const delays = {
    scanMs: await medianDelay(scan),
    transferMs: await medianDelay(transfer),
    idleMs: await medianDelay(() => sleep(400)),
  };
  await client.close();
  return delays;
}

async function medianDelay(during: () => Promise<unknown>): Promise<number> {
  await during();
  const maxima: number[] = [];
  for (let i = 0; i < 5; i++) {
    const histogram = monitorEventLoopDelay({ resolution: 1 });
    histogram.enable();
    await during();
    histogram.disable();
    maxima.push(histogram.max / 1e6);
  }
  return maxima.sort((a, b) => a - b)[2]!;
}

/** Milliseconds of one 4 KB write with its flush on this disk. */
async function flushMs(directory: string): Promise<number> {
  const { open } = await import('node:fs/promises');
  const file = await open(path.join(directory, 'flush'), 'w');
  const page = Buffer.alloc(4096, 1);
  const start = performance.now();
  const count = 50;
  for (let i = 0; i < count; i++) {
    await file.write(page, 0, page.length, i * page.length);
    await file.datasync();
  }
  await file.close();
  return (performance.now() - start) / count;
}

const dataDir = mkdtempSync(path.join(tmpdir(), 'store-bench-'));
const store = await openEmbeddedStore({ dataDir });
const embedded = await measureServer(store.uri, store.socketPath);
const second = options.uri ? await measureServer(options.uri) : null;
const delays = await delaysDuringScan(store.uri);
await store.close();
const bsonBytes = Array.from({ length: DOCUMENTS }, (_, i) =>
  mongo.BSON.calculateObjectSize(rowOf(i)),
).reduce((sum, bytes) => sum + bytes, 0);
const diskBytesPerBsonByte = statSync(path.join(dataDir, 'store', 'data.mdb')).size / bsonBytes;
const oneFlushMs = await flushMs(dataDir);
rmSync(dataDir, { recursive: true });

if (options.json) {
  console.log(
    JSON.stringify({ documents: DOCUMENTS, embedded, second, delays, diskBytesPerBsonByte, oneFlushMs }),
  );
} else {
  for (const { name, perSecond, seconds, driverCpu, storeCpu } of embedded) {
    const other = second?.find((measurement) => measurement.name === name);
    const ratio = other ? `  ${(perSecond / other.perSecond).toFixed(2)} x the second server` : '';
    console.log(
      `${name.padEnd(32)} ${perSecond.toFixed(0).padStart(8)}/s ${seconds.toFixed(2).padStart(7)} s, CPU: driver ${driverCpu.toFixed(2)} s, store ${storeCpu.toFixed(2)} s${ratio}`,
    );
  }
  console.log(
    `one flush ${oneFlushMs.toFixed(2)} ms; ${diskBytesPerBsonByte.toFixed(2)} bytes on disk a byte of BSON`,
  );
  console.log(
    `event loop of the main thread delayed by at most ${delays.scanMs.toFixed(1)} ms during full scans, ${delays.transferMs.toFixed(1)} ms while it takes every document, ${delays.idleMs.toFixed(1)} ms while idle`,
  );
}
