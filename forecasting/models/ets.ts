/**
 * Exponential smoothing as innovations state-space models (Hyndman, Koehler, Ord & Snyder 2008, chapters
 * 2-6). With level l, trend b, season s, period m, damping phi and relative or absolute error e:
 *
 *   additive season        mu = l + phi b + s[t-m]      l' = l + phi b + alpha r          r = y - mu
 *                          b' = phi b + beta r          s' = s[t-m] + gamma r
 *   multiplicative season  mu = (l + phi b) s[t-m]      l' = (l + phi b)(1 + alpha e)     e = (y - mu) / mu
 *                          b' = phi b + beta (l + phi b) e    s' = s[t-m] (1 + gamma e)
 *
 * The error's form only changes the likelihood of the additive-season recursions. All sensible forms are
 * fitted (those R's `ets` allows) and the one of least AICc is kept. Initial states come from classical
 * decomposition and are then improved by backcasting: the series is smoothed in reverse and forward again.
 */

import { nelderMead } from '../../learning/nelder-mead.ts';
import { degreesOfFreedom, line, mean } from '../numeric/statistics.ts';
import { removeSeason, seasonalIndices } from '../series/decomposition.ts';
import type { Distribution, Fitted, Model } from './model.ts';
import { seasonallyAdjusted } from './seasonally-adjusted.ts';
import type { StateOf } from './state.ts';

type ErrorForm = 'A' | 'M';
type TrendForm = 'N' | 'A' | 'Ad';
type SeasonForm = 'N' | 'A' | 'M';

interface Form {
  readonly error: ErrorForm;
  readonly trend: TrendForm;
  readonly season: SeasonForm;
}

interface Smoothing {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
}

/** Level and trend before the first observation, and the season of each place in the period. */
interface State {
  readonly level: number;
  readonly trend: number;
  readonly season: Float64Array;
}

interface Run extends State {
  /** -2 log likelihood up to a constant that all forms share. */
  readonly deviance: number;
  /** Mean square of the (relative, for error M) one-step errors. */
  readonly variance: number;
}

/** Longer seasons have too many states to estimate: of such a series `ets` is `adjustedEts`. */
export const LONGEST_PERIOD = 24;

export const ets: Model = {
  name: 'ets',
  minimum: () => 4,
  fit(y, period) {
    if (period > LONGEST_PERIOD && y.length >= 3 * period) return adjustedEts.fit(y, period);
    const m = period >= 2 && period <= LONGEST_PERIOD && y.length >= 2 * period + 2 ? period : 1;
    const scale = mean(y.map(Math.abs)) || 1;
    const scaled = y.map((v) => v / scale);
    const candidates = forms(scaled, m)
      .map((form) => estimate(scaled, form, m, 60))
      .filter((fit) => Number.isFinite(fit.aicc))
      .sort((a, b) => a.aicc - b.aicc)
      .slice(0, 2)
      .map((fit) => refine(scaled, fit, m));
    const best = candidates.reduce((a, b) => (b.aicc < a.aicc ? b : a));
    return fitted(best, m, scale);
  },
};

export const adjustedEts: Model = seasonallyAdjusted('adjusted-ets', ets);

interface Estimate {
  readonly form: Form;
  readonly point: Float64Array;
  readonly initial: State;
  readonly smoothing: Smoothing;
  readonly variance: number;
  /** Of the series it was fitted to. */
  readonly length: number;
  /** Smoothing parameters, initial states and the variance. */
  readonly parameters: number;
  readonly aicc: number;
}

function forms(y: Float64Array, m: number): Form[] {
  const positive = y.every((v) => v > 1e-3);
  const errors: ErrorForm[] = positive ? ['A', 'M'] : ['A'];
  const trends: TrendForm[] = y.length >= 6 ? ['N', 'A', 'Ad'] : y.length >= 5 ? ['N', 'A'] : ['N'];
  const seasons: SeasonForm[] = m < 2 ? ['N'] : positive ? ['N', 'A', 'M'] : ['N', 'A'];
  return errors.flatMap((error) =>
    trends.flatMap((trend) =>
      seasons.filter((season) => error === 'M' || season !== 'M').map((season) => ({ error, trend, season })),
    ),
  );
}

