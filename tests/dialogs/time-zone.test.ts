import { expect, test } from '@jest/globals';
import type { Turn } from '../../dialogs/skill.ts';
import { saidZone } from '../../dialogs/slots/time-zone.ts';
import type { Entity } from '../../nlu/understanding.ts';

const turn = (text: string, code?: string): Turn => {
  const entities: Entity[] =
    code === undefined ? [] : [{ kind: 'country', code, start: 0, end: 1, text: '' }];
  const language = /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
  return {
    understanding: { text, language, entities },
    now: new Date('2026-03-04T10:00:00Z'),
  } as unknown as Turn;
};

test.each([
  ["I'm in Berlin", 'DE', 'Europe/Berlin'],
  ["I'm in New York that week", 'US', 'America/New_York'],
  ['what time is that in the US', 'US', undefined],
  ['我在中国', 'CN', 'Asia/Shanghai'],
  ['3pm Sydney time', undefined, 'Australia/Sydney'],
  ['北京时间三点', undefined, 'Asia/Shanghai'],
  ['can we talk after easter?', undefined, undefined],
  ['a call with Nelson tomorrow', undefined, undefined],
])('%s', (text, country, expected) => {
  expect(saidZone(turn(text, country))).toBe(expected);
});
