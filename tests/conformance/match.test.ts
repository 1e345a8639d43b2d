import { describe, expect, test } from '@jest/globals';
import { mongo } from 'mongoose';
import { mismatch } from './match.ts';
import { meets } from './requirements.ts';

describe('the runner', () => {
  test.each<[string, unknown, unknown]>([
    ['more fields at the root', { a: 1, b: 2 }, { a: 1 }],
    ['numbers of different types', { a: mongo.Long.fromNumber(3) }, { a: 3 }],
    ['a field that may be unset', {}, { a: { $$unsetOrMatches: 1 } }],
    ['a type', { a: new mongo.ObjectId() }, { a: { $$type: ['objectId', 'string'] } }],
    ['documents of a list as roots', [{ a: 1, b: 2 }], [{ a: 1 }]],
    ['a sort kept as a Map', { sort: new Map([['a', 1]]) }, { sort: { a: 1 } }],
  ])('takes %s', (_what, actual, expected) => {
    expect(mismatch(actual, expected)).toBeUndefined();
  });

  test.each<[string, unknown, unknown]>([
    ['another value', { a: 1 }, { a: 2 }],
    ['a missing field', {}, { a: 1 }],
    ['a null for a value', { a: null }, { a: 1 }],
    ['more fields inside', { a: { b: 1, c: 2 } }, { a: { b: 1 } }],
    ['a shorter list', { a: [1] }, { a: [1, 2] }],
    ['a field that should not be there', { a: 1 }, { a: { $$exists: false } }],
    ['a decimal for a double', { a: mongo.Decimal128.fromString('1') }, { a: 1 }],
  ])('does not take %s', (_what, actual, expected) => {
    expect(mismatch(actual, expected)).toBeDefined();
  });

  test('runs what the version and topology of the server require', () => {
    const server = { version: [7, 0, 0], topology: 'single' } as const;
    expect(meets(server, undefined)).toBe(true);
    expect(meets(server, [{ minServerVersion: '5.0', serverless: 'forbid' }])).toBe(true);
    expect(meets(server, [{ minServerVersion: '8.0' }])).toBe(false);
    expect(meets(server, [{ maxServerVersion: '4.2.99' }])).toBe(false);
    expect(meets(server, [{ maxServerVersion: '7.0' }])).toBe(true);
    expect(meets(server, [{ topologies: ['replicaset'] }, { minServerVersion: '4.4' }])).toBe(true);
    expect(meets(server, [{ topologies: ['sharded'] }])).toBe(false);
  });
});
