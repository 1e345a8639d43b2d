import { insertOnce, note } from './apply.ts';
import { duplicateKey } from './duplicate-key.ts';
import type { Activity } from './models/activity.ts';
import type { Deal } from './models/deal.ts';
import type { Models } from './models/index.ts';

/** Writes of reps; they can be repeated like those of `apply.ts`. */

/** With a stage goes the day from which it is at that stage. */
export type DealChange = Partial<Pick<Deal, 'stage' | 'stageSince' | 'amount' | 'closeDate' | 'owner'>>;

/** The deal's key is made of the effect's, so that a second call finds the first one's deal. */
export async function createDeal(models: Models, deal: Deal): Promise<void> {
  try {
    await models.Deal.create(deal);
  } catch (error) {
    if (duplicateKey(error)?.key === undefined) throw error;
  }
}

export async function changeDeal(
  models: Models,
  effectKey: string,
  key: string,
  change: DealChange,
): Promise<void> {
  await models.Deal.updateOne(
    { key, appliedEffects: { $ne: effectKey } },
    { $set: change, $push: note(effectKey) },
  );
}

export async function removeDeal(models: Models, key: string): Promise<void> {
  await models.Deal.deleteOne({ key });
}

export async function finishActivity(models: Models, effectKey: string, doneAt: Date): Promise<void> {
  await models.Activity.updateOne({ effectKey, doneAt: { $exists: false } }, { $set: { doneAt } });
}

export async function reopenActivity(models: Models, effectKey: string): Promise<void> {
  await models.Activity.updateOne({ effectKey }, { $unset: { doneAt: '' } });
}

export async function removeActivity(models: Models, effectKey: string): Promise<void> {
  await models.Activity.deleteOne({ effectKey });
}

export const logActivity = (models: Models, activity: Activity): Promise<void> =>
  insertOnce(models.Activity, activity);
