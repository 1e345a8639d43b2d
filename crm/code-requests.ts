import { insertOnce } from './apply.ts';
import { duplicateKey } from './duplicate-key.ts';
import { eraseContact, eraseIdentity, strikeAddress } from './erase.ts';
import type { Models } from './models/index.ts';
import type { CodeRequest } from './models/mail.ts';
import type { Identity } from './models/schemas.ts';

/** Codes that one address is sent a day, whoever asks: nobody may have a stranger's mailbox filled through the shop. */
const CODES_A_DAY = 5;
const DAY_MS = 86_400_000;

/** Whether another code may be asked for now for the address. */
export async function mayAskCode({ Mail }: Models, address: string, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - DAY_MS);
  return (await Mail.countDocuments({ 'code.address': address, madeAt: { $gt: since } })) < CODES_A_DAY;
}

/**
 * Has the code sent where something is stored under the address, and only counts it where nothing is: whoever asked sees
 * no difference. Those who ask at once from many conversations share the places of the day.
 */
export async function requestCode(
  models: Models,
  request: {
    readonly effectKey: string;
    readonly identity: Identity;
    readonly language: string;
    readonly code: CodeRequest;
    readonly at: Date;
  },
): Promise<void> {
  const { at, ...mail } = request;
  const { address } = mail.code;
  const isKnown = (await models.Contact.exists({ emails: address })) !== null;
  const made = { ...mail, attempts: 0, nextAttemptAt: at, madeAt: at };
  const day = at.toISOString().slice(0, 10);
  for (let place = 1; isKnown && place <= CODES_A_DAY; place++) {
    try {
      return await insertOnce(models.Mail, {
        ...made,
        status: 'pending',
        to: address,
        place: `${address} ${day} ${place}`,
      });
    } catch (error) {
      if (duplicateKey(error) === undefined) throw error;
    }
  }
  await insertOnce(models.Mail, { ...made, status: 'withheld' });
}

/**
 * Erases everything that is stored under the address of a code that this identity has asked for and proven. The request
 * itself goes last, with what is the identity's own (`erasePersonalData`), so that it can be repeated after a crash.
 */
export async function eraseProven(models: Models, { channel, id }: Identity, number: string): Promise<void> {
  const own = { 'identity.channel': channel, 'identity.id': id, 'code.number': number };
  const request = await models.Mail.findOne(own).lean();
  if (!request?.code) return;
  const { address } = request.code;
  for (const { key, identities } of await models.Contact.find({ emails: address }).lean()) {
    // The contact leads to the identities: it goes after them.
    for (const identity of identities) await eraseIdentity(models, identity);
    await eraseContact(models, key);
  }
  await strikeAddress(models, address, { channel, id });
  await models.Mail.deleteMany({ 'code.address': address, effectKey: { $ne: request.effectKey } });
}
