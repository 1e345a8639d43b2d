import type { Column, Table } from '../table.ts';

/**
 * Features cut into at most 255 bins, so that trees count instead of sort (histogram method: Ke et al. 2017,
 * LightGBM). Bin 0 holds missing values and unknown categories; bins of numbers ascend; a category is a bin.
 */
export interface BinnedTable {
  readonly rows: number;
  /** One array of bin numbers per feature. */
  readonly features: readonly Uint8Array[];
}

export type Binning = NumberBinning | CategoryBinning;

interface NumberBinning {
  readonly kind: 'number';
  /** Ascending; a value goes to bin 1 plus the number of edges below it. */
  readonly edges: Float64Array;
}

interface CategoryBinning {
  readonly kind: 'category';
  readonly levels: number;
}

export const binCount = (binning: Binning): number =>
  1 + (binning.kind === 'number' ? binning.edges.length + 1 : binning.levels);

/** At most `bins` bins per number column, of equal numbers of training rows as far as ties allow. */
export function fitBinning(table: Table, bins: number): Binning[] {
  return table.columns.map((column) => {
    if (column.kind === 'category') return { kind: 'category', levels: Math.min(254, column.levels.length) };
    const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
    const distinct = sorted.filter((value, index) => index === 0 || value !== sorted[index - 1]);
    // Between two neighbours, so that a value a little off those seen falls to the nearer one.
    const between = (low: number, high: number): number => low + (high - low) / 2;
    if (distinct.length <= bins) {
      return {
        kind: 'number',
        edges: Float64Array.from(distinct.subarray(1), (value, index) => between(distinct[index]!, value)),
      };
    }
    const edges = new Set<number>();
    for (let bin = 1; bin < bins; bin++) {
      const position = Math.floor((sorted.length * bin) / bins);
      if (sorted[position - 1] !== sorted[position])
        edges.add(between(sorted[position - 1]!, sorted[position]!));
      else {
        // A run of ties: cut after it.
        let end = position;
        while (end < sorted.length && sorted[end] === sorted[position]) end++;
        if (end < sorted.length) edges.add(between(sorted[position]!, sorted[end]!));
      }
    }
    return { kind: 'number', edges: Float64Array.from(edges).sort() };
  });
}

/** Number of edges below `value`. */
function edgesBelow(edges: Float64Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Of columns that were binned before: many predictions of one table, as importance makes, change only one of them. */
const known = new WeakMap<Column, WeakMap<Binning, Uint8Array>>();

export function applyBinning(binnings: readonly Binning[], table: Table): BinnedTable {
  const features = binnings.map((binning, index) => {
    const column = table.columns[index]!;
    const ofColumn = known.get(column) ?? new WeakMap<Binning, Uint8Array>();
    const bins = ofColumn.get(binning) ?? binColumn(binning, column);
    known.set(column, ofColumn.set(binning, bins));
    return bins;
  });
  return { rows: table.rows, features };
}

function binColumn(binning: Binning, column: Column): Uint8Array {
  if (binning.kind === 'number' && column.kind === 'number') {
    const bins = new Uint8Array(column.values.length);
    for (let row = 0; row < bins.length; row++) {
      const value = column.values[row]!;
      if (!Number.isNaN(value)) bins[row] = 1 + edgesBelow(binning.edges, value);
    }
    return bins;
  }
  if (binning.kind === 'category' && column.kind === 'category') {
    const bins = new Uint8Array(column.codes.length);
    for (let row = 0; row < bins.length; row++) {
      const code = column.codes[row]!;
      if (code < binning.levels) bins[row] = code + 1;
    }
    return bins;
  }
  throw new TypeError(`column ${column.name} is not of the kind it was at training`);
}
