import { describe, expect, test } from '@jest/globals';
import { classify } from '../../../nlu/intents/classify.ts';
import { ModelFileError, parseModel, serialiseModel } from '../../../nlu/intents/model-file.ts';
import { predictHeldOut, TrainingError, trainIntents } from '../../../nlu/intents/train.ts';
import { shopExamples, shuffled } from './examples.ts';

const model = trainIntents(shopExamples());
const best = (text: string) => classify(model, text).intents[0]?.name;

describe('an intent model', () => {
  test.each([
    ['how much is the lantern', 'price'],
    ['HOW MUCH IS THE LANTERN???', 'price'],
    ['howmuch is teh lantren', 'price'],
    ['灯笼多少钱呢', 'price'],
    ['请问 my order 到哪了', 'order'],
    ['i would like a refund', 'refund'],
    ['hellooooo', 'greet'],
  ])('understands %j', (text, intent) => {
    expect(best(text)).toBe(intent);
  });

  test('gives at most five intents, best first, with probabilities that sum to at most one', () => {
    for (const text of ['how much', '退款', 'zzz', '', '😀', 'a'.repeat(4000)]) {
      const { intents } = classify(model, text);
      const confidences = intents.map((intent) => intent.confidence);
      expect(intents.length).toBeLessThanOrEqual(5);
      expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
      expect(confidences.every((confidence) => confidence >= 0 && confidence <= 1)).toBe(true);
      expect(confidences.reduce((sum, confidence) => sum + confidence, 0)).toBeLessThanOrEqual(1 + 1e-9);
      expect(intents.map((intent) => intent.name)).not.toContain('none');
    }
  });

  test('is as sure of examples that are written many times as of the same written once', () => {
    const twice = trainIntents([...shopExamples(), ...shopExamples()]);
    expect(twice.calibration).toEqual(model.calibration);
    expect(twice.weights).toEqual(model.weights);
  });

  test('keeps what it knows in scope and refuses another topic', () => {
    expect(classify(model, 'where is my order now').inScope).toBe(true);
    expect(classify(model, 'who wrote the national anthem of norway').inScope).toBe(false);
    expect(classify(model, '').inScope).toBe(false);
  });

  test('judges scope when no example is out of scope', () => {
    const blind = trainIntents(shopExamples({ none: false }));
    expect(classify(blind, 'where is my order please').inScope).toBe(true);
    expect(classify(blind, 'derivative of x squared').inScope).toBe(false);
  });

  test('is the same whatever the order of its examples', () => {
    const other = trainIntents(shuffled(shopExamples(), 5));
    expect(serialiseModel(other, 'x').equals(serialiseModel(model, 'x'))).toBe(true);
  });

  test('needs two intents', () => {
    expect(() => trainIntents([{ text: 'hi', intent: 'greet' }])).toThrow(TrainingError);
  });
});

describe('a model file', () => {
  const file = serialiseModel(model, 'abc');

  test('gives back the model that went in', () => {
    const { model: read, corpusHash } = parseModel(file);
    expect(corpusHash).toBe('abc');
    expect(serialiseModel(read, 'abc').equals(file)).toBe(true);
    expect(classify(read, 'how much is it')).toEqual(classify(model, 'how much is it'));
  });

  test.each([
    ['cut short', file.subarray(0, file.length - 9)],
    ['with one bit flipped', Buffer.from(file.map((byte, at) => (at === 5000 ? byte ^ 1 : byte)))],
    ['of another kind', Buffer.from('not a model')],
    ['empty', Buffer.alloc(0)],
  ])('%s is refused', (_, damaged) => {
    expect(() => parseModel(damaged)).toThrow(ModelFileError);
  });
});

describe('predictions of examples held out', () => {
  test('come one an example, in the order given, and doubt a wrong label', () => {
    const wrong = { text: 'how much is the wooden lantern', intent: 'greet' };
    const examples = shuffled([...shopExamples(), wrong, wrong], 5);
    const held = predictHeldOut(examples);
    expect(held).toHaveLength(examples.length);
    const right = examples.filter(({ intent }, at) => held[at]!.predicted === intent).length;
    expect(right / examples.length).toBeGreaterThan(0.8);
    for (const [at, { text }] of examples.entries()) {
      if (text === wrong.text) expect(held[at]).toMatchObject({ predicted: 'price' });
      expect(held[at]!.confidence).toBeGreaterThan(0);
      expect(held[at]!.confidence).toBeLessThan(1);
    }
  });

  test('are mostly those of a model that was trained without the example', () => {
    const examples = shopExamples();
    const held = predictHeldOut(examples);
    const some = examples.flatMap((example, at) => (at % 12 === 0 ? [{ example, at }] : []));
    const same = some.filter(({ example, at }) => {
      const others = trainIntents(examples.filter((other) => other !== example));
      return classify(others, example.text).intents[0]!.name === held[at]!.predicted;
    });
    expect(same.length / some.length).toBeGreaterThanOrEqual(0.8);
  });
});
