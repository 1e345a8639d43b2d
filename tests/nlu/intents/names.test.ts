import { describe, expect, test } from '@jest/globals';
import { classify } from '../../../nlu/intents/classify.ts';
import type { Example } from '../../../nlu/intents/model.ts';
import { namesAsExamples } from '../../../nlu/intents/names.ts';
import { trainIntents } from '../../../nlu/intents/train.ts';

const examples = (rows: Readonly<Record<string, readonly string[]>>): Example[] =>
  Object.entries(rows).flatMap(([intent, texts]) => texts.map((text) => ({ text, intent })));
const namesOf = (rows: readonly Example[]) =>
  namesAsExamples(rows, [...new Set(rows.map((row) => row.intent))]).map(({ text }) => text);

describe('names of intents', () => {
  test.each([
    ['card_arrival', 'where is my card', 'card arrival'],
    ['RateBook', 'rate this book', 'Rate Book'],
    ['order.status', 'my order please', 'order status'],
    ['100_NIGHT_TRIAL', 'is there a trial', '100 NIGHT TRIAL'],
    ['faq/查询天气', '天气怎么样', 'faq 查询天气'],
  ])('%s is read in words', (intent, text, words) => {
    expect(namesOf(examples({ [intent]: [text] }))).toEqual([words]);
  });

  test('say nothing where most share no word with their own examples', () => {
    expect(
      namesOf(examples({ intent_1: ['where is it'], intent_2: ['how much'], refund: ['a refund'] })),
    ).toEqual([]);
    expect(
      namesOf(examples({ weather: ['今天天气怎么样'], train: ['去上海的火车'], app: ['打开app'] })),
    ).toEqual([]);
    expect(namesOf(examples({ price: ['refund'], refund: ['price'] }))).toEqual([]);
  });

  test('none and names without a word are no examples', () => {
    expect(namesOf(examples({ none: ['none of it'], '😀': ['😀'], order: ['my order'] }))).toEqual(['order']);
  });

  test('teach what the examples leave out', () => {
    const model = trainIntents(
      examples({
        order_cancellation: ['stop my order', 'i no longer want what i ordered', 'take the order back'],
        opening_hours: ['when are you open', 'is the shop open today', 'until when can i come in'],
        delivery_cost: ['what is the cost of shipping', 'do you deliver for free', 'postage to france'],
      }),
    );
    expect(classify(model, 'cancellation').intents[0]?.name).toBe('order_cancellation');
    expect(model.examples).toBe(9);
  });
});
