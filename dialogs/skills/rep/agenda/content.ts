import type { Activity } from '../../../../crm/models/activity.ts';

/** What was noted, to be noted anew: without its time, its key and whether it is done. */
export const contentOf = ({
  kind,
  rep,
  text,
  companyKey,
  contactKey,
  dealKey,
  dueOn,
  dueAt,
}: Activity): Omit<Activity, 'at' | 'effectKey' | 'doneAt'> => ({
  kind,
  rep,
  text,
  ...(companyKey !== undefined && { companyKey }),
  ...(contactKey !== undefined && { contactKey }),
  ...(dealKey !== undefined && { dealKey }),
  ...(dueOn !== undefined && { dueOn }),
  ...(dueAt !== undefined && { dueAt }),
});
