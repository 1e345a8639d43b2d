import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addReturnPhoto, amendOrder, cancelOrder, placeOrder, requestReturn } from '../../crm/apply.ts';
import type { Models } from '../../crm/models/index.ts';
import { openTestServer, type TestServer } from './server.ts';

let server: TestServer;
let models: Models;

beforeAll(async () => {
  server = await openTestServer();
  models = await server.models();
  for (const sku of ['A', 'B'])
    await models.Product.create({
      sku,
      names: { en: sku },
      category: 'Bags',
      price: { amount: 100, currency: 'GBP' },
      priceBreaks: [],
      stock: 100,
      leadTimeDays: 5,
      leadTimeP90Days: 8,
      active: true,
    } as never);
});
afterAll(() => server.close());

const gbp = (amount: number) => ({ amount, currency: 'GBP' });
const line = (sku: string, quantity: number) => ({
  sku,
  name: sku,
  quantity,
  unitPrice: gbp(100),
  total: gbp(100 * quantity),
});
const identity = { channel: 'web', id: 'ann' };
const stock = async () =>
  Object.fromEntries((await models.Product.find({}).lean()).map((product) => [product.sku, product.stock]));

test('changes of an order move the stock once, however often the effect is done', async () => {
  await placeOrder(models, {
    number: 'O-1',
    status: 'placed',
    identity,
    lines: [line('A', 10)],
    total: gbp(1_000),
    placedAt: new Date(),
    source: 'chat',
    effectKey: 'place',
  });
  expect(await stock()).toEqual({ A: 90, B: 100 });

  const amended = { lines: [line('A', 4), line('B', 5)], total: gbp(900), promisedFor: '2026-03-09' };
  await amendOrder(models, 'amend', 'O-1', amended);
  // A crash between the order and the stock: the second product is as if it had not been touched.
  await models.Product.updateOne({ sku: 'B' }, {
    $set: { stock: 100 },
    $pull: { appliedEffects: 'amend' },
  } as never);
  await amendOrder(models, 'amend', 'O-1', amended);
  expect(await stock()).toEqual({ A: 96, B: 95 });
  expect((await models.Order.findOne({ number: 'O-1' }).lean())!.total).toEqual(gbp(900));

  await cancelOrder(models, 'cancel', 'O-1');
  await cancelOrder(models, 'cancel', 'O-1');
  expect(await stock()).toEqual({ A: 100, B: 100 });
});

test('an order that has left stays as it is', async () => {
  await models.Order.create({
    number: 'O-2',
    status: 'shipped',
    lines: [line('A', 1)],
    total: gbp(100),
    placedAt: new Date(),
    source: 'chat',
  } as never);
  const before = await stock();
  await cancelOrder(models, 'late', 'O-2');
  await amendOrder(models, 'later', 'O-2', {
    lines: [line('A', 9)],
    total: gbp(900),
    promisedFor: '2026-03-09',
  });
  expect((await models.Order.findOne({ number: 'O-2' }).lean())!).toMatchObject({
    status: 'shipped',
    total: gbp(100),
  });
  expect(await stock()).toEqual(before);
});

test('a return is noted once, and only its own customer adds a photo', async () => {
  const request = {
    number: 'R-1',
    status: 'labelWanted' as const,
    orderNumber: 'O-2',
    reason: 'damaged' as const,
    note: '',
    identity,
    conversationId: 'c',
    madeAt: new Date(),
    effectKey: 'return',
  };
  await requestReturn(models, request);
  await requestReturn(models, request);
  await addReturnPhoto(models, 'other', { channel: 'web', id: 'bob' }, { number: 'R-1', photo: 'bob.jpg' });
  await addReturnPhoto(models, 'own', identity, { number: 'R-1', photo: 'ann.jpg' });
  expect(await models.Return.find({}).lean()).toMatchObject([{ photo: 'ann.jpg' }]);
});
