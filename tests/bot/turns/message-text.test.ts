import { describe, expect, test } from '@jest/globals';
import { messageText } from '../../../bot/turns/message-text.ts';

describe('text of a message', () => {
  test('control characters go, the words stay', () => {
    expect(messageText('\u0000price\u0007 of\u001b[31m bunting?')).toBe('price of[31m bunting?');
  });

  test.each([[''], ['   \n\t'], ['\u0000\u0001\u0002']])('nothing visible is refused: %j', (raw) => {
    expect(() => messageText(raw)).toThrow(expect.objectContaining({ code: 'MESSAGE_EMPTY' }));
  });

  test('4,000 characters pass, one more is refused and not cut off', () => {
    expect(messageText('x'.repeat(4_000))).toHaveLength(4_000);
    expect(() => messageText('x'.repeat(4_001))).toThrow(
      expect.objectContaining({ code: 'MESSAGE_TOO_LONG' }),
    );
  });
});
