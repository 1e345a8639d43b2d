import { insertOnce, note } from './apply.ts';
import { duplicateKey } from './duplicate-key.ts';
import type { Activity } from './models/activity.ts';
import type { Deal } from './models/deal.ts';
import type { Models } from './models/index.ts';

/** Writes of reps; they can be repeated like those of `apply.ts`. */

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
  change: Partial<Pick<Deal, 'stage' | 'amount' | 'closeDate' | 'owner'>>,
): Promise<void> {
  await models.Deal.updateOne(
    { key, appliedEffects: { $ne: effectKey } },
    { $set: change, $push: note(effectKey) },
  );
}

export const logActivity = (models: Models, activity: Activity): Promise<void> =>
  insertOnce(models.Activity, activity);
