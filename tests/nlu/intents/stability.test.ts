import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { examplesOf } from '../../../nlu/corpus/corpus.ts';
import { readCorpus } from '../../../nlu/corpus/read-corpus.ts';
import { classify } from '../../../nlu/intents/classify.ts';
import { foldsOf, stratifiedFolds } from '../../../nlu/intents/folds.ts';
import { loadOrTrain } from '../../../nlu/intents/load-or-train.ts';
import type { Example } from '../../../nlu/intents/model.ts';
import { trainIntents } from '../../../nlu/intents/train.ts';
import { seededRandom, shuffle } from '../../../nlu/random.ts';

const CORPUS = 'training-data/intents';

describe('a few rows less in the corpus of the shop', () => {
  test('hardly move the confidence of other sentences', async () => {
    const model = await loadOrTrain({
      corpusDir: CORPUS,
      modelDir: 'dist/models',
      log: { info() {}, warn() {} },
    });
    const rows = shuffle([...examplesOf(await readCorpus(CORPUS))], seededRandom(11)).slice(8);
    const fewer = trainIntents(rows);
    const golden = ['en', 'zh'].flatMap((language) =>
      readFileSync(`training-data/golden/${language}.jsonl`, 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as Example).text),
    );
    const moves = golden.map((text) =>
      Math.abs(classify(model, text).intents[0]!.confidence - classify(fewer, text).intents[0]!.confidence),
    );
    expect(moves.reduce((sum, move) => sum + move, 0) / moves.length).toBeLessThan(0.01);
    expect(Math.abs(model.calibration.threshold - fewer.calibration.threshold)).toBeLessThan(0.05);
  });
});

describe('folds', () => {
  const of = (intent: string, texts: readonly string[]) => texts.map((text) => ({ intent, text }));

  test('of training leave every row where it was when another goes', () => {
    const rows = of(
      'order',
      Array.from({ length: 200 }, (_, i) => `where is order ${i}`),
    );
    const before = foldsOf(rows, 4, 1);
    const after = foldsOf(rows.slice(1), 4, 1);
    expect(after.filter((fold, row) => fold !== before[row + 1]).length).toBeLessThan(8);
    expect([0, 1, 2, 3].map((fold) => before.filter((one) => one === fold).length)).toEqual([50, 50, 50, 50]);
  });

  test('of an evaluation spread every intent evenly', () => {
    const many = ['a', 'b'].flatMap((intent) =>
      of(
        intent,
        Array.from({ length: 10 }, (_, i) => `${intent} ${i}`),
      ),
    );
    const counts = Array.from(
      { length: 5 },
      (_, fold) => [...stratifiedFolds(many, 5, seededRandom(1))].filter((one) => one === fold).length,
    );
    expect(counts).toEqual([4, 4, 4, 4, 4]);
  });
});
