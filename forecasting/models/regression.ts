/**
 * Ridge regression on trend and season, with weights that fade into the past (discounted least squares, Brown
 * 1963):
 *
 *   minimise  sum of discount^(n-t) (y[t] - x[t]' b)^2 + ridge |b|^2   over   x[t] = (1, t, season of t)
 *
 * The season is one coefficient per place in the period, or Fourier pairs where the period is longer than 24;
 * daily series of 18 months or more get a yearly season besides the weekly one. Where the last residuals
 * stand dies away geometrically (or not at all), and the trend ahead is damped. Discount and decay are those
 * that forecast the last two periods best. In logs where Guerrero's criterion says so.
 */
import { solve } from '../numeric/linear-system.ts';
import { degreesOfFreedom } from '../numeric/statistics.ts';
import { chooseTransform, type Transform } from '../series/transform.ts';
import type { Fitted, Model } from './model.ts';

const RIDGE = 0.5;
const DAMPING = 0.93;
const LEVEL_SMOOTHING = 0.4;
/** Growth of the variance by the step, beyond the steps that residuals tell about. */
const DRIFT = 0.02;
const LONGEST_DUMMIES = 24;

type Row = (t: number) => Float64Array;

interface Line {
  readonly coefficients: Float64Array;
  readonly residuals: Float64Array;
}

export const regression: Model = {
  name: 'regression',
  minimum: () => 4,
  fit(y, period) {
    const transform = chooseTransform(y, period);
    const z = y.map(transform.forward);
    const row = design(y.length, period);
    return fitted(y, { transform, row, period, memory: chooseMemory(z, row, period) });
  },
};

interface Form {
  readonly transform: Transform;
  readonly row: Row;
  readonly period: number;
  readonly memory: Memory;
}

/** How fast the line forgets the past, and how the last residuals' level dies away in the forecast. */
interface Memory {
  readonly discount: number;
  readonly persistence: number;
}

function fitted(y: Float64Array, form: Form): Fitted {
  const { transform, row, period, memory } = form;
  const { residuals } = fitLine(y.map(transform.forward), row, memory.discount);
  // A line that forgets has that many values to learn from.
  const effective = Math.min(y.length, (1 + memory.discount) / (1 - memory.discount));
  const widening = Math.sqrt(degreesOfFreedom(effective, row(0).length));
  const spreads = stepSpreads(residuals.subarray(-Math.max(24, 4 * period)), memory.persistence, period);
  return {
    form: `regression(discount ${memory.discount}${transform.name === 'log' ? ', logs' : ''})`,
    refit: (other) => fitted(other, form),
    predict(history, horizon) {
      const scaled = history.map(transform.forward);
      const path = extrapolate(scaled, fitLine(scaled, row, memory.discount), row, {
        persistence: memory.persistence,
        horizon,
      });
      const mean = path.map(transform.back);
      const sd = mean.map((m, h) => {
        const beyond = Math.max(0, h + 1 - spreads.length);
        const known = spreads[Math.min(h, spreads.length - 1)]!;
        const wide = widening * known * Math.sqrt(1 + DRIFT * beyond);
        return transform.name === 'log' ? m * Math.min(1, wide) : wide;
      });
      return { mean, sd };
    },
  };
}

/** Trend in periods since the end of the fitted series, so that the ridge barely touches it. */
function design(n: number, period: number): Row {
  const waves: { length: number; pairs: number }[] = [];
  const dummies = period >= 2 && period <= LONGEST_DUMMIES && n >= 2 * period ? period : 0;
  if (period > LONGEST_DUMMIES && n >= 2 * period) waves.push({ length: period, pairs: 6 });
  if (period === 7 && n >= 548) waves.push({ length: 365.25, pairs: 6 });
  const size = 2 + dummies + waves.reduce((sum, { pairs }) => sum + 2 * pairs, 0);
  // The same rows are asked for by every fit and forecast of the series.
  const known: Float64Array[] = [];
  const make: Row = (t) => {
    const row = new Float64Array(size);
    row[0] = 1;
    row[1] = (t - n) / Math.max(12, period);
    if (dummies) row[2 + (t % dummies)] = 1;
    let next = 2 + dummies;
    for (const { length, pairs } of waves) {
      for (let k = 1; k <= pairs; k++) {
        row[next++] = Math.sin((2 * Math.PI * k * t) / length);
        row[next++] = Math.cos((2 * Math.PI * k * t) / length);
      }
    }
    return row;
  };
  return (t) => {
    known[t] ??= make(t);
    return known[t];
  };
}

