import { expect, test } from '@jest/globals';
import { crashRounds } from '../../../scripts/soak/store.ts';
import { temporaryDirectory } from './support.ts';

test('SIGKILL in the middle of writes loses nothing acknowledged and leaves the indexes right', async () => {
  const directory = temporaryDirectory();
  const { acknowledged, faults } = await crashRounds({ dataDir: directory.path, rounds: 2, seed: 20261123 });
  expect(faults).toEqual([]);
  expect(acknowledged).toBeGreaterThan(0);
  directory.remove();
});
