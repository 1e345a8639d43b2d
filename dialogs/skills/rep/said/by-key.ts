/** In the order of the keys; those that are not found are left out. */
export function byKey<T extends { readonly key: string }>(
  keys: readonly string[],
  found: readonly T[],
): readonly T[] {
  const known = new Map(found.map((one) => [one.key, one]));
  return keys.flatMap((key) => known.get(key) ?? []);
}
