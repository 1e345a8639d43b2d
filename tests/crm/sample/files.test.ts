import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSampleShop } from '../../../crm/sample/read.ts';

const DIR = path.resolve('training-data/sample-shop');

describe('the files of the sample shop', () => {
  const shop = readSampleShop(DIR);

  test('are at most 3 MB and name their source', () => {
    const bytes = readdirSync(DIR).reduce((sum, file) => sum + statSync(path.join(DIR, file)).size, 0);
    expect(bytes).toBeLessThanOrEqual(3e6);
    expect(readFileSync(path.join(DIR, 'README.md'), 'utf8')).toMatch(/CC BY 4\.0/);
  });

  test('hold 300 products with unique names in both languages', () => {
    expect(shop.products).toHaveLength(300);
    for (const language of ['en', 'zh'] as const) {
      expect(new Set(shop.products.map((product) => product.names[language].toLowerCase())).size).toBe(300);
    }
    const names = new Map(shop.products.map((product) => [product.sku, product.names]));
    expect(names.get('85123A')?.en).toBe('White hanging heart t-light holder');
    expect(names.get('20725')).toEqual({ en: 'Lunch bag red retrospot', zh: '红色复古圆点午餐袋' });
    expect(names.get('22423')?.en).toBe('Regency cakestand 3 tier');
  });

  test('hold names in normal case without stock-keeping shorthand, Chinese ones in Chinese', () => {
    for (const { names } of shop.products) {
      expect(names.en).toMatch(/^[A-Z0-9]/);
      expect(names.en).not.toMatch(/[A-Z]{4}|set ?\/|\bs\/\d|\bhldr\b|\basstd\b|\.$| {2}/);
      expect(names.zh).toMatch(/^[\p{Script=Han}A-Z0-9]+$/u);
    }
  });

  test('hold products only, no fee, postage or voucher', () => {
    for (const { sku, names } of shop.products) {
      expect(sku).toMatch(/^\d{5}[A-Z]{0,2}$/);
      expect(names.en).not.toMatch(/postage|carriage|manual|discount|voucher|amazon|bank|adjust/i);
    }
  });

  test('quantity breaks rise in quantity and fall in price', () => {
    expect(shop.products.filter((product) => product.breaks.length > 0).length).toBeGreaterThan(200);
    for (const { price, breaks } of shop.products) {
      const steps = [{ minQuantity: 1, price }, ...breaks];
      for (const [index, step] of breaks.entries()) {
        expect(step.minQuantity).toBeGreaterThan(steps[index]!.minQuantity);
        expect(step.price).toBeLessThan(steps[index]!.price);
      }
    }
  });

  test('made-up supply is marked and has its 90 % lead time above the median', () => {
    for (const file of ['supply.json', 'people.json']) {
      expect(JSON.parse(readFileSync(path.join(DIR, file), 'utf8')).note).toMatch(/made up/i);
    }
    expect(readFileSync(path.join(DIR, 'customers.csv'), 'utf8')).toMatch(/^id,country,made_up_name\n/);
    for (const product of shop.products) {
      expect(product.leadTimeP90Days).toBeGreaterThan(product.leadTimeDays);
    }
    expect(shop.products.some((product) => product.stock === 0)).toBe(true);
  });

  test('orders belong to known customers and never exceed what was sold that day', () => {
    const ids = new Set(shop.customers.map((customer) => customer.id));
    const column = new Map(shop.dailySales.days.map((day, index) => [day, index]));
    const sold = new Map<string, number>();
    for (const { customer, day, lines } of shop.orders) {
      expect(ids.has(customer)).toBe(true);
      for (const { sku, quantity } of lines)
        sold.set(`${sku} ${day}`, (sold.get(`${sku} ${day}`) ?? 0) + quantity);
    }
    const exceeding = [...sold].filter(([key, units]) => {
      const [sku, day] = key.split(' ');
      return units > shop.dailySales.units.get(sku!)![column.get(day!)!]!;
    });
    expect(exceeding).toEqual([]);
  });

  test('agree with the counts that the script printed, and so does the documentation', () => {
    const counts: Record<string, number> = JSON.parse(readFileSync(path.join(DIR, 'counts.json'), 'utf8'));
    const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);
    expect(counts).toMatchObject({
      'products kept': shop.products.length,
      'customers kept': shop.customers.length,
      'orders of kept customers': shop.orders.length,
      'days with sales': shop.dailySales.days.length,
      'units of the kept products': sum([...shop.dailySales.units.values()].map(sum)),
    });
    const page = readFileSync('docs/sample-shop.md', 'utf8');
    for (const [rule, count] of Object.entries(counts)) {
      expect(page).toContain(`| ${rule} | ${count.toLocaleString('en-GB')} |`);
    }
  });
});

describe('a damaged file', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'sample-shop-'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  const fault = (): unknown => {
    try {
      return readSampleShop(dir);
    } catch (error) {
      return error;
    }
  };

  test.each([
    ['orders.csv', (text: string) => text.replace('*', 'x'), /orders\.csv line 2/],
    [
      'daily-sales.csv',
      (text: string) => text.replace(/,\n/, ',,\n').replace(/(\n\w+,)/, '$1,'),
      /daily-sales\.csv line/,
    ],
    ['names.zh.yml', (text: string) => text.replace(/^'22423'.*\n/m, ''), /no name for product 22423/],
    ['products.json', (text: string) => text.slice(0, -5), /products\.json is not JSON/],
    ['supply.json', (text: string) => text.replace('"stock":', '"stok":'), /supply\.json/],
  ])('%s is refused by name and place', (file, damage, message) => {
    cpSync(DIR, dir, { recursive: true });
    writeFileSync(path.join(dir, file), damage(readFileSync(path.join(DIR, file), 'utf8')));
    expect(fault()).toMatchObject({ code: 'sample-shop.invalid', message: expect.stringMatching(message) });
  });

  test('a missing one says how to build it', () => {
    expect(() => readSampleShop(path.join(dir, 'nowhere'))).toThrow(/npm run sample-shop/);
  });
});
