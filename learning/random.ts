/** Uniform numbers in [0, 1); the same seed gives the same numbers on every machine. */
export type Random = () => number;

/** Mulberry32: a 32-bit generator that is fast and good enough for sampling. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Shuffles in place (Fisher and Yates) and returns the same array. */
export function shuffle<Items extends Int32Array | unknown[]>(items: Items, random: Random): Items {
  for (let index = items.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    const kept = items[index];
    items[index] = items[other] as (typeof items)[number];
    items[other] = kept as (typeof items)[number];
  }
  return items;
}

/** 0 to count - 1. */
export const range = (count: number): Int32Array => Int32Array.from({ length: count }, (_, index) => index);
