import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createConnection } from 'mongoose';
import { localDay } from '../../../crm/calendar.ts';
import { createModels } from '../../../crm/models/index.ts';
import { loadSampleShop } from '../../../crm/sample/load.ts';

const DIR = path.resolve('training-data/sample-shop');
const timeZone = 'Europe/London';
const today = new Date('2026-11-23T10:00:00Z');
const shop = loadSampleShop({ dir: DIR, today, timeZone });

describe('the sample shop as records', () => {
  test('fits the models', async () => {
    const models = createModels(createConnection());
    const everySoOften = <Item>(items: readonly Item[], step: number) =>
      items.filter((_, index) => index % step === 0);
    const documents = [
      ...shop.products.map((record) => new models.Product(record)),
      ...shop.companies.map((record) => new models.Company(record)),
      ...shop.deals.map((record) => new models.Deal(record)),
      ...everySoOften(shop.contacts, 20).map((record) => new models.Contact(record)),
      ...everySoOften(shop.orders, 60).map((record) => new models.Order(record)),
    ];
    await Promise.all(documents.map((document) => document.validate()));
    expect(documents.length).toBeGreaterThan(400);
  });

  test('has unique keys, and deals and orders of contacts that are there', () => {
    const unique = (keys: readonly string[]) => expect(new Set(keys).size).toBe(keys.length);
    unique(shop.products.map((product) => product.sku));
    unique(shop.orders.map((order) => order.number));
    unique(shop.contacts.map((contact) => contact.key));
    unique(shop.companies.map((company) => company.key));
    unique(shop.companies.map((company) => company.name));
    unique(shop.deals.map((deal) => deal.key));
    const contacts = new Set(shop.contacts.map((contact) => contact.key));
    const companies = new Set(shop.companies.map((company) => company.key));
    const reps = new Set(shop.reps.map((rep) => rep.key));
    for (const deal of shop.deals) {
      expect(contacts.has(deal.contactKey!) && companies.has(deal.companyKey!) && reps.has(deal.owner)).toBe(
        true,
      );
      expect(deal.closeDate < '2026-11-23').toBe(deal.stage === 'won' || deal.stage === 'lost');
    }
    for (const { source, contactKey } of shop.orders) {
      expect(source === 'day-total' ? contactKey === undefined : contacts.has(contactKey!)).toBe(true);
    }
  });

  test('orders sum by product and day to the units of the data, counted anew from the file', () => {
    const [header, ...rows] = readFileSync(path.join(DIR, 'daily-sales.csv'), 'utf8').trim().split('\n');
    const days = header!.split(',').slice(1);
    const inYear = days.map((day) => day >= '2010-12-10' && day <= '2011-12-08');
    const expected = rows.map((row) => {
      const [sku, ...units] = row.split(',');
      return [sku, units.reduce((sum, cell, index) => sum + (inYear[index] ? Number(cell) : 0), 0)];
    });
    const units = new Map<string, number>();
    const placedOn = new Set<string>();
    for (const { lines, placedAt } of shop.orders) {
      placedOn.add(localDay(placedAt, timeZone));
      for (const { sku, quantity } of lines) units.set(sku, (units.get(sku) ?? 0) + quantity);
    }
    expect(rows.map((row) => row.split(',')[0]!).map((sku) => [sku, units.get(sku)])).toEqual(expected);
    expect(placedOn.size).toBe(inYear.filter(Boolean).length);
  });

  test('totals are sums of lines, in pence', () => {
    const wrong = shop.orders.filter(
      ({ lines, total }) =>
        total.amount !== lines.reduce((sum, line) => sum + line.quantity * line.unitPrice.amount, 0) ||
        lines.some((line) => line.total.amount !== line.quantity * line.unitPrice.amount),
    );
    expect(wrong).toEqual([]);
  });

  test('the history fills the year up to yesterday; only the last days are still under way', () => {
    const placed = shop.orders.map((order) => localDay(order.placedAt, timeZone)).sort();
    expect(placed.at(-1)).toBe('2026-11-22');
    expect(placed[0]! <= '2025-11-26').toBe(true);
    for (const { status, placedAt, shippedAt, deliveredAt } of shop.orders) {
      const day = localDay(placedAt, timeZone);
      expect(status).toBe(day >= '2026-11-22' ? 'placed' : day >= '2026-11-19' ? 'shipped' : 'delivered');
      expect((deliveredAt ?? shippedAt ?? placedAt) <= today).toBe(true);
    }
  });

  test('the same day gives the same records', () => {
    const later = loadSampleShop({ dir: DIR, today: new Date('2026-11-23T18:00:00Z'), timeZone });
    expect(JSON.stringify(later) === JSON.stringify(shop)).toBe(true);
  });
});
