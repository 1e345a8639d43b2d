import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readShop } from '../../dialogs/shop.ts';

test('the sample shop is complete', () => {
  expect(readShop('training-data/shop.yml')).toMatchObject({
    name: 'Rainmaker Gifts',
    timeZone: 'Europe/London',
    currency: 'GBP',
    quoteValidDays: 14,
  });
});

test('every fault of a shop file is named together', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shop-'));
  const file = join(folder, 'shop.yml');
  writeFileSync(file, 'name: x\ntimeZone: Mars/Base\ncurrency: pounds\n');
  try {
    expect(() => readShop(file)).toThrow(/timeZone[\s\S]*currency|currency[\s\S]*timeZone/);
    expect(() => readShop(file)).toThrow(expect.objectContaining({ code: 'shop.invalid' }));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
