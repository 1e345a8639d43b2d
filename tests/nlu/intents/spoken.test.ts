import { expect, test } from '@jest/globals';
import { asWritten } from '../../../nlu/intents/spoken.ts';

test.each([
  ['有木有午餐袋', '有没有午餐袋'],
  ['这个咋卖嘞', '这个怎么卖'],
  ['啥价', '什么价'],
  ['包邮不', '包邮吗'],
  ['周五能到不，急用', '周五能到吗，急用'],
  ['亲，在吗', '，在吗'],
  ['便宜点呗亲', '便宜点'],
  ['一把几个钱', '一把多少钱'],
  ['不要红的', '不要红的'],
  ['好不好看', '好不好看'],
  ['母亲节', '母亲节'],
  ['哈哈', '哈哈'],
  ['how much is it', 'how much is it'],
])('%s is written %s', (spoken, written) => {
  expect(asWritten(spoken)).toBe(written);
});
