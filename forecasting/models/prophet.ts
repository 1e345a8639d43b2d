/**
 * Prophet (Taylor & Letham 2018): piecewise linear trend plus Fourier season, fitted by Stan in WebAssembly.
 * It is guarded: a trap inside the WebAssembly code, or a forecast that is not finite or far from anything
 * the series has been, gives the Theta forecast instead and says so in its form. Its own intervals are not
 * used, they cover about half of what they should.
 */
import { readFileSync } from 'node:fs';
import type { ProphetOptimizer } from '@bsull/augurs/prophet';
import { rootMeanSquare } from '../numeric/statistics.ts';
import { chooseTransform } from '../series/transform.ts';
import { type Fitted, isPlausible, type Model } from './model.ts';
import { theta } from './theta.ts';

/** What this file needs of the library, so that tests can stand in a broken one. */
export interface ProphetLibrary {
  readonly Prophet: new (
    options: object,
  ) => {
    fit(data: { ds: number[]; y: number[] }): void;
    predict(data: { ds: number[] }): { yhat: { point: number[] } };
  };
  readonly optimizer: ProphetOptimizer;
}

const SECONDS_A_YEAR = 365.25 * 86_400;

/** Loads the WebAssembly code (once a process) and returns the model. */
export async function loadProphet(): Promise<Model> {
  const [{ initSync, Prophet }, { optimizer }] = await Promise.all([
    import('@bsull/augurs/prophet'),
    import('@bsull/augurs-prophet-wasmstan'),
  ]);
  const bytes = new URL('./prophet_bg.wasm', import.meta.resolve('@bsull/augurs/prophet'));
  initSync({ module: readFileSync(bytes) });
  return prophetModel({ Prophet, optimizer } as unknown as ProphetLibrary);
}

export function prophetModel(library: ProphetLibrary): Model {
  return {
    name: 'prophet',
    minimum: () => 4,
    fit(y, period) {
      try {
        return fitted(library, y, period);
      } catch (error) {
        return instead(y, period, error);
      }
    },
  };
}

/** One period of the series is one year of Prophet's, whatever it really is: only the ratio matters. */
function fitted(library: ProphetLibrary, y: Float64Array, period: number): Fitted {
  const step = Math.round(SECONDS_A_YEAR / Math.max(2, period));
  const times = (from: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => (from + i) * step);
  const order = y.length >= 2 * period ? Math.min(10, Math.floor((period - 1) / 2)) : 0;
  const mode = chooseTransform(y, period).name === 'log' ? 'multiplicative' : 'additive';
  const prophet = new library.Prophet({
    optimizer: library.optimizer,
    seasonalityMode: mode,
    yearlySeasonality: order > 0 ? { type: 'fourier', order } : { type: 'manual', enabled: false },
    weeklySeasonality: { type: 'manual', enabled: false },
    dailySeasonality: { type: 'manual', enabled: false },
    uncertaintySamples: 0,
  });
  prophet.fit({ ds: times(0, y.length), y: [...y] });
  const inside = prophet.predict({ ds: times(0, y.length) }).yhat.point;
  const sigma = rootMeanSquare(inside.map((v, t) => v - y[t]!));
  const fallback = theta.fit(y, period);
  return {
    form: `prophet(${mode})`,
    refit: (other) => prophetModel(library).fit(other, period),
    // The curve stays as fitted: a longer history only moves the place from which it is read.
    predict(history, horizon) {
      const mean = Float64Array.from(prophet.predict({ ds: times(history.length, horizon) }).yhat.point);
      const sd = mean.map((_, h) => sigma * Math.sqrt(1 + h / Math.max(4, period)));
      const distribution = { mean, sd };
      return isPlausible(distribution, history) ? distribution : fallback.predict(history, horizon);
    },
  };
}

/** WebAssembly and the library report failures as errors of several kinds; none may stop a forecast. */
function instead(y: Float64Array, period: number, error: unknown): Fitted {
  const fit = theta.fit(y, period);
  const reason = error instanceof Error ? error.message : String(error);
  return { ...fit, form: `${fit.form} instead of prophet (${reason.slice(0, 80)})` };
}
