import { walk } from './walk.ts';

/** `npm run soak:turns -- [turns] [seed]`: 50,000 turns unless told otherwise, with a restart every 5,000. */
const turns = Number(process.argv[2] ?? 50_000);
const seed = Number(process.argv[3] ?? 20_261_124);
if (!Number.isInteger(turns) || turns < 1 || !Number.isInteger(seed)) {
  console.error('usage: npm run soak:turns -- [turns] [seed], both whole numbers');
  process.exit(1);
}
console.log(`seed ${seed}`);
const started = process.cpuUsage();
const result = await walk({ seed, turns, turnsPerStart: 5_000, report: console.log });
const { user, system } = process.cpuUsage(started);
console.log(
  `${result.turns} turns, ${result.orders} orders: nothing thrown, every message answered, no effect twice, log and state agree; ${((user + system) / 1e6).toFixed(0)} s of CPU`,
);
const [warm, last] = [result.heapMegabytes[1] ?? 0, result.heapMegabytes.at(-1)!];
console.log(
  `heap after a collection: ${warm.toFixed(0)} MB after the second run, ${last.toFixed(0)} MB at the end`,
);
