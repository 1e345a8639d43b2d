import type { Model } from 'mongoose';
import { duplicateKey } from './duplicate-key.ts';
import type { Contact } from './models/contact.ts';
import type { Models } from './models/index.ts';
import type { Order } from './models/order.ts';
import type { Quote } from './models/quote.ts';
import { APPLIED_EFFECTS_KEPT, type Identity } from './models/schemas.ts';
import type { Task } from './models/task.ts';

/**
 * Writes that can be repeated: each takes the key of the effect that wants it, and a second call with the
 * same key changes nothing. That is what lets the outbox finish a turn after a crash at any instant.
 */

const note = (key: string) => ({ appliedEffects: { $each: [key], $slice: -APPLIED_EFFECTS_KEPT } });

/** Inserts a document that carries a unique `effectKey`, unless that effect's document is already there. */
async function insertOnce<T extends { readonly effectKey?: string }>(
  model: Model<T>,
  document: T & { readonly effectKey: string },
): Promise<void> {
  try {
    await model.create(document);
  } catch (error) {
    // The store names only the first unique index that the insert hit, and that may be the document's number.
    const isThere =
      duplicateKey(error) !== undefined && (await model.exists({ effectKey: document.effectKey }));
    if (!isThere) throw error;
  }
}

export const createQuote = (models: Models, quote: Quote): Promise<void> => insertOnce(models.Quote, quote);

export const createTask = (models: Models, task: Task): Promise<void> => insertOnce(models.Task, task);

export async function changeQuote(
  models: Models,
  key: string,
  number: string,
  change: Partial<Pick<Quote, 'status' | 'lines' | 'total' | 'validUntil' | 'promisedFor' | 'orderNumber'>>,
): Promise<void> {
  await models.Quote.updateOne({ number, appliedEffects: { $ne: key } }, { $set: change, $push: note(key) });
}

/** Makes the order, closes its quote, and takes its units from the stock. */
export async function placeOrder(models: Models, order: Order & { effectKey: string }): Promise<void> {
  await insertOnce(models.Order, order);
  if (order.quoteNumber !== undefined)
    await changeQuote(models, order.effectKey, order.quoteNumber, {
      status: 'accepted',
      orderNumber: order.number,
    });
  for (const line of order.lines)
    await models.Product.updateOne(
      { sku: line.sku, appliedEffects: { $ne: order.effectKey } },
      { $inc: { stock: -line.quantity }, $push: note(order.effectKey) },
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
  details: Partial<Pick<Contact, 'name' | 'language'>> & { readonly email?: string; readonly phone?: string },
): Promise<void> {
  const { email, phone, ...set } = details;
  const known = { identities: { $elemMatch: { channel: identity.channel, id: identity.id } } };
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
