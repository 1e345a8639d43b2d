import { range } from './random.ts';

/** Ranks from 1, equal values having the mean of theirs (mid-ranks). */
export function midRanks(values: Float64Array): Float64Array {
  const order = range(values.length).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let index = start; index < end; index++) ranks[order[index]!] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}
