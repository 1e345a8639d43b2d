import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Environment } from '../../../crm/embedded/engine/environment.ts';
import { StoreError } from '../../../crm/embedded/errors.ts';
import { temporaryDirectory } from './support.ts';

describe('group commit', () => {
  const directory = temporaryDirectory();
  let environment: Environment;

  beforeAll(() => {
    environment = new Environment(path.join(directory.path, 'data.mdb'));
  });
  afterAll(async () => {
    await environment.close();
    directory.remove();
  });

  const key = (name: string) => Buffer.from(name);

  test('64 writers share one flush', async () => {
    const before = environment.flushes;
    await Promise.all(
      Array.from({ length: 64 }, (_, i) => environment.write(() => environment.put(key(`k${i}`), key('v')))),
    );
    expect(environment.flushes).toBe(before + 1);
    expect(environment.get(key('k63'))?.toString()).toBe('v');
  });

  test('a refusal of one writer does not touch the others', async () => {
    const refuse = environment.write(() => {
      throw new StoreError('DuplicateKey', 'no');
    });
    const put = environment.write(() => environment.put(key('kept'), key('v')));
    await expect(refuse).rejects.toMatchObject({ code: 11000 });
    await put;
    expect(environment.get(key('kept'))?.toString()).toBe('v');
  });

  test('a scan goes on behind what is deleted or written while it runs, both ways', async () => {
    const range = { start: key('s'), end: key('t') };
    const name = (i: number) => key(`s${String(i).padStart(4, '0')}`);
    await environment.write(() => {
      for (let i = 0; i < 1000; i++) environment.put(name(i), key('v'));
    });
    expect(Array.from(environment.scan(range, true)).map((entry) => entry.key.toString())).toEqual(
      Array.from({ length: 1000 }, (_, i) => name(999 - i).toString()),
    );
    await environment.write(() => {
      let seen = 0;
      for (const entry of environment.scan(range)) {
        environment.delete(entry.key);
        seen++;
      }
      expect(seen).toBe(1000);
    });
    expect(environment.first(range)).toBeUndefined();
  });

  test('the file grows far less often than it is written to, and no more for being opened', async () => {
    const file = path.join(directory.path, 'growing.mdb');
    const sizes = new Set<number>();
    for (let opened = 0; opened < 4; opened++) {
      const growing = new Environment(file);
      for (let i = 0; i < 100; i++) {
        await growing.write(() => growing.put(key(`k${opened} ${i}`), Buffer.alloc(2000, i)));
        sizes.add(growing.sizeOnDisk());
      }
      await growing.close();
    }
    expect(sizes.size).toBeLessThan(60);
    // Each value has a page of its own, and behind them is an eighth at most.
    expect(Math.max(...sizes)).toBeLessThan(1.2 * 400 * 4096);
    const checked = new Environment(file, { checkValue: (_, value) => value.length === 2000 });
    expect(checked.get(key('k3 99'))).toEqual(Buffer.alloc(2000, 99));
    await checked.close();
  });

  test('a disk too full to write ahead is not asked again for every group', async () => {
    let asked = 0;
    const free = () => {
      asked++;
      return 2 ** 20 + 2 ** 18;
    };
    const crowded = new Environment(path.join(directory.path, 'crowded.mdb'), { space: free });
    for (let i = 0; i < 60; i++) await crowded.write(() => crowded.put(key('k'), key(`v${i}`)));
    // Once a group for its own room, and now and then where the file has grown.
    expect(asked).toBeLessThan(75);
    await crowded.close();
  });

  test('a full disk is an error to the writer alone, and passes when there is space again', async () => {
    let free = 0;
    const small = new Environment(path.join(directory.path, 'small.mdb'), { space: () => free });
    const put = () => small.write(() => small.put(key('k'), key('v')));
    await expect(put()).rejects.toMatchObject({ code: 14031, codeName: 'OutOfDiskSpace' });
    expect(small.get(key('k'))).toBeUndefined();
    free = 2 ** 30;
    await put();
    expect(small.get(key('k'))?.toString()).toBe('v');
    await small.close();
  });

  test('a failure in the middle of a job undoes that job alone', async () => {
    const fail = environment.write(() => {
      environment.put(key('half'), key('v'));
      throw new Error('a bug');
    });
    const put = environment.write(() => environment.put(key('whole'), key('v')));
    await expect(fail).rejects.toMatchObject({ codeName: 'InternalError' });
    await put;
    expect(environment.get(key('half'))).toBeUndefined();
    expect(environment.get(key('whole'))?.toString()).toBe('v');
  });
});
