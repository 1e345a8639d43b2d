import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createConnection } from 'mongoose';
import { createLog } from '../../../bot/log.ts';
import { Demand } from '../../../bot/ports/demand.ts';
import { reorderList } from '../../../bot/ports/reorder.ts';
import { addDays } from '../../../crm/calendar.ts';
import { type EmbeddedStore, openEmbeddedStore } from '../../../crm/embedded/store.ts';
import type { DemandScope, ForecastRecord } from '../../../crm/models/forecast.ts';
import { createModels, type Models } from '../../../crm/models/index.ts';
import { loadAnswers } from '../../../dialogs/language/answers.ts';
import { alertText } from '../../../dialogs/wording/alert-text.ts';

const timeZone = 'Europe/London';
const dataDir = mkdtempSync(path.join(tmpdir(), 'demand-'));
const signal = new AbortController().signal;
let now = new Date('2026-06-01T03:00:00Z');
let store: EmbeddedStore;
let models: Models;
let demand: Demand;

/** Evenly spread over half to one and a half times the level, without a pattern. */
const units = (day: number, level: number) => {
  const random = Math.abs(Math.sin((day + level) * 12.9898) * 43758.5453) % 1;
  return Math.round(level * (0.5 + random));
};
const order = (day: string, lines: readonly [string, number][], source = 'import') => ({
  number: `${day} ${source}`,
  status: 'placed',
  lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
  placedAt: new Date(`${day}T12:00:00Z`),
  updatedAt: new Date(`${day}T12:00:00Z`),
  source,
});
const product = (sku: string, category: string, stock: number) => ({
  sku,
  names: { en: `The ${sku}` },
  category,
  price: { amount: 100, currency: 'GBP' },
  priceBreaks: [],
  stock,
  leadTimeDays: 5,
  leadTimeP90Days: 7,
  active: true,
});

beforeAll(async () => {
  store = await openEmbeddedStore({ dataDir });
  models = createModels(await createConnection(store.uri).asPromise());
  await Promise.all([models.Forecast.init(), models.SalesDay.init(), models.DemandAlert.init()]);
  await models.Product.collection.insertMany([
    product('mug', 'kitchen', 10_000),
    product('tray', 'kitchen', 12),
  ] as never[]);
  // The tray stopped selling ten days before the end.
  const orders = Array.from({ length: 150 }, (_, i) => {
    const mugs: [string, number] = ['mug', units(i, 40)];
    return order(addDays('2026-01-02', i), i < 140 ? [mugs, ['tray', units(i, 10)]] : [mugs]);
  });
  await models.Order.collection.insertMany(orders as never[]);
  demand = new Demand({ models, timeZone, now: () => now, log: createLog('silent') });
});

afterAll(async () => {
  await demand.close();
  await models.connection.close();
  await store.close();
  rmSync(dataDir, { recursive: true });
});

const forecastOf = (scope: DemandScope, sku: string) =>
  models.Forecast.collection.findOne<ForecastRecord>({ scope, sku });

test('a night brings forecasts of products, categories and total that agree, with model, range, error and notes', async () => {
  expect(await demand.isUpToDate()).toBe(false);
  await demand.refresh(signal);
  expect(await demand.isUpToDate()).toBe(true);
  const [mug, tray, kitchen, total] = await Promise.all([
    forecastOf('product', 'mug'),
    forecastOf('product', 'tray'),
    forecastOf('category', 'kitchen'),
    forecastOf('total', 'total'),
  ]);
  for (let h = 0; h < 90; h++) {
    expect(mug!.mean[h]! + tray!.mean[h]!).toBeCloseTo(kitchen!.mean[h]!, 6);
    expect(kitchen!.mean[h]).toBeCloseTo(total!.mean[h]!, 6);
  }
  expect(mug).toMatchObject({ trainedFrom: '2026-01-02', trainedTo: '2026-05-31', horizon: 90 });
  expect(mug!.model).toMatch(/\d/);
  expect(mug!.backtest).toMatchObject({ coverage80: expect.any(Number), mase: expect.any(Number) });
  expect(tray!.quality).toContainEqual({ kind: 'zero-run', since: '2026-05-22', days: 10 });
});

test('what is unusual is stored, with since when, and can be told in both languages', async () => {
  const found = await demand.alerts('2026-05-15', 10);
  const silence = found.find(({ kind }) => kind === 'silence')!;
  expect(silence).toMatchObject({ scope: 'product', sku: 'tray', since: '2026-05-22', days: 10 });
  const answers = loadAnswers(path.resolve('training-data/answers'));
  expect(alertText(answers, 'en', silence, 'The tray')).toMatch(
    /The tray has not sold .* 22 May 2026, 10 days/,
  );
  expect(alertText(answers, 'zh', silence, '托盘')).toContain('2026年5月22日');
  await demand.refresh(signal);
  expect(await demand.alerts('2026-05-15', 10)).toEqual(found);
});

test('a new day reads its orders only; a cancelled order counts no longer', async () => {
  now = new Date('2026-06-02T03:00:00Z');
  await models.Order.collection.insertOne(order('2026-06-01', [['mug', 77]]) as never);
  // An order of an old day that nothing says was changed is not read again.
  await models.Order.collection.updateOne(
    { number: '2026-02-01 import' },
    { $set: { 'lines.0.quantity': 9_999 } },
  );
  await demand.refresh(signal);
  const values = async () => (await demand.picture()).series.get('mug')!.values;
  expect((await values()).at(-1)).toBe(77);
  expect(Math.max(...(await values()))).toBeLessThan(100);
  expect((await forecastOf('product', 'mug'))!.trainedTo).toBe('2026-06-01');

  await models.Order.updateOne({ number: '2026-06-01 import' }, { $set: { status: 'cancelled' } });
  await demand.refresh(signal);
  expect((await values()).at(-1)).toBe(0);
});

test('a server that starts again rolls the kept models forward and fits none', async () => {
  now = new Date('2026-06-03T03:00:00Z');
  const kept = () => models.DemandModel.find({}).sort({ scope: 1, sku: 1 }).lean();
  const before = await kept();
  expect(before.map(({ scope, sku }) => `${scope} ${sku}`)).toEqual([
    'category kitchen',
    'product mug',
    'product tray',
    'total total',
  ]);
  await models.Order.collection.insertOne(order('2026-06-02', [['mug', 41]]) as never);
  await demand.close();
  demand = new Demand({ models, timeZone, now: () => now, log: createLog('silent') });
  await demand.refresh(signal);
  expect((await forecastOf('total', 'total'))!.trainedTo).toBe('2026-06-02');
  expect(await kept()).toEqual(before);
});

test('reorder advice names what runs out, and leaves out what lasts', async () => {
  await models.Product.updateOne({ sku: 'mug' }, { $set: { stock: 100 } });
  const lines = await reorderList(models, '2026-06-02');
  expect(lines[0]).toMatchObject({ sku: 'mug', name: 'The mug', stock: 100 });
  expect(lines[0]!.quantity).toBe(lines[0]!.reorderPoint - 100);
  expect(lines[0]!.runsOutInDays).toBeLessThan(7);
  await models.Product.updateOne({ sku: 'mug' }, { $set: { stock: 100_000 } });
  expect((await reorderList(models, '2026-06-02')).map(({ sku }) => sku)).not.toContain('mug');
});
