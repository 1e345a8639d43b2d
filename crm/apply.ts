import { type Model, Types } from 'mongoose';
import { duplicateKey } from './duplicate-key.ts';
import { insertsOf, updatesOf } from './grouped-writes.ts';
import type { Contact } from './models/contact.ts';
import type { Models } from './models/index.ts';
import type { Order } from './models/order.ts';
import type { Quote } from './models/quote.ts';
import type { Return } from './models/return.ts';
import { APPLIED_EFFECTS_KEPT, type Identity } from './models/schemas.ts';
import type { Task } from './models/task.ts';
import { contactOf } from './queries/contact-of.ts';

/**
 * Writes that can be repeated: each takes the key of the effect that wants it, and a second call with the
 * same key changes nothing. That is what lets the outbox finish a turn after a crash at any instant. Those of
 * nearly every conversation go past Mongoose, which would check for each what the compiler has checked already.
 */

export const note = (key: string) => ({ appliedEffects: { $each: [key], $slice: -APPLIED_EFFECTS_KEPT } });

/** `note` for an update that goes past Mongoose, which would set the time of the change. */
const noted = (key: string) => ({ $push: note(key), $currentDate: { updatedAt: true } });

/** Inserts a document that carries a unique `effectKey`, unless that effect's document is already there. */
export async function insertOnce<T extends { readonly effectKey?: string }>(
  model: Model<T>,
  document: T & { readonly effectKey: string },
): Promise<void> {
  try {
    await insertsOf(model).write({ _id: new Types.ObjectId(), ...document });
  } catch (error) {
    // The store names only the first unique index that the insert hit, and that may be the document's number.
    const isThere =
      duplicateKey(error) !== undefined && (await model.exists({ effectKey: document.effectKey }));
    if (!isThere) throw error;
  }
}

/** Lines that come without a discount have lost it. */
const lostDiscount = ({ lines, discount }: Partial<Pick<Quote, 'lines' | 'discount'>>) =>
  lines && !discount && { $unset: { discount: '' } };

export const createQuote = (models: Models, quote: Quote): Promise<void> => insertOnce(models.Quote, quote);

export const createTask = (models: Models, task: Task): Promise<void> => insertOnce(models.Task, task);

export async function changeQuote(
  models: Models,
  key: string,
  number: string,
  change: Partial<
    Pick<Quote, 'status' | 'lines' | 'discount' | 'total' | 'validUntil' | 'promisedFor' | 'orderNumber'>
  >,
): Promise<void> {
  await updatesOf(models.Quote).write({
    q: { number, appliedEffects: { $ne: key } },
    u: { $set: change, ...lostDiscount(change), ...noted(key) },
  });
}

/** Makes the order, closes its quote, and takes its units from the stock, at once: the store flushes them together. */
export async function placeOrder(models: Models, order: Order & { effectKey: string }): Promise<void> {
  const taken = new Map(order.lines.map(({ sku, quantity }) => [sku, -quantity]));
  await Promise.all([
    insertOnce(models.Order, order),
    order.quoteNumber !== undefined &&
      changeQuote(models, order.effectKey, order.quoteNumber, {
        status: 'accepted',
        orderNumber: order.number,
      }),
    moveStock(models, order.effectKey, taken),
  ]);
}

/** Cancels an order that has not left and puts its units back; one that has left in the meantime stays as it is. */
export async function cancelOrder(models: Models, key: string, number: string): Promise<void> {
  const order = await models.Order.findOne({ number }).lean();
  if (order && (await changeOrder(models, key, number, { status: 'cancelled' })))
    await moveStock(models, key, new Map(order.lines.map(({ sku, quantity }) => [sku, quantity])));
}

