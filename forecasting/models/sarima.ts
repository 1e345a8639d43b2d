/**
 * Seasonal ARIMA (Box & Jenkins 1970): phi(B) Phi(B^m) (w - c) = theta(B) Theta(B^m) e, where w is the
 * series, possibly in logs (Guerrero), after D seasonal and d ordinary differences. D comes from the strength
 * of season, d from KPSS tests and the orders from the stepwise search of Hyndman & Khandakar (2008) on AICc.
 */
import { degreesOfFreedom, mean, standardDeviation } from '../numeric/statistics.ts';
import { difference, differencesNeeded, seasonalStrength } from '../series/stationarity.ts';
import { chooseTransform, type Transform } from '../series/transform.ts';
import { type Coefficients, type Estimate, estimate, innovations, type Orders, polynomials } from './arma.ts';
import type { Distribution, Fitted, Model } from './model.ts';
import { naive } from './naive.ts';
import { seasonallyAdjusted } from './seasonally-adjusted.ts';

const MAX_ORDER = 3;
const MAX_SEASONAL_ORDER = 2;
const LONGEST_PERIOD = 60;

export const sarima: Model = {
  name: 'sarima',
  minimum: () => 8,
  fit(y, period) {
    const transform = chooseTransform(y, period);
    const z = y.map(transform.forward);
    if (standardDeviation(z) < 1e-9 * (Math.abs(mean(z)) || 1)) return naive.fit(y, period);
    const m = period >= 2 && period <= LONGEST_PERIOD && y.length >= 2 * period + 6 ? period : 1;
    const D = m > 1 && seasonalStrength(z, m) > 0.64 ? 1 : 0;
    const seasonallyDifferenced = D ? difference(z, m) : z;
    const d = Math.min(differencesNeeded(seasonallyDifferenced), D ? 1 : 2);
    const w = d === 0 ? seasonallyDifferenced : difference(seasonallyDifferenced, 1);
    const working = d === 2 ? difference(w, 1) : w;
    const best = search(working, { d, D, period: m });
    return fitted(best, transform);
  },
};

export const adjustedSarima: Model = seasonallyAdjusted('adjusted-sarima', sarima);

function fitted(fit: Estimate, transform: Transform): Fitted {
  const { d, D, period } = fit.orders;
  return {
    form: describe(fit.orders, transform),
    refit(y) {
      let w: Float64Array = y.map(transform.forward);
      for (const lag of lags({ d, D, period })) w = difference(w, lag);
      return w.length < 8 ? naive.fit(y, period) : fitted(estimate(w, fit.orders, fit.point), transform);
    },
    predict: (history, horizon) => predict(fit, transform, history, horizon),
  };
}

/** The lags of all differences, in the order they are taken. */
function lags({ d, D, period }: Pick<Orders, 'd' | 'D' | 'period'>): number[] {
  return [...Array<number>(D).fill(period), ...Array<number>(d).fill(1)];
}

/**
 * Hyndman & Khandakar's stepwise search: four starting models, then neighbours of the best until none is
 * better.
 */
function search(w: Float64Array, fixed: { d: number; D: number; period: number }): Estimate {
  const { d, D, period } = fixed;
  const seasonal = period > 1;
  const allowed = Math.max(0, Math.min(MAX_ORDER, Math.floor(w.length / 6)));
  const allowedSeasonal = seasonal
    ? Math.max(0, Math.min(MAX_SEASONAL_ORDER, Math.floor(w.length / (2 * period))))
    : 0;
  const tried = new Map<string, Estimate>();
  const attempt = (p: number, q: number, P: number, Q: number, constant: boolean): Estimate | undefined => {
    if (Math.min(p, q, P, Q) < 0 || Math.max(p, q) > allowed || Math.max(P, Q) > allowedSeasonal)
      return undefined;
    if (p + q + P + Q > 5) return undefined;
    const key = `${p},${q},${P},${Q},${constant}`;
    const known = tried.get(key);
    if (known) return known;
    const result = estimate(w, { p, d, q, P, D, Q, period, constant });
    tried.set(key, result);
    return result;
  };
  const drift = d + D <= 1;
  const s = allowedSeasonal > 0 ? 1 : 0;
  const starts = [
    attempt(Math.min(2, allowed), Math.min(2, allowed), s && 0, s, drift),
    attempt(0, 0, 0, 0, drift),
    attempt(Math.min(1, allowed), 0, s, 0, drift),
    attempt(0, Math.min(1, allowed), 0, s, drift),
  ];
  let best = starts.reduce<Estimate>((a, b) => (b && b.aicc < a.aicc ? b : a), starts[1]!);
  for (;;) {
    const { p, q, P, Q, constant } = best.orders;
    const neighbours = [
      [p + 1, q, P, Q],
      [p - 1, q, P, Q],
      [p, q + 1, P, Q],
      [p, q - 1, P, Q],
      [p + 1, q + 1, P, Q],
      [p - 1, q - 1, P, Q],
      [p, q, P + 1, Q],
      [p, q, P - 1, Q],
      [p, q, P, Q + 1],
      [p, q, P, Q - 1],
      [p, q, P + 1, Q + 1],
      [p, q, P - 1, Q - 1],
    ].map(([a, b, c, e]) => attempt(a!, b!, c!, e!, constant));
    if (drift) neighbours.push(attempt(p, q, P, Q, !constant));
    const next = neighbours.reduce<Estimate>((a, b) => (b && b.aicc < a.aicc ? b : a), best);
    if (next === best) return best;
    best = next;
  }
}

