import type { Entity, Understanding } from './understanding.ts';

/** Entities that say who somebody is, and what stands in their place. */
const PERSONAL: Partial<Record<Entity['kind'], string>> = {
  email: '[e-mail]',
  phone: '[phone]',
  person: '[person]',
  company: '[company]',
  colleague: '[colleague]',
  orderNumber: '[order]',
  quoteNumber: '[quote]',
};

/** What no recogniser took, but may still lead to a person: anything with an @, addresses of pages, long numbers. */
const LEFTOVERS: readonly (readonly [RegExp, string])[] = [
  [/[^\s@]{1,100}@[^\s@]{1,100}/gu, '[e-mail]'],
  [/\bhttps?:\/\/\S{1,500}/giu, '[link]'],
  [/\+?\p{N}(?:[ ()./-]{0,2}\p{N}){5,30}/gu, '[number]'],
];

/** A message without what tells who wrote it, as far as it was recognised; a street or a rare name may stay. */
export function redact({ text, entities }: Pick<Understanding, 'text' | 'entities'>): string {
  const hidden = entities
    .filter(({ kind }) => PERSONAL[kind] !== undefined)
    .sort((a, b) => a.start - b.start);
  let result = '';
  let from = 0;
  for (const { kind, start, end } of hidden) {
    if (start < from) continue;
    result += text.slice(from, start) + PERSONAL[kind];
    from = end;
  }
  result += text.slice(from);
  return LEFTOVERS.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), result);
}
