import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type HierarchyNode, reconcile } from '../../forecasting/reconcile.ts';

/** Errors of equal size that do not correlate: reconciliation is then ordinary least squares. */
const orthogonal = [
  [1, -1, 1, -1, 1, -1, 1, -1],
  [1, 1, -1, -1, 1, 1, -1, -1],
  [1, 1, 1, 1, -1, -1, -1, -1],
];
const tree = (total: number[], a: number[], b: number[]): HierarchyNode[] => [
  { id: 'total', children: ['a', 'b'], mean: total, errors: orthogonal[0]! },
  { id: 'a', children: [], mean: a, errors: orthogonal[1]! },
  { id: 'b', children: [], mean: b, errors: orthogonal[2]! },
];

describe('reconciliation', () => {
  test('equal errors share the gap in three (ordinary least squares, by hand)', () => {
    const result = reconcile(tree([12], [4], [5]));
    expect(result.get('total')![0]).toBeCloseTo(11, 9);
    expect(result.get('a')![0]).toBeCloseTo(5, 9);
    expect(result.get('b')![0]).toBeCloseTo(6, 9);
  });

  test('the forecast with the larger errors gives way more', () => {
    const nodes = tree([12], [4], [5]).map((node) =>
      node.id === 'a' ? { ...node, errors: node.errors.map((e) => 10 * e) } : node,
    );
    const result = reconcile(nodes);
    expect(result.get('a')![0]).toBeGreaterThan(6.9);
    expect(result.get('b')![0]).toBeLessThan(5.1);
  });

  test('forecasts that add up already are left alone', () => {
    const result = reconcile(tree([9, 3], [4, 1], [5, 2]));
    expect([...result.values()].flat().map((v) => Math.round(v * 1e9) / 1e9)).toEqual([9, 3, 4, 1, 5, 2]);
  });

  test('sums always agree, and no sale is negative, in two levels', () => {
    const number = fc.double({ min: 0, max: 1000, noNaN: true });
    const errors = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, errors), { minLength: 7, maxLength: 7 }), (drawn) => {
        const children = [['x', 'y'], ['a', 'b'], ['c', 'd'], [], [], [], []];
        const nodes = ['total', 'x', 'y', 'a', 'b', 'c', 'd'].map((id, i) => ({
          id,
          children: children[i]!,
          mean: [drawn[i]![0]],
          errors: drawn[i]![1],
        }));
        const result = reconcile(nodes, { nonNegative: true });
        const at = (id: string) => result.get(id)![0]!;
        expect(at('total')).toBeCloseTo(at('a') + at('b') + at('c') + at('d'), 6);
        expect(at('x')).toBeCloseTo(at('a') + at('b'), 6);
        expect(Math.min(...['a', 'b', 'c', 'd'].map(at))).toBeGreaterThanOrEqual(0);
      }),
      { seed: 3 },
    );
  });

  test('a child that is not there is named', () => {
    expect(() => reconcile(tree([1], [1], [1]).slice(0, 2))).toThrow(/child b/);
  });
});
