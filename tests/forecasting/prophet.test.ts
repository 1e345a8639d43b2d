import { describe, expect, test } from '@jest/globals';
import { forecastSeries } from '../../forecasting/forecast.ts';
import { loadProphet, type ProphetLibrary, prophetModel } from '../../forecasting/models/prophet.ts';
import { AIRLINE } from './published-series.ts';

const series = { id: 'airline', period: 12, values: [...AIRLINE] };

describe('prophet', () => {
  test('forecasts the airline series near what came, with calibrated ranges', async () => {
    const training = { ...series, values: series.values.slice(0, 132) };
    const result = forecastSeries(training, { horizon: 12, model: await loadProphet() });
    expect(result.model).toBe('prophet(multiplicative)');
    const errors = result.mean.map((v, h) => Math.abs(v / AIRLINE[132 + h]! - 1));
    expect(errors.reduce((a, b) => a + b) / 12).toBeLessThan(0.1);
    expect(result.hi80[0]! - result.lo80[0]!).toBeGreaterThan(10);
  });

  const broken = (faults: { fails?: () => void; point?: number }): ProphetLibrary => ({
    optimizer: { optimize: () => ({}) as never },
    Prophet: class {
      fit = (): void => faults.fails?.();
      predict({ ds }: { ds: number[] }) {
        return { yhat: { point: ds.map(() => faults.point ?? 0) } };
      }
    },
  });

  test('a trap in the WebAssembly code gives the Theta forecast and says so', () => {
    const trap = prophetModel(
      broken({
        fails: () => {
          throw new WebAssembly.RuntimeError('unreachable');
        },
      }),
    );
    const result = forecastSeries(series, { horizon: 6, model: trap });
    expect(result.model).toBe('theta(multiplicative) instead of prophet (unreachable)');
    expect(result.mean[0]!).toBeGreaterThan(300);
  });

  test.each([1e12, Number.NaN, Number.POSITIVE_INFINITY])('a wild forecast of %p never gets out', (point) => {
    const result = forecastSeries(series, { horizon: 6, model: prophetModel(broken({ point })) });
    for (const v of [...result.mean, ...result.lo95, ...result.hi95]) {
      expect(v).toBeGreaterThan(0);
      expect(v).toBeLessThan(2000);
    }
  });
});
