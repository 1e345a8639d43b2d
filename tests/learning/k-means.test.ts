import { describe, expect, test } from '@jest/globals';
import { chooseClusters, kMeans, nearestCentre, silhouette } from '../../learning/clustering/k-means.ts';
import type { Matrix } from '../../learning/linear/matrix.ts';
import { seededRandom } from '../../learning/random.ts';

const matrix = (rows: readonly (readonly number[])[]): Matrix => ({
  rows: rows.length,
  columns: rows[0]!.length,
  data: Float64Array.from(rows.flat()),
});

describe('k-means', () => {
  // Two pairs on a line: centres 0.5 and 10.5, squares 4 times 0.25.
  const pairs = matrix([[0], [1], [10], [11]]);

  test('finds centres, clusters and the sum of squares', () => {
    const { centres, clusters, withinSquares } = kMeans(pairs, 2, seededRandom(1));
    expect([...centres.data].sort((a, b) => a - b)).toEqual([0.5, 10.5]);
    expect(clusters[0]).toBe(clusters[1]);
    expect(clusters[0]).not.toBe(clusters[2]);
    expect(withinSquares).toBeCloseTo(1, 12);
    expect(nearestCentre(centres, matrix([[9]]), 0).distance).toBeCloseTo(2.25, 12);
  });

  test('the silhouette of these pairs, worked out by hand', () => {
    // Row 0: own 1, other (10 + 11) / 2; row 1: own 1, other (9 + 10) / 2; and the same mirrored.
    expect(silhouette(pairs, Int32Array.of(0, 0, 1, 1))).toBeCloseTo((1 - 1 / 10.5 + 1 - 1 / 9.5) / 2, 12);
  });

  test('chooses the number of clusters that is there', () => {
    const random = seededRandom(4);
    const centres = [
      [0, 0],
      [8, 0],
      [0, 8],
      [8, 8],
    ];
    const rows = Array.from({ length: 200 }, (_, index) =>
      centres[index % 4]!.map((at) => at + 2 * random() - 1),
    );
    const found = chooseClusters(matrix(rows), 8, seededRandom(2));
    expect(found.centres.rows).toBe(4);
    expect(found.silhouette).toBeGreaterThan(0.8);
  });

  test('identical rows are one place, and an impossible k is refused', () => {
    expect(kMeans(matrix([[3], [3], [3]]), 2, seededRandom(1)).withinSquares).toBe(0);
    expect(() => kMeans(pairs, 5, seededRandom(1))).toThrow(RangeError);
    expect(() => chooseClusters(matrix([[1], [2]]), 5, seededRandom(1))).toThrow(RangeError);
  });
});
