import { expect, test } from '@jest/globals';
import { walk } from './walk.ts';

const SEED = Number(process.env.TEST_SEED ?? 20_261_124);

test(`random walks through the server, with restarts, repetitions and failing lines (seed ${SEED})`, async () => {
  const { turns, orders } = await walk({ seed: SEED, turns: 400, turnsPerStart: 400 });
  expect(turns).toBeGreaterThanOrEqual(400);
  expect(orders).toBeGreaterThan(0);
}, 240_000);
