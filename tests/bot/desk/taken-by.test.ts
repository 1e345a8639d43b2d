import { describe, expect, test } from '@jest/globals';
import { takenBy } from '../../../bot/desk/taken-by.ts';

describe('sentences that take a visitor over', () => {
  test.each([
    ['take the next visitor', 1],
    ["I'll take the second one", 2],
    ['take over the first', 1],
    ['接管第二位', 2],
    ['我来接待下一位访客', 1],
  ])('%s', (line, number) => expect(takenBy(line)).toEqual({ kind: 'place', number }));

  test.each([
    ['take Anna over', 'Anna'],
    ['please take over Anna Lee', 'Anna Lee'],
    ['接管Anna', 'Anna'],
    ['接手安娜的对话吧', '安娜'],
  ])('%s', (line, name) => expect(takenBy(line)).toEqual({ kind: 'name', name }));

  test.each(['take 10% off', 'move the first one to won', 'who is waiting', '接电话'])(
    '%s takes nobody over',
    (line) => expect(takenBy(line)).toBeUndefined(),
  );
});