function fitLine(z: Float64Array, row: Row, discount: number): Line {
  const size = row(0).length;
  const normal = Array.from({ length: size }, () => new Float64Array(size));
  const right = new Float64Array(size);
  const rows = Array.from(z, (_, t) => row(t));
  let weight = 1;
  for (let t = z.length - 1; t >= 0 && weight > 1e-6; t--) {
    const x = rows[t]!;
    for (let i = 0; i < size; i++) {
      if (x[i] === 0) continue;
      const scaled = weight * x[i]!;
      right[i]! += scaled * z[t]!;
      const target = normal[i]!;
      for (let j = 0; j <= i; j++) if (x[j] !== 0) target[j]! += scaled * x[j]!;
    }
    weight *= discount;
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) normal[j]![i] = normal[i]![j]!;
    normal[i]![i]! += i < 2 ? 1e-6 : RIDGE;
  }
  const coefficients = solve(normal, right);
  return { coefficients, residuals: z.map((v, t) => v - dot(rows[t]!, coefficients)) };
}

function extrapolate(
  z: Float64Array,
  { coefficients, residuals }: Line,
  row: Row,
  { persistence, horizon }: { persistence: number; horizon: number },
): Float64Array {
  const level = smoothedLast(residuals);
  const slope = coefficients[1]! * (row(1)[1]! - row(0)[1]!);
  let damped = 0;
  return Float64Array.from({ length: horizon }, (_, h) => {
    damped += DAMPING ** (h + 1);
    const straight = dot(row(z.length + h), coefficients);
    return straight + slope * (damped - (h + 1)) + level * persistence ** (h + 1);
  });
}

/** Where the residuals stand at the end, by exponential smoothing of the last ones. */
function smoothedLast(residuals: Float64Array): number {
  let level = 0;
  for (const r of residuals.subarray(-20)) level += LEVEL_SMOOTHING * (r - level);
  return level;
}

/**
 * Root mean square of what comes h steps after a level of residuals that dies away as the forecast says, for h = 1
 * to a period (at most a third of the residuals); never falling in h.
 */
function stepSpreads(residuals: Float64Array, persistence: number, period: number): Float64Array {
  const steps = Math.max(1, Math.min(Math.max(4, period), Math.floor(residuals.length / 3)));
  const squares = new Float64Array(steps);
  let level = 0;
  for (let t = 0; t + 1 < residuals.length; t++) {
    level += LEVEL_SMOOTHING * (residuals[t]! - level);
    for (let h = 1; h <= steps && t + h < residuals.length; h++)
      squares[h - 1]! += (residuals[t + h]! - level * persistence ** h) ** 2;
  }
  let widest = 0;
  return squares.map((sum, h) => {
    widest = Math.max(widest, Math.sqrt(sum / Math.max(1, residuals.length - 1 - h)));
    return widest;
  });
}

/** Tries combinations of forgetting on the last two periods (at most half of the series). */
function chooseMemory(z: Float64Array, row: Row, period: number): Memory {
  const season = Math.max(4, period);
  const held = Math.min(season, Math.floor(z.length / 4));
  // Half-lives in seasons.
  const discounts = [Number.POSITIVE_INFINITY, 6, 3, 1.5].map((half) => 0.5 ** (1 / (half * season)));
  let best: Memory = { discount: 1, persistence: 0 };
  let least = Number.POSITIVE_INFINITY;
  for (const exact of discounts) {
    const discount = Math.round(exact * 1e4) / 1e4;
    const lines = [2 * held, held].map((back) => {
      const before = z.slice(0, z.length - back);
      return { before, line: fitLine(before, row, discount) };
    });
    for (const persistence of [0.7, 0.9, 1]) {
      let loss = 0;
      for (const { before, line } of lines) {
        const path = extrapolate(before, line, row, { persistence, horizon: held });
        path.forEach((v, h) => {
          loss += Math.abs(v - z[before.length + h]!);
        });
      }
      if (loss < least) {
        least = loss;
        best = { discount, persistence };
      }
    }
  }
  return best;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
