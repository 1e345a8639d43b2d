import { describe, expect, test } from '@jest/globals';
import { auroc, measure, perIntent, quantile, reliability } from '../../../nlu/evaluation/metrics.ts';

const row = (intent: string, predicted: string, confidence: number, inScope = true) => ({
  text: '',
  intent,
  predicted,
  confidence,
  inScope,
});

describe('metrics', () => {
  test('count in-scope rows by the best intent and rows out of scope by the verdict', () => {
    const metrics = measure([
      row('a', 'a', 0.9),
      row('a', 'b', 0.3, false),
      row('b', 'b', 0.8),
      row('b', 'b', 0.2, false),
      row('none', 'a', 0.1, false),
      row('none', 'a', 0.85),
    ]);
    expect(metrics).toMatchObject({
      accuracy: 4 / 6,
      inScopeAccuracy: 3 / 4,
      inScopeRecall: 2 / 4,
      oosRecall: 1 / 2,
      // In-scope .9 .3 .8 .2 against .1 .85: 4 + 1 wins of 8.
      oosAuroc: 5 / 8,
    });
    // F1 of a is 2/3 (precision 1, recall 1/2), of b 4/5 (precision 2/3, recall 1).
    expect(metrics.macroF1).toBeCloseTo((2 / 3 + 4 / 5) / 2, 12);
  });

  test('say nothing where no row tells', () => {
    expect(measure([row('a', 'a', 1)])).toMatchObject({ oosRecall: null, oosAuroc: null });
    expect(measure([]).accuracy).toBeNull();
    expect(quantile([], 0.5)).toBeNull();
  });

  test('AUROC counts ties half', () => {
    expect(auroc([1, 1], [1, 1])).toBe(0.5);
    expect(auroc([0.9, 0.8], [0.1, 0.2])).toBe(1);
    expect(auroc([0.1], [0.9])).toBe(0);
  });

  test('calibration error weighs each bin by its rows', () => {
    // Four rows at .75, two right: gap .25. One row at .15, wrong: gap .15.
    const rows = [
      row('a', 'a', 0.75),
      row('a', 'a', 0.75),
      row('a', 'b', 0.75),
      row('a', 'b', 0.75),
      row('a', 'b', 0.15),
    ];
    expect(measure(rows).expectedCalibrationError).toBeCloseTo((4 * 0.25 + 0.15) / 5, 12);
    expect(reliability(rows)[7]).toEqual({ count: 4, confidence: 0.75, accuracy: 0.5 });
  });

  test('an intent never predicted has precision and F1 of zero', () => {
    expect(perIntent([row('a', 'b', 1), row('b', 'b', 1)]).get('a')).toEqual({
      precision: 0,
      recall: 0,
      f1: 0,
      support: 1,
    });
  });
});
