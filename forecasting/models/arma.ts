/**
 * The ARMA part of SARIMA: phi(B) Phi(B^m) (w - c) = theta(B) Theta(B^m) e of a series that is differenced already.
 * Coefficients minimise the conditional sum of squares by Levenberg-Marquardt over partial autocorrelations (Jones 1980), so
 * every fit is stationary and invertible.
 */
import { levenbergMarquardt } from '../numeric/levenberg-marquardt.ts';
import { mean } from '../numeric/statistics.ts';

export interface Orders {
  readonly p: number;
  readonly d: number;
  readonly q: number;
  readonly P: number;
  readonly D: number;
  readonly Q: number;
  readonly period: number;
  readonly constant: boolean;
}

/**
 * Coefficients of the expanded polynomials at the lags where they are not zero: w[t] = sum a w[t-lag] + e +
 * sum b e[t-lag].
 */
export interface Coefficients {
  readonly arLags: Int32Array;
  readonly ar: Float64Array;
  readonly maLags: Int32Array;
  readonly ma: Float64Array;
}

export interface Estimate {
  readonly orders: Orders;
  readonly point: Float64Array;
  readonly centre: number;
  readonly variance: number;
  /** Of the differenced series. */
  readonly length: number;
  readonly aicc: number;
}

/** Fits given orders to a series that is differenced already: for tests and for searches of one's own. */
export function fitArma(w: Float64Array, orders: Orders): { ar: number[]; ma: number[]; variance: number } {
  const { point, variance } = estimate(w, orders);
  const at = polynomials(point, orders);
  return { ar: at.simple.ar, ma: at.simple.ma, variance };
}

/** Coefficients of given orders and their AICc; `start` is the point from which to search. */
export function estimate(w: Float64Array, orders: Orders, start?: Float64Array): Estimate {
  const centre = orders.constant ? mean(w) : 0;
  const x = orders.constant ? w.map((v) => v - centre) : w;
  const size = orders.p + orders.q + orders.P + orders.Q;
  const { at, squares } = levenbergMarquardt(
    (point, out) => innovations(x, polynomials(point, orders).expanded, out),
    start ?? new Float64Array(size).fill(0.1),
    x.length,
  );
  const n = w.length;
  const k = size + 1 + (orders.constant ? 1 : 0);
  const variance = Math.max(squares / n, 1e-16);
  const correction = n > k + 1 ? n / (n - k - 1) : 1 + k;
  const aicc = n * Math.log(variance) + 2 * k * correction;
  return { orders, point: at, centre, variance, length: n, aicc };
}

/** One-step errors with everything before the first value taken as zero. */
export function innovations(x: Float64Array, c: Coefficients, out: Float64Array): void {
  const { arLags, ar, maLags, ma } = c;
  for (let t = 0; t < x.length; t++) {
    let e = x[t]!;
    for (let i = 0; i < ar.length; i++) {
      const lag = arLags[i]!;
      if (lag <= t) e -= ar[i]! * x[t - lag]!;
    }
    for (let i = 0; i < ma.length; i++) {
      const lag = maLags[i]!;
      if (lag <= t) e -= ma[i]! * out[t - lag]!;
    }
    out[t] = e;
  }
}

/** From unbounded coordinates: tanh gives partial autocorrelations, Durbin-Levinson the coefficients. */
export function polynomials(point: Float64Array, { p, q, P, Q, period }: Orders) {
  const ar = fromPartial(point.subarray(0, p));
  const ma = fromPartial(point.subarray(p, p + q)).map((v) => -v);
  const seasonalAr = fromPartial(point.subarray(p + q, p + q + P));
  const seasonalMa = fromPartial(point.subarray(p + q + P, p + q + P + Q)).map((v) => -v);
  const [arLags, arAll] = product(ar, seasonalAr, period, -1);
  const [maLags, maAll] = product(ma, seasonalMa, period, 1);
  return { simple: { ar, ma }, expanded: { arLags, ar: arAll, maLags, ma: maAll } };
}

function fromPartial(point: Float64Array): number[] {
  const coefficients: number[] = [];
  for (let k = 0; k < point.length; k++) {
    const partial = 0.99 * Math.tanh(point[k]!);
    const before = [...coefficients];
    for (let j = 0; j < k; j++) coefficients[j] = before[j]! - partial * before[k - 1 - j]!;
    coefficients.push(partial);
  }
  return coefficients;
}

/**
 * Lags and coefficients of the product polynomial; `sign` is that of the cross terms: -1 for AR, +1 for MA.
 */
function product(
  simple: number[],
  seasonal: number[],
  period: number,
  sign: 1 | -1,
): [Int32Array, Float64Array] {
  const lags: number[] = [];
  const values: number[] = [];
  simple.forEach((a, i) => {
    lags.push(i + 1);
    values.push(a);
  });
  seasonal.forEach((b, j) => {
    lags.push((j + 1) * period);
    values.push(b);
    simple.forEach((a, i) => {
      lags.push((j + 1) * period + i + 1);
      values.push(sign * a * b);
    });
  });
  return [Int32Array.from(lags), Float64Array.from(values)];
}
