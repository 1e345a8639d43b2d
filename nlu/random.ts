/** Mulberry32: a small seeded generator of numbers in [0, 1), for shuffles and folds; not for secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** An array of any kind. */
interface Slots {
  readonly length: number;
  [index: number]: unknown;
}

/** Fisher-Yates, in place. */
export function shuffle<L extends Slots>(items: L, random: () => number): L {
  const slots: Slots = items;
  for (let last = slots.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [slots[last], slots[other]] = [slots[other], slots[last]];
  }
  return items;
}
