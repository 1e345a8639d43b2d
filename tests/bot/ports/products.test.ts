import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { Products } from '../../../bot/ports/products.ts';
import { RecentAnswers } from '../../../bot/ports/recent-answers.ts';
import type { Models } from '../../../crm/models/index.ts';
import { openTestServer, type TestServer } from '../../crm/server.ts';
import { catalogue } from '../../dialogs/chat.ts';

let server: TestServer | undefined;
let models: Models;
let clock: number;
let products: Products;
const [bag, lamp] = catalogue.slice(0, 2).map(({ sku }) => sku) as [string, string];

beforeEach(async () => {
  server ??= await openTestServer();
  models ??= await server.models();
  await models.Product.deleteMany({});
  await models.Product.insertMany(catalogue.slice(0, 2));
  clock = Date.now();
  products = new Products(models, () => clock);
});
afterAll(() => server?.close());

const stockOf = async (sku: string) => (await products.bySku()).get(sku)?.stock;
const write = (sku: string, change: object) => models.Product.updateOne({ sku }, { $set: change });

test('what another process writes is seen after a quarter of a second', async () => {
  expect(await products.all()).toHaveLength(2);
  await write(bag, { stock: 7 });
  clock += 200;
  expect(await stockOf(bag)).not.toBe(7);
  clock += 100;
  expect(await stockOf(bag)).toBe(7);
  await write(lamp, { active: false });
  clock += 300;
  expect(await stockOf(lamp)).toBeUndefined();
  expect(await products.all()).toHaveLength(1);
});

test('what this process writes is seen at once, also by a read that was under way', async () => {
  await products.all();
  await write(bag, { stock: 7 });
  clock += 300;
  const reading = products.all();
  await write(bag, { stock: 6 });
  products.changed();
  expect(await stockOf(bag)).toBe(6);
  await reading;
  expect(await stockOf(bag)).toBe(6);
});

test('what was removed is gone within a minute', async () => {
  await products.all();
  await models.Product.deleteOne({ sku: lamp });
  clock += 60_000;
  expect((await products.bySku()).has(lamp)).toBe(false);
});

test('a slow answer is asked for once and kept; a failure is asked for again', async () => {
  let asked = 0;
  const answers = new RecentAnswers<string, number>(1_000, () => clock);
  const ask = async () => {
    asked++;
    if (asked === 1) throw new Error('not now');
    return asked;
  };
  await expect(answers.get('a', ask)).rejects.toThrow('not now');
  expect(await Promise.all([answers.get('a', ask), answers.get('a', ask)])).toEqual([2, 2]);
  clock += 1_000;
  expect(await answers.get('a', ask)).toBe(3);
});
