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
