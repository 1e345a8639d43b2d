import { expect, test } from '@jest/globals';
import { Cursors } from '../../../crm/embedded/engine/cursors.ts';

const documents = (count: number, bytes = 5) => Array.from({ length: count }, () => Buffer.alloc(bytes));

test('a cursor that no one uses for ten minutes is closed, one in use is not', () => {
  let now = 0;
  const cursors = new Cursors(() => now);
  const idle = cursors.start('shop.a', documents(10), 2).cursorId;
  const used = cursors.start('shop.a', documents(10), 2).cursorId;
  now = 300_000;
  expect(cursors.more(used, 'shop.a', 2).documents).toHaveLength(2);
  now = 600_001;
  cursors.expire();
  expect(() => cursors.more(idle, 'shop.a', 2)).toThrow(`cursor id ${idle} not found`);
  expect(cursors.more(used, 'shop.a', undefined)).toMatchObject({ cursorId: 0n });
  expect(cursors.size).toBe(0);
});

test('a cursor belongs to its collection', () => {
  const cursors = new Cursors(() => 0);
  const { cursorId } = cursors.start('shop.a', documents(3), 1);
  expect(() => cursors.more(cursorId, 'shop.b', 1)).toThrow('not found');
  expect(cursors.kill(cursorId, 'shop.b')).toBe(false);
  expect(cursors.kill(cursorId, 'shop.a')).toBe(true);
});

test('a batch ends before 64 KiB, but a larger document comes alone', () => {
  const cursors = new Cursors(() => 0);
  const sizes = (each: number) => {
    const { documents: first, cursorId } = cursors.start('shop.a', documents(5, each), 1);
    return [first.length, cursors.more(cursorId, 'shop.a', undefined).documents.length];
  };
  expect(sizes(30_000)).toEqual([1, 2]);
  expect(sizes(100_000)).toEqual([1, 1]);
});

test('what is open is bounded, and an error ends its cursor', () => {
  const cursors = new Cursors(() => 0);
  function* failing() {
    yield Buffer.alloc(5);
    yield Buffer.alloc(5);
    throw new Error('torn');
  }
  const { cursorId } = cursors.start('shop.a', failing(), 1);
  expect(() => cursors.more(cursorId, 'shop.a', 5)).toThrow('torn');
  expect(() => cursors.more(cursorId, 'shop.a', 5)).toThrow('not found');
  for (let i = 0; i < 1000; i++) cursors.start('shop.a', documents(2), 1);
  expect(() => cursors.start('shop.a', documents(2), 1)).toThrow('1000 open cursors');
});
