import { expect, test } from '@jest/globals';
import type { Turn } from '../../dialogs/skill.ts';
import { saidEdits } from '../../dialogs/slots/edits.ts';
import { saidLines } from '../../dialogs/slots/lines.ts';
import { product, quantity, understood } from './chat.ts';

type Said = Parameters<typeof understood>[2];
const turn = (text: string, entities: Said, language: 'en' | 'zh') =>
  ({ understanding: understood(text, {}, entities, { language }) }) as unknown as Turn;
const bags = (text: string) => product(text, 'bag');
const lamps = (text: string) => product(text, 'lamp');

test.each<[string, Said, 'en' | 'zh', string[]]>([
  [
    '100 lunch bags and 50 lamps',
    [quantity('100'), bags('lunch bags'), quantity('50'), lamps('lamps')],
    'en',
    ['100 bag', '50 lamp'],
  ],
  [
    'lunch bags 100, lamps 50',
    [bags('lunch bags'), quantity('100'), lamps('lamps'), quantity('50')],
    'en',
    ['100 bag', '50 lamp'],
  ],
  [
    'make it 300 and add 50 lunch bags',
    [quantity('300'), quantity('50'), bags('lunch bags')],
    'en',
    ['300', '50 bag'],
  ],
  ['lunch bags, how much for 100?', [bags('lunch bags'), quantity('100')], 'en', ['100 bag']],
  [
    '午餐袋200个，灯50个',
    [bags('午餐袋'), quantity('200'), lamps('灯'), quantity('50')],
    'zh',
    ['200 bag', '50 lamp'],
  ],
  [
    '200个午餐袋和50个灯',
    [quantity('200'), bags('午餐袋'), quantity('50'), lamps('灯')],
    'zh',
    ['200 bag', '50 lamp'],
  ],
  ['改成300个，再加50个灯', [quantity('300'), quantity('50'), lamps('灯')], 'zh', ['300', '50 lamp']],
])('%s', (text, entities, language, expected) => {
  const lines = saidLines(turn(text, entities, language));
  expect(
    lines.map((line) => [line.quantity?.value, line.product?.matches[0]?.sku].filter(Boolean).join(' ')),
  ).toEqual(expected);
});

test.each<[string, Said, 'en' | 'zh', string[]]>([
  [
    'make it 300 and add 50 lunch bags',
    [quantity('300'), quantity('50'), bags('lunch bags')],
    'en',
    ['set', 'add'],
  ],
  ['take the lamps off', [lamps('lamps')], 'en', ['remove']],
  [
    'add 20 lamps and remove the lunch bags',
    [quantity('20'), lamps('lamps'), bags('lunch bags')],
    'en',
    ['add', 'remove'],
  ],
  ['actually 400 not 500', [quantity('400'), quantity('500')], 'en', ['set']],
  ['把灯去掉，午餐袋改成300个', [lamps('灯'), bags('午餐袋'), quantity('300')], 'zh', ['remove', 'set']],
  ['午餐袋不要了，再来20个灯', [bags('午餐袋'), quantity('20'), lamps('灯')], 'zh', ['remove', 'add']],
])('%s edits a quote', (text, entities, language, expected) => {
  expect(saidEdits(turn(text, entities, language)).map(({ verb }) => verb)).toEqual(expected);
});
