/** Uniform numbers in [0, 1); the same seed gives the same numbers on every machine. */
export type Random = () => number;

const WARM_UP = 20;

/**
 * sfc32 (Doty-Humphrey, PractRand): small, fast and without known faults. The first numbers are dropped, so that
 * neighbouring seeds give unrelated sequences.
 */
export function seededRandom(seed: number): Random {
  let a = 0;
  let b = seed | 0;
  let c = Math.floor(seed / 2 ** 32) | 0;
  let counter = 1;
  const next: Random = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let step = 0; step < WARM_UP; step++) next();
  return next;
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

/** `size` of the numbers 0 to count - 1, ascending, each set of them equally likely (Knuth 1969, algorithm S). */
export function sample(count: number, size: number, random: Random): Int32Array {
  const drawn = new Int32Array(size);
  let taken = 0;
  for (let number = 0; taken < size; number++) {
    if ((count - number) * random() < size - taken) drawn[taken++] = number;
  }
  return drawn;
}
