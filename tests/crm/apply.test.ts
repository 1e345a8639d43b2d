import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { changeQuote, createQuote, createTask, placeOrder, upsertContact } from '../../crm/apply.ts';
import type { Models } from '../../crm/models/index.ts';
import type { Product } from '../../crm/models/product.ts';
import { openTestServer, type TestServer } from './server.ts';

/** A crash between doing an effect and noting it done makes the next start do it again. */
let server: TestServer;
let models: Models;

beforeAll(async () => {
  server = await openTestServer();
  models = await server.models();
  await models.Product.create(lamp);
});
afterAll(() => server.close());

const pounds = (amount: number) => ({ amount, currency: 'GBP' });
const identity = { channel: 'web', id: 'ann' };
const madeAt = new Date('2026-03-04T10:00:00Z');
const lamp: Product = {
  sku: 'LAMP',
  names: { en: 'Lamp' },
  category: 'light',
  price: pounds(250),
  priceBreaks: [],
  stock: 100,
  leadTimeDays: 5,
  leadTimeP90Days: 9,
  active: true,
};
const lines = [{ sku: 'LAMP', name: 'Lamp', quantity: 12, unitPrice: pounds(250), total: pounds(3_000) }];
const quote = (number: string, effectKey: string) => ({
  number,
  status: 'open' as const,
  identity,
  conversationId: 'web:ann',
  language: 'en',
  lines,
  total: pounds(3_000),
  validUntil: '2026-03-18',
  promisedFor: '2026-03-09',
  madeAt,
  effectKey,
});
const order = (number: string, effectKey: string) => ({
  number,
  status: 'placed' as const,
  identity,
  quoteNumber: 'Q-1',
  lines,
  total: pounds(3_000),
  placedAt: madeAt,
  source: 'chat' as const,
  effectKey,
});

test('every effect done a second time under its key changes nothing and does not fail', async () => {
  for (let time = 0; time < 2; time++) {
    await createQuote(models, quote('Q-1', 'web:ann:1:0'));
    await changeQuote(models, 'web:ann:2:0', 'Q-1', { promisedFor: '2026-03-10' });
    await placeOrder(models, order('O-1', 'web:ann:3:0'));
    await createTask(models, {
      kind: 'call',
      status: 'open',
      identity,
      conversationId: 'web:ann',
      note: 'Call Ann',
      madeAt,
      effectKey: 'web:ann:4:0',
    });
    await upsertContact(models, 'web:ann:5:0', identity, { email: 'ann@example.org' });
  }
  expect(await models.Quote.countDocuments()).toBe(1);
  expect(await models.Order.countDocuments()).toBe(1);
  expect(await models.Task.countDocuments()).toBe(1);
  expect(await models.Contact.countDocuments()).toBe(1);
  expect((await models.Quote.findOne({ number: 'Q-1' }).lean())!.status).toBe('accepted');
  expect((await models.Product.findOne({ sku: 'LAMP' }).lean())!.stock).toBe(88);
});

test('a number that another document has is an error, not a repetition', async () => {
  await expect(createQuote(models, quote('Q-1', 'web:bob:1:0'))).rejects.toThrow('E11000');
  await expect(placeOrder(models, order('O-1', 'web:bob:2:0'))).rejects.toThrow('E11000');
});
