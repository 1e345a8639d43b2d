import { createHash } from 'node:crypto';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A document number such as `Q-261123-4K7P2M`: prefix, local day, six Crockford base32 digits (2^30 values a
 * day) of a hash of the turn. Deciding the same turn again gives the same number, and nobody can guess it.
 */
export function documentNumber(prefix: string, today: string, secret: string, turnKey: string): string {
  const digest = createHash('sha256').update(`${secret}\n${prefix}\n${turnKey}`).digest();
  let digits = '';
  for (let index = 0; index < 6; index++) digits += CROCKFORD[digest[index]! & 31];
  return `${prefix}-${today.slice(2).replaceAll('-', '')}-${digits}`;
}