function predict(fit: Estimate, transform: Transform, history: Float64Array, horizon: number): Distribution {
  const { orders, centre } = fit;
  const { p, q, P, Q, constant } = orders;
  const variance = fit.variance * degreesOfFreedom(fit.length, p + q + P + Q + (constant ? 1 : 0));
  const { expanded } = polynomials(fit.point, orders);
  const levels: { values: Float64Array; lag: number }[] = [];
  let w: Float64Array = history.map(transform.forward);
  for (const lag of lags(orders)) {
    levels.push({ values: w, lag });
    w = difference(w, lag);
  }
  let path: Float64Array = extend(
    w.map((v) => v - centre),
    expanded,
    horizon,
  ).map((v) => v + centre);
  for (const { values, lag } of levels.reverse()) path = integrate(values, path, lag);

  const means = path.map(transform.back);
  const psi = psiWeights(expanded, orders, horizon);
  let sum = 0;
  const sd = means.map((m, h) => {
    sum += psi[h]! ** 2;
    const spread = Math.sqrt(variance * sum);
    // On the log scale a standard deviation is relative; the cap keeps a wild one from overflowing.
    return transform.name === 'log' ? m * Math.sqrt(Math.expm1(Math.min(1, spread) ** 2)) : spread;
  });
  return { mean: means, sd };
}

/** The steps after `x`, with errors known inside and zero ahead. */
function extend(x: Float64Array, c: Coefficients, horizon: number): Float64Array {
  const n = x.length;
  const all = new Float64Array(n + horizon);
  const e = new Float64Array(n + horizon);
  all.set(x);
  innovations(x, c, e);
  for (let t = n; t < n + horizon; t++) {
    let value = 0;
    for (let i = 0; i < c.ar.length; i++) if (c.arLags[i]! <= t) value += c.ar[i]! * all[t - c.arLags[i]!]!;
    for (let i = 0; i < c.ma.length; i++) if (c.maLags[i]! <= t) value += c.ma[i]! * e[t - c.maLags[i]!]!;
    all[t] = value;
  }
  return all.slice(n);
}

function integrate(values: Float64Array, steps: Float64Array, lag: number): Float64Array {
  const out = new Float64Array(steps.length);
  for (let h = 0; h < steps.length; h++) {
    out[h] = steps[h]! + (h < lag ? values[values.length - lag + h]! : out[h - lag]!);
  }
  return out;
}

/** Weights of past errors in the value h steps on, differencing included. */
function psiWeights(c: Coefficients, orders: Orders, horizon: number): Float64Array {
  let psi: Float64Array = new Float64Array(horizon);
  for (let h = 0; h < horizon; h++) {
    let value = h === 0 ? 1 : 0;
    for (let i = 0; i < c.ma.length; i++) if (c.maLags[i] === h) value += c.ma[i]!;
    for (let i = 0; i < c.ar.length; i++) if (c.arLags[i]! <= h) value += c.ar[i]! * psi[h - c.arLags[i]!]!;
    psi[h] = value;
  }
  for (const lag of lags(orders)) {
    psi = Float64Array.from(psi);
    for (let h = lag; h < horizon; h++) psi[h]! += psi[h - lag]!;
  }
  return psi;
}

function describe({ p, d, q, P, D, Q, period, constant }: Orders, transform: Transform): string {
  const seasonal = period > 1 ? `(${P},${D},${Q})[${period}]` : '';
  const extras = `${constant ? ' with drift' : ''}${transform.name === 'log' ? ' of logs' : ''}`;
  return `SARIMA(${p},${d},${q})${seasonal}${extras}`;
}
