import type { Models } from '../models/index.ts';
import type { SampleRecords } from './load.ts';
import { DEAD_AFTER_MS, lockSeed, type Marker } from './seed-lock.ts';

export type SeedResult = 'loaded' | 'already-loaded' | 'not-empty';

export interface SeedOptions {
  /** Whether other processes may be starting on the same store. */
  readonly isShared: boolean;
  /** How long a process that is loading may be silent before another takes its place. */
  readonly deadAfterMs?: number;
}

/**
 * Puts the sample shop into an empty store, in bulk, and does so once, whichever of several processes on the store
 * begins: the others wait until it is there. What a process that died in between has written is removed, and all is
 * loaded again. A store that had products, orders or deals of its own is left alone. `makeRecords` is called only
 * when they are needed.
 */
export async function seedSampleShop(
  models: Models,
  makeRecords: () => SampleRecords,
  now: Date,
  { isShared, deadAfterMs = isShared ? DEAD_AFTER_MS : 0 }: SeedOptions,
): Promise<SeedResult> {
  const { Product, Company, Contact, Order, Deal, Rep } = models;
  const collections = [Product, Company, Contact, Order, Deal, Rep] as const;
  const isEmpty = async () => {
    for (const model of collections) if ((await model.collection.findOne({})) !== null) return false;
    return true;
  };
  const lock = await lockSeed(models.connection.collection<Marker>('seeds'), isEmpty, deadAfterMs);
  if (typeof lock === 'string') return lock;
  try {
    // Nothing but the seed writes before the server accepts messages, so all of it is from the broken attempt.
    if (lock.isInherited) for (const model of collections) await model.collection.deleteMany({});
    await load(models, collections, makeRecords, now);
    await lock.finish();
    return 'loaded';
  } finally {
    lock.abandon();
  }
}

async function load(
  models: Models,
  collections: readonly { init(): Promise<unknown> }[],
  makeRecords: () => SampleRecords,
  now: Date,
): Promise<void> {
  const { Product, Company, Contact, Order, Deal, Rep } = models;
  // Unique indexes are there before the records, as the models ask for them.
  for (const model of collections) await model.init();
  const records = makeRecords();
  const stamped = (documents: readonly object[]) =>
    documents.map((document) => ({ ...document, createdAt: now, updatedAt: now }));
  // Straight to the collection: hydrating and validating 80,000 lines would take longer than storing them.
  await Product.collection.insertMany(stamped(records.products));
  await Company.collection.insertMany(stamped(records.companies));
  await Contact.collection.insertMany(stamped(records.contacts));
  await Order.collection.insertMany(stamped(records.orders));
  await Deal.collection.insertMany(stamped(records.deals));
  await Rep.collection.insertMany(stamped(records.reps));
}
