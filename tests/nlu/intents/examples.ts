import type { Example } from '../../../nlu/intents/model.ts';
import { seededRandom } from '../../../nlu/random.ts';

/** Made-up messages of four intents in two languages: openings times wordings. */
const WORDINGS: Readonly<Record<string, readonly string[]>> = {
  price: [
    'what does the teapot cost',
    'how much is a doormat',
    'price of ten lanterns',
    '茶壶多少钱',
    '十个灯笼什么价格',
  ],
  order: [
    'where is my order',
    'track the parcel i ordered',
    'has my order been sent',
    '我的订单到哪了',
    '查一下订单',
  ],
  greet: ['hello there', 'good morning', 'hi shop', '你好', '早上好'],
  refund: [
    'i want my money back',
    'refund the broken cup',
    'return these plates',
    '我要退款',
    '杯子碎了要退货',
  ],
};
const OPENINGS = ['', 'please ', 'hey ', 'so ', 'quick question: ', '请问'];
const OFF_TOPIC = [
  'who won the football match',
  'write a poem about cats',
  '今天天气怎么样',
  'what is the capital of peru',
];

export function shopExamples({ none = true }: { none?: boolean } = {}): Example[] {
  const examples = Object.entries(WORDINGS).flatMap(([intent, wordings]) =>
    wordings.flatMap((wording) => OPENINGS.map((opening) => ({ text: opening + wording, intent }))),
  );
  const offTopic = OFF_TOPIC.flatMap((text) =>
    OPENINGS.map((opening) => ({ text: opening + text, intent: 'none' })),
  );
  return none ? [...examples, ...offTopic] : examples;
}

export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = seededRandom(seed);
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
