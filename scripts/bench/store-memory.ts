/**
 * Memory of a process that serves point reads from a large collection of the embedded store (Linux):
 *
 *     npm run bench:store-memory -- [--documents 2000000] [--reads 30000]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mongo } from 'mongoose';
import { openEmbeddedStore } from '../../crm/embedded/store.ts';

const { values: options } = parseArgs({
  options: {
    documents: { type: 'string', default: '2000000' },
    reads: { type: 'string', default: '30000' },
    /** Fills this directory and ends: a process of its own, whose memory does not count. */
    fill: { type: 'string' },
  },
});
const DOCUMENTS = Number(options.documents);
const READS = Number(options.reads);
const BATCH = 10_000;

async function withRows<T>(
  dataDir: string,
  use: (rows: mongo.Collection<{ _id: number }>) => Promise<T>,
): Promise<T> {
  const store = await openEmbeddedStore({ dataDir });
  const client = await new mongo.MongoClient(store.uri).connect();
  try {
    return await use(client.db().collection<{ _id: number }>('rows'));
  } finally {
    await client.close();
    await store.close();
  }
}

async function fill(dataDir: string): Promise<void> {
  await withRows(dataDir, async (rows) => {
    for (let start = 0; start < DOCUMENTS; start += BATCH) {
      const documents = Array.from({ length: Math.min(BATCH, DOCUMENTS - start) }, (_, i) => ({
        _id: start + i,
        sku: `SKU-${start + i}`,
        customer: `customer ${i % 1000}`,
        country: 'United Kingdom',
        total: { amount: i, currency: 'GBP' },
        at: new Date(1.6e12 + i),
        status: 'open',
      }));
      await rows.insertMany(documents);
    }
  });
}

async function measure(dataDir: string): Promise<void> {
  let peak = 0;
  const note = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const opening = performance.now();
  await withRows(dataDir, async (rows) => {
    const openedMs = performance.now() - opening;
    note();
    for (let i = 0; i < READS; i++) {
      const found = await rows.findOne({ _id: (i * 1_299_709) % DOCUMENTS });
      if (!found) throw new Error('A document is missing.');
      if (i % 100 === 0) note();
    }
    const fileMb = statSync(path.join(dataDir, 'store', 'data.mdb')).size / 1e6;
    console.log(
      `${DOCUMENTS} documents, ${fileMb.toFixed(0)} MB on disk, opened and checked in ${(openedMs / 1000).toFixed(1)} s`,
    );
    console.log(`peak RSS over ${READS} scattered point reads: ${(peak / 1e6).toFixed(0)} MB`);
  });
}

if (options.fill) await fill(options.fill);
else {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'store-memory-'));
  const self = fileURLToPath(import.meta.url);
  execFileSync(process.execPath, [self, '--fill', dataDir, '--documents', String(DOCUMENTS)], {
    stdio: 'inherit',
  });
  await measure(dataDir);
  rmSync(dataDir, { recursive: true });
}
