import { afterEach, expect, test } from '@jest/globals';
import { DemandWorker } from '../../forecasting/demand/refresh-in-worker.ts';

const product = (sku: string, values: number[]) => ({ sku, category: 'bags', start: '2025-01-06', values });
const values = Array.from({ length: 60 }, (_, i) => i % 7);

let worker: DemandWorker;
afterEach(() => worker.close());

test('products are forecast in a worker, with progress, and one that cannot be is named', async () => {
  worker = new DemandWorker();
  const progress: number[] = [];
  const result = await worker.refresh(
    { products: [product('a', values), product('empty', []), product('b', values)], horizon: 14 },
    { onProgress: (done, total) => progress.push(done / total) },
  );
  expect(result.forecasts.map(({ scope, forecast }) => `${scope} ${forecast.sku}`)).toEqual([
    'product a',
    'product b',
    'category bags',
    'total total',
  ]);
  expect(result.failures).toEqual([{ sku: 'empty', reason: 'product empty has no days of sales' }]);
  expect(progress).toEqual([1 / 3, 2 / 3, 1]);
});

test('a second refresh rolls forward what the first learnt', async () => {
  worker = new DemandWorker();
  const first = await worker.refresh({ products: [product('a', values), product('b', values)], horizon: 14 });
  expect(first.fitted).toBe(4);
  const grown = [...values, 3];
  const next = await worker.refresh({ products: [product('a', grown), product('b', grown)], horizon: 14 });
  expect(next.fitted).toBe(0);
  expect(next.forecasts[0]!.forecast.trainedTo).toBe('2025-03-07');
});

test('can be stopped, and starts anew afterwards', async () => {
  worker = new DemandWorker();
  const request = { products: [product('a', values)], horizon: 7 };
  const signal = AbortSignal.abort(new Error('shutting down'));
  await expect(worker.refresh(request, { signal })).rejects.toThrow('shutting down');
  const controller = new AbortController();
  const running = worker.refresh(request, { signal: controller.signal });
  controller.abort(new Error('shutting down'));
  await expect(running).rejects.toThrow('shutting down');
  expect((await worker.refresh(request)).forecasts).toHaveLength(3);
});
