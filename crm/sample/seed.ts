import type { Models } from '../models/index.ts';
import type { SampleRecords } from './load.ts';

export type SeedResult = 'loaded' | 'already-loaded' | 'not-empty';

interface Marker {
  readonly _id: string;
  readonly state: 'loading' | 'loaded';
  readonly at: Date;
}

const MARKER = 'sample-shop';

/**
 * Puts the sample shop into an empty store, in bulk, and does so once: a marker says `loading` before the
 * first record and `loaded` after the last. A marker that still says `loading` was left by a crash; what that
 * attempt wrote is removed and all is loaded again. A store that had products, orders or deals of its own
 * is left alone. `makeRecords` is called only when they are needed.
 */
export async function seedSampleShop(
  models: Models,
  makeRecords: () => SampleRecords,
  now: Date,
): Promise<SeedResult> {
  const { Product, Company, Contact, Order, Deal, Rep } = models;
  const collections = [Product, Company, Contact, Order, Deal, Rep] as const;
  const markers = models.connection.collection<Marker>('seeds');
  const marker = await markers.findOne({ _id: MARKER });
  if (marker?.state === 'loaded') return 'already-loaded';
  if (marker === null) {
    for (const model of collections) if ((await model.collection.findOne({})) !== null) return 'not-empty';
    await markers.insertOne({ _id: MARKER, state: 'loading', at: now });
  } else {
    // Nothing but the seed writes before the server accepts messages, so all of it is from the broken attempt.
    for (const model of collections) await model.collection.deleteMany({});
  }

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
  await markers.updateOne({ _id: MARKER }, { $set: { state: 'loaded', at: now } });
  return 'loaded';
}