/** Gives an order that has not left other lines; the stock gets what is no longer wanted and loses what is added. */
export async function amendOrder(
  models: Models,
  key: string,
  number: string,
  change: Pick<Order, 'lines' | 'discount' | 'total' | 'promisedFor'>,
): Promise<void> {
  const order = await models.Order.findOne({ number }).select({ lines: 1, amendedFrom: 1 }).lean();
  if (!order) return;
  // After a crash the lines may be the new ones already: what they were is kept with the key that changed them.
  const before = order.amendedFrom?.key === key ? order.amendedFrom.lines : order.lines;
  const amendedFrom = { key, lines: before };
  if (!(await changeOrder(models, key, number, { ...change, amendedFrom }))) return;
  const freed = new Map(before.map(({ sku, quantity }) => [sku, quantity]));
  for (const { sku, quantity } of change.lines) freed.set(sku, (freed.get(sku) ?? 0) - quantity);
  await moveStock(models, key, freed);
}

/** @returns whether the order is as this effect wants it, now or since an earlier attempt */
async function changeOrder(
  models: Models,
  key: string,
  number: string,
  change: Partial<Order>,
): Promise<boolean> {
  const { matchedCount } = await models.Order.updateOne(
    { number, status: 'placed', appliedEffects: { $ne: key } },
    { $set: change, ...lostDiscount(change), $push: note(key) },
  );
  return matchedCount > 0 || (await models.Order.exists({ number, appliedEffects: key })) !== null;
}

/** Adds units to the stock, each product once a key. */
async function moveStock(models: Models, key: string, units: ReadonlyMap<string, number>): Promise<void> {
  const moved = [...units].filter(([, quantity]) => quantity !== 0);
  await Promise.all(
    moved.map(([sku, quantity]) =>
      updatesOf(models.Product).write({
        q: { sku, appliedEffects: { $ne: key } },
        u: { $inc: { stock: quantity }, ...noted(key) },
      }),
    ),
  );
}

export const requestReturn = (models: Models, request: Return): Promise<void> =>
  insertOnce(models.Return, request);

export async function addReturnPhoto(
  models: Models,
  key: string,
  identity: Identity,
  { number, photo }: { readonly number: string; readonly photo: string },
): Promise<void> {
  const own = { 'identity.channel': identity.channel, 'identity.id': identity.id };
  await models.Return.updateOne(
    { number, ...own, appliedEffects: { $ne: key } },
    { $set: { photo }, $push: note(key) },
  );
}

/**
 * Creates or updates the contact behind an identity. An e-mail address alone never joins an identity to
 * another contact, because nobody has verified it: the new contact only points at the older one.
 */
export async function upsertContact(
  models: Models,
  key: string,
  identity: Identity,
  details: Partial<Pick<Contact, 'name' | 'language' | 'consent'>> & {
    readonly email?: string;
    readonly phone?: string;
  },
): Promise<void> {
  const { email, phone, ...set } = details;
  const known = contactOf(identity);
  const older =
    email === undefined
      ? null
      : await models.Contact.findOne({ emails: email }, { key: 1, identities: 1 })
          .sort({ createdAt: 1 })
          .lean();
  const isOwn = older?.identities.some(
    ({ channel, id }) => channel === identity.channel && id === identity.id,
  );
  const add = {
    ...(email !== undefined && { emails: email }),
    ...(phone !== undefined && { phones: phone }),
  };
  const update = {
    ...(Object.keys(set).length > 0 && { $set: set }),
    ...(Object.keys(add).length > 0 && { $addToSet: add }),
    $push: note(key),
  };
  const updated = await models.Contact.updateOne({ ...known, appliedEffects: { $ne: key } }, update);
  if (updated.matchedCount > 0 || (await models.Contact.exists(known))) return;
  try {
    await models.Contact.create({
      key,
      ...set,
      emails: email === undefined ? [] : [email],
      phones: phone === undefined ? [] : [phone],
      identities: [identity],
      ...(older && !isOwn && { duplicateOf: older.key }),
      appliedEffects: [key],
    } as unknown as Contact);
  } catch (error) {
    if (duplicateKey(error)?.key === undefined) throw error;
  }
}

/** Quotes whose last day is before `today` (local, YYYY-MM-DD) can't be accepted any more. */
export async function expireQuotes(models: Models, today: string): Promise<void> {
  await models.Quote.updateMany(
    { status: 'open', validUntil: { $lt: today } },
    { $set: { status: 'expired' } },
  );
}
