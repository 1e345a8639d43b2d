import { expect, test } from '@jest/globals';
import { forecastAll } from '../../forecasting/forecast-all.ts';

const series = (sku: string, values: number[]) => ({ sku, start: '2025-01-06', values });

test('many products are forecast in a worker, in order, with progress, and a bad one is named', async () => {
  const progress: number[] = [];
  const values = Array.from({ length: 60 }, (_, i) => i % 7);
  const result = await forecastAll([series('a', values), series('empty', []), series('b', values)], {
    horizon: 14,
    onProgress: (done, total) => progress.push(done / total),
  });
  expect(result.forecasts.map((f) => f.sku)).toEqual(['a', 'b']);
  expect(result.failures).toEqual([{ sku: 'empty', reason: 'product empty has no days of sales' }]);
  expect(progress).toEqual([1 / 3, 2 / 3, 1]);
});

test('can be stopped', async () => {
  const signal = AbortSignal.abort(new Error('shutting down'));
  await expect(forecastAll([series('a', [1, 2])], { horizon: 7, signal })).rejects.toThrow('shutting down');
});
