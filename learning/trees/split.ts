import { type BinnedTable, type Binning, binCount } from './bins.ts';

/** Sums per bin: gradient, curvature (hessian), rows. */
export const SUMS = 3;
/** Words of a set of 256 bins. */
export const WORDS = 8;

/** What grows a tree: gradient and curvature of the loss in each row, and the shape of the histograms. */
export interface Growth {
  readonly binned: BinnedTable;
  readonly binnings: readonly Binning[];
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly options: TreeOptions;
  /** Where the sums of each feature start in a histogram; the last element is its length. */
  readonly offsets: Int32Array;
}

export interface TreeOptions {
  readonly maxLeaves: number;
  readonly maxDepth: number;
  readonly minLeafRows: number;
  /** Ridge penalty on leaf values. */
  readonly l2: number;
  /** Curvature added to each category before they are ordered, against chance order of rare ones. */
  readonly categorySmoothing: number;
  /** Features drawn at random for each split. */
  readonly featuresPerSplit: number;
}

export interface Totals {
  readonly gradient: number;
  readonly hessian: number;
  readonly rows: number;
}

export interface Split {
  readonly feature: number;
  /** Fall of the loss. */
  readonly gain: number;
  /** The set of bins that go left. */
  readonly leftBins: Uint32Array;
  readonly left: Totals;
}

/** Only `features` have room: a tree that may use few of thousands needs no histograms of the others. */
export function histogramOffsets(binnings: readonly Binning[], features: Int32Array): Int32Array {
  const offsets = new Int32Array(binnings.length + 1);
  const used = new Set(features);
  for (const [index, binning] of binnings.entries())
    offsets[index + 1] = offsets[index]! + (used.has(index) ? binCount(binning) * SUMS : 0);
  return offsets;
}

export const emptyHistogram = ({ offsets }: Growth): Float64Array =>
  new Float64Array(offsets[offsets.length - 1]!);

/** Sums per bin of `features` over `rows`, written into `histogram`, which is returned. */
export function fillHistogram(
  growth: Growth,
  rows: Int32Array,
  features: Int32Array,
  histogram: Float64Array,
): Float64Array {
  const { binned, gradient, hessian, offsets } = growth;
  for (const feature of features) {
    const bins = binned.features[feature]!;
    const offset = offsets[feature]!;
    histogram.fill(0, offset, offsets[feature + 1]!);
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!;
      const at = offset + bins[row]! * SUMS;
      histogram[at] = histogram[at]! + gradient[row]!;
      histogram[at + 1] = histogram[at + 1]! + hessian[row]!;
      histogram[at + 2] = histogram[at + 2]! + 1;
    }
  }
  return histogram;
}

/** The loss that a leaf with these sums takes away, twice. */
const score = (gradient: number, hessian: number, l2: number): number =>
  (gradient * gradient) / (hessian + l2);

const LEAST_GAIN = 1e-9;

/** The split of a node with those sums that lowers the loss most; undefined where none may be made. */
export function bestSplit(
  growth: Growth,
  histogram: Float64Array,
  features: Int32Array,
  totals: Totals,
): Split | undefined {
  const { binnings, offsets, options } = growth;
  const whole = score(totals.gradient, totals.hessian, options.l2);
  let best: { feature: number; gain: number; order: number[]; count: number; left: Totals } | undefined;

  for (const feature of features) {
    const sums = histogram.subarray(offsets[feature]!, offsets[feature + 1]!);
    const filled = [];
    for (let bin = 0; bin * SUMS < sums.length; bin++) if (sums[bin * SUMS + 2]! > 0) filled.push(bin);
    if (filled.length < 2) continue;
    for (const order of binOrders(binnings[feature]!, sums, filled, options.categorySmoothing)) {
      let gradient = 0;
      let hessian = 0;
      let rows = 0;
      for (let count = 1; count < order.length; count++) {
        const at = order[count - 1]! * SUMS;
        gradient += sums[at]!;
        hessian += sums[at + 1]!;
        rows += sums[at + 2]!;
        if (rows < options.minLeafRows) continue;
        if (totals.rows - rows < options.minLeafRows) break;
        const right = score(totals.gradient - gradient, totals.hessian - hessian, options.l2);
        const gain = (score(gradient, hessian, options.l2) + right - whole) / 2;
        if (gain > (best?.gain ?? LEAST_GAIN)) {
          best = { feature, gain, order, count, left: { gradient, hessian, rows } };
        }
      }
    }
  }
  if (best === undefined) return undefined;
  const { feature, gain, left, order, count } = best;
  const mostGoLeft = 2 * left.rows > totals.rows;
  return { feature, gain, left, leftBins: leftBins(binnings[feature]!, order, count, mostGoLeft) };
}

/**
 * Orders of the filled bins whose beginnings are the left sides to try. Numbers ascend, with the missing ones
 * first and then last; categories, missing as one of them, stand in order of mean gradient.
 */
function binOrders(binning: Binning, sums: Float64Array, filled: number[], smoothing: number): number[][] {
  if (binning.kind === 'number') return filled[0] === 0 ? [filled, [...filled.slice(1), 0]] : [filled];
  const mean = (bin: number): number => sums[bin * SUMS]! / (sums[bin * SUMS + 1]! + smoothing);
  return [filled.sort((a, b) => mean(a) - mean(b) || a - b)];
}

/**
 * The bins that go left: the first `count` of `order`, and of those that no row of the node is in but new rows may
 * be, for numbers the ones up to the middle of the gap; missing values and categories go where most rows go.
 */
function leftBins(
  binning: Binning,
  order: readonly number[],
  count: number,
  mostGoLeft: boolean,
): Uint32Array {
  const bins = binCount(binning);
  const seen = new Uint8Array(bins);
  let lastLeft = 0;
  let firstRight = bins;
  for (let position = 0; position < order.length; position++) {
    const bin = order[position]!;
    seen[bin] = position < count ? 1 : 2;
    if (position < count) lastLeft = Math.max(lastLeft, bin);
    else if (bin > 0) firstRight = Math.min(firstRight, bin);
  }
  // Where one side holds the missing values alone, all numbers go to the other.
  const lastNumberLeft = lastLeft === 0 ? 0 : firstRight === bins ? bins : (lastLeft + firstRight) / 2;
  const words = new Uint32Array(WORDS);
  for (let bin = 0; bin < bins; bin++) {
    const unseenLeft = binning.kind === 'number' && bin > 0 ? bin <= lastNumberLeft : mostGoLeft;
    if (seen[bin] === 1 || (seen[bin] === 0 && unseenLeft))
      words[bin >> 5] = words[bin >> 5]! | (1 << (bin & 31));
  }
  return words;
}
