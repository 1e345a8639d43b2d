/** A pure reading of an object, worked out once for as long as the object is held: many skills ask the same of a turn. */
export function once<K extends object, T>(read: (of: K) => T): (of: K) => T {
  const known = new WeakMap<K, { readonly value: T }>();
  return (of) => {
    let found = known.get(of);
    if (!found) {
      found = { value: read(of) };
      known.set(of, found);
    }
    return found.value;
  };
}
