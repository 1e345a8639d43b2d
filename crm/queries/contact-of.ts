import type { Identity } from '../models/schemas.ts';

/**
 * Filter for the contact of an identity, or its score. `$elemMatch` holds channel and id to the same element; the id by itself
 * is for the index, which it finds the contact by.
 */
export const contactOf = ({ channel, id }: Identity) => ({
  'identities.id': id,
  identities: { $elemMatch: { channel, id } },
});
