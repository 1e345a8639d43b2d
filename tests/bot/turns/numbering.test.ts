import { expect, test } from '@jest/globals';
import { documentNumber } from '../../../bot/turns/numbering.ts';

test('a document number is the same for the same turn and differs between turns, kinds and installations', () => {
  const number = documentNumber('Q', '2026-11-23', 'secret', 'web:a:7');
  expect(number).toMatch(/^Q-261123-[0-9A-HJKMNP-TV-Z]{6}$/);
  expect(documentNumber('Q', '2026-11-23', 'secret', 'web:a:7')).toBe(number);
  const others = [
    documentNumber('Q', '2026-11-23', 'secret', 'web:a:8'),
    documentNumber('O', '2026-11-23', 'secret', 'web:a:7'),
    documentNumber('Q', '2026-11-23', 'other', 'web:a:7'),
  ].map((one) => one.slice(-6));
  expect(new Set([...others, number.slice(-6)]).size).toBe(4);
});

test('10,000 turns of a day get 10,000 numbers', () => {
  const numbers = new Set(
    Array.from({ length: 10_000 }, (_, seq) => documentNumber('O', '2026-11-23', 'secret', `web:a:${seq}`)),
  );
  expect(numbers.size).toBe(10_000);
});
