import { autocorrelation, mean } from '../numeric/statistics.ts';

export type SeasonKind = 'additive' | 'multiplicative';

/**
 * Centred moving average over one period, of what is known of it (NaN is not); NaN where it does not reach, half a period at
 * both ends, or nothing is known.
 */
export function centredAverage(y: Float64Array, period: number): Float64Array {
  const trend = new Float64Array(y.length).fill(Number.NaN);
  const half = Math.floor(period / 2);
  const even = period % 2 === 0;
  for (let i = half; i < y.length - half; i++) {
    let sum = 0;
    let known = period;
    for (let k = -half; k <= half; k++) {
      const weight = even && Math.abs(k) === half ? 0.5 : 1;
      const v = y[i + k]!;
      if (Number.isNaN(v)) known -= weight;
      else sum += v * weight;
    }
    trend[i] = sum / known;
  }
  return trend;
}

/**
 * Seasonal indices by classical decomposition (Kendall & Stuart 1983), one per place in the period, the first
 * for `y[0]`; additive ones sum to 0, multiplicative ones average 1. Needs two periods of observations.
 */
export const seasonalIndices = (y: Float64Array, period: number, kind: SeasonKind): Float64Array =>
  indicesOf(beside(y, centredAverage(y, period), kind), period, kind);

/** The values without the trend; NaN where that does not reach. */
const beside = (y: Float64Array, trend: Float64Array, kind: SeasonKind): Float64Array =>
  y.map((v, i) => (kind === 'additive' ? v - trend[i]! : v / trend[i]!));

function indicesOf(detrended: Float64Array, period: number, kind: SeasonKind): Float64Array {
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  for (let i = 0; i < detrended.length; i++) {
    if (!Number.isFinite(detrended[i]!)) continue;
    sums[i % period]! += detrended[i]!;
    counts[i % period]!++;
  }
  const neutral = kind === 'additive' ? 0 : 1;
  const indices = sums.map((sum, i) => (counts[i]! > 0 ? sum / counts[i]! : neutral));
  const average = mean(indices);
  if (kind === 'additive') return indices.map((index) => index - average);
  return indices.map((index) => (average > 0 ? Math.max(1e-3, index / average) : 1));
}

/** What a season does to the rest of a series. */
export interface Season {
  readonly kind: SeasonKind;
  /** As of `seasonalIndices`, or a single neutral one where there is no season. */
  readonly indices: Float64Array;
}

/** Seasons, besides all, whose mean may tell the next one best: in long series the season moves. */
const MEMORIES = [4, 6, 10];

/**
 * The season of the newest part of a series that is to be adjusted. Its indices are drawn to the neutral one by the
 * share of their spread that is noise (James-Stein as in Miller & Williams 2003), so that where there is no season next
 * to nothing is taken off. Fewer than three periods, which do not tell noise from season, have none.
 */
export function shrunkSeason(y: Float64Array, period: number): Season {
  if (period < 2 || y.length < 3 * period) return { kind: 'additive', indices: Float64Array.of(0) };
  const mayBeRelative = y.every((v) => v >= 0);
  const whole = detrend(y, period, mayBeRelative);
  const old = forgotten(whole.values, period);
  const { kind, values } = old === 0 ? whole : detrend(y.subarray(old), period, mayBeRelative);
  const neutral = kind === 'additive' ? 0 : 1;
  const indices = indicesOf(values, period, kind);
  let noise = 0;
  let known = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) continue;
    noise += (values[i]! - indices[i % period]!) ** 2;
    known++;
  }
  const ofAnIndex = (noise / Math.max(1, known - period)) * (period / Math.max(1, known));
  const spread = indices.reduce((sum, index) => sum + (index - neutral) ** 2, 0);
  const share = spread > 0 ? Math.max(0, 1 - (Math.max(1, period - 3) * ofAnIndex) / spread) : 0;
  return { kind, indices: indices.map((index) => neutral + share * (index - neutral)) };
}

/** What the moving average leaves; NaN at both ends. Relative only where no average is zero. */
function detrend(
  y: Float64Array,
  period: number,
  mayBeRelative: boolean,
): { kind: SeasonKind; values: Float64Array } {
  const trend = centredAverage(y, period);
  const kind = mayBeRelative && trend.every((v) => !(v <= 0)) ? 'multiplicative' : 'additive';
  return { kind, values: beside(y, trend, kind) };
}

/**
 * How many of the first values, whole periods of them, tell nothing about the season that comes: those before as many
 * seasons as forecast each of the newer half's best by their mean.
 */
function forgotten(values: Float64Array, period: number): number {
  const seasons = Math.floor(values.length / period);
  const memories = MEMORIES.filter((memory) => memory + 1 < seasons);
  if (memories.length === 0) return 0;
  const from = Math.max(3 * period, Math.ceil(values.length / 2));
  const loss = (memory: number): number => {
    let sum = 0;
    for (let i = from; i < values.length && !Number.isNaN(values[i]!); i++) {
      let before = 0;
      let count = 0;
      for (let j = i - period; count < memory && j >= 0 && !Number.isNaN(values[j]!); j -= period) {
        before += values[j]!;
        count++;
      }
      sum += (values[i]! - before / count) ** 2;
    }
    return sum;
  };
  const losses = memories.map(loss);
  const least = Math.min(...losses);
  if (loss(seasons) <= least) return 0;
  return (seasons - memories[losses.indexOf(least)]!) * period;
}

export function removeSeason(y: Float64Array, indices: Float64Array, kind: SeasonKind): Float64Array {
  const period = indices.length;
  return y.map((v, i) => (kind === 'additive' ? v - indices[i % period]! : v / indices[i % period]!));
}

/**
 * Whether the autocorrelation at the seasonal lag is significant at 90 % (the test of the Theta method,
 * Assimakopoulos & Nikolopoulos 2000). Needs three periods to say yes.
 */
export function isSeasonal(y: Float64Array, period: number): boolean {
  if (period < 2 || y.length < 3 * period) return false;
  let squares = 0;
  for (let lag = 1; lag < period; lag++) squares += autocorrelation(y, lag) ** 2;
  return Math.abs(autocorrelation(y, period)) > 1.645 * Math.sqrt((1 + 2 * squares) / y.length);
}