function initialState(y: Float64Array, form: Form, m: number): State {
  const kind = form.season === 'M' ? 'multiplicative' : 'additive';
  const season = form.season === 'N' ? new Float64Array(1) : seasonalIndices(y, m, kind);
  const adjusted = form.season === 'N' ? y : removeSeason(y, season, kind);
  const first = adjusted.subarray(0, Math.min(y.length, Math.max(10, m)));
  if (form.trend === 'N') return { level: mean(first), trend: 0, season };
  const { intercept, slope } = line(first);
  return { level: intercept - slope, trend: slope, season };
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** From unbounded optimiser coordinates to the usual region: 0 < beta < alpha < 1, gamma < 1 - alpha. */
function smoothingAt(point: Float64Array, form: Form): Smoothing {
  let next = 0;
  const alpha = 1e-4 + 0.9998 * logistic(point[next++]!);
  const beta = form.trend === 'N' ? 0 : alpha * logistic(point[next++]!);
  const gamma = form.season === 'N' ? 0 : (1 - alpha) * logistic(point[next++]!);
  const phi = form.trend === 'Ad' ? 0.8 + 0.18 * logistic(point[next++]!) : 1;
  return { alpha, beta, gamma, phi };
}

function startPoint(form: Form): number[] {
  const point = [-1];
  if (form.trend !== 'N') point.push(-2);
  if (form.season !== 'N') point.push(-2);
  if (form.trend === 'Ad') point.push(2);
  return point;
}

function estimate(y: Float64Array, form: Form, m: number, evaluations: number, from?: Estimate): Estimate {
  const initial = from?.initial ?? initialState(y, form, m);
  const cost = (x: Float64Array): number => smooth(y, form, m, smoothingAt(x, form), initial).deviance;
  const { at, value } = nelderMead(cost, from?.point ?? startPoint(form), {
    step: from ? 0.4 : 1,
    evaluations,
    tolerance: 1e-5,
  });
  const smoothing = smoothingAt(at, form);
  const { variance } = smooth(y, form, m, smoothing, initial);
  const states = 1 + (form.trend === 'N' ? 0 : 1) + (form.season === 'N' ? 0 : m - 1);
  const k = at.length + states + 1;
  // AICc where it is defined; on very short series plain AIC keeps the order of the forms.
  const correction = y.length > k + 1 ? y.length / (y.length - k - 1) : 1 + k;
  return {
    form,
    point: at,
    initial,
    smoothing,
    variance,
    length: y.length,
    parameters: k,
    aicc: value + 2 * k * correction,
  };
}

/** Improves the initial states by backcasting, then the parameters once more; keeps what is better. */
function refine(y: Float64Array, coarse: Estimate, m: number): Estimate {
  const initial = backcast(y, coarse, m);
  const backcasted = estimate(y, coarse.form, m, 80, { ...coarse, initial });
  return backcasted.aicc < coarse.aicc ? backcasted : estimate(y, coarse.form, m, 80, coarse);
}

function backcast(y: Float64Array, { form, smoothing, initial }: Estimate, m: number): State {
  const end = smooth(y, form, m, smoothing, initial);
  const reversed = Float64Array.from(y).reverse();
  const places = initial.season.length;
  const mirror = (season: Float64Array): Float64Array =>
    season.map((_, i) => season[(((y.length - 1 - i) % places) + places) % places]!);
  const back = smooth(reversed, form, m, smoothing, {
    level: end.level + smoothing.phi * end.trend,
    trend: -end.trend,
    season: mirror(end.season),
  });
  return { level: back.level - smoothing.phi * back.trend, trend: -back.trend, season: mirror(back.season) };
}

/** Runs the recursions over `y`; the returned state is that after the last observation. */
function smooth(y: Float64Array, form: Form, m: number, p: Smoothing, initial: State): Run {
  const { alpha, beta, gamma, phi } = p;
  const relative = form.error === 'M';
  const season = Float64Array.from(initial.season);
  const multiplicative = form.season === 'M';
  const seasonal = form.season !== 'N';
  let level = initial.level;
  let trend = initial.trend;
  let squares = 0;
  let logs = 0;
  let place = 0;
  const n = y.length;
  for (let t = 0; t < n; t++) {
    const base = level + phi * trend;
    const index = season[place]!;
    const mu = multiplicative ? base * index : base + index;
    const r = y[t]! - mu;
    if (relative) {
      if (mu <= 1e-9)
        return { deviance: Number.POSITIVE_INFINITY, variance: Number.NaN, level, trend, season };
      squares += (r / mu) * (r / mu);
      logs += Math.log(mu);
    } else squares += r * r;
    if (multiplicative) {
      const e = base === 0 ? 0 : r / mu;
      level = base * (1 + alpha * e);
      trend = phi * trend + beta * base * e;
      season[place] = index * (1 + gamma * e);
    } else {
      level = base + alpha * r;
      trend = phi * trend + beta * r;
      if (seasonal) season[place] = index + gamma * r;
    }
    if (++place === m || !seasonal) place = 0;
  }
  // The floor keeps a perfectly fitted series from an infinite likelihood.
  const variance = Math.max(squares / n, 1e-16);
  return { deviance: n * Math.log(variance) + 2 * logs, variance, level, trend, season };
}

function fitted(estimated: Estimate, m: number, scale: number): Fitted {
  const { form, smoothing, initial, parameters } = estimated;
  return {
    form: `ETS(${form.error},${form.trend},${form.season})`,
    refit(y) {
      const scaled = y.map((v) => v / scale);
      const start = { ...estimated, initial: initialState(scaled, form, m) };
      return fitted(refine(scaled, estimate(scaled, form, m, 80, start), m), m, scale);
    },
    predict(history, horizon) {
      const scaled = history.map((v) => v / scale);
      const end = smooth(scaled, form, m, smoothing, initial);
      const variance = estimated.variance * degreesOfFreedom(estimated.length, parameters);
      return extrapolate(form, m, smoothing, end, history.length, { horizon, variance, scale });
    },
    state: () => ({
      kind: 'ets',
      ...estimated,
      period: m,
      scale,
      point: [...estimated.point],
      initial: { ...initial, season: [...initial.season] },
    }),
  };
}

export function reviveEts({ period, scale, initial, point, ...state }: StateOf<'ets'>): Fitted {
  const estimated: Estimate = {
    ...state,
    point: Float64Array.from(point),
    initial: { ...initial, season: Float64Array.from(initial.season) },
  };
  return fitted(estimated, period, scale);
}

/**
 * Means by the forecast equation; variances by class 1 of chapter 6, sigma^2 (1 + sum of c_j^2) with
 * c_j = alpha + beta (phi + ... + phi^j) + gamma [j a multiple of m]. For multiplicative errors the same sum
 * is taken relative to the mean: an approximation that the calibration on rolling origins corrects.
 */
function extrapolate(
  form: Form,
  m: number,
  { alpha, beta, gamma, phi }: Smoothing,
  end: Run,
  from: number,
  { horizon, variance, scale }: { horizon: number; variance: number; scale: number },
): Distribution {
  const means = new Float64Array(horizon);
  const sd = new Float64Array(horizon);
  const seasonal = form.season !== 'N';
  let damped = 0;
  let power = 1;
  let sum = 1;
  for (let h = 0; h < horizon; h++) {
    power *= phi;
    damped += power;
    const base = end.level + damped * end.trend;
    const index = end.season[seasonal ? (from + h) % m : 0]!;
    const mu = form.season === 'M' ? base * index : base + index;
    means[h] = mu * scale;
    sd[h] = Math.sqrt(variance * sum) * scale * (form.error === 'M' ? Math.abs(mu) : 1);
    const c = alpha + beta * damped + (seasonal && (h + 1) % m === 0 ? gamma : 0);
    sum += c * c;
  }
  return { mean: means, sd };
}
