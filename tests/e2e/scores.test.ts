import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createLog } from '../../bot/log.ts';
import { openStore } from '../../bot/store.ts';
import { temporaryFolder } from '../support/folder.ts';

const cli = fileURLToPath(new URL('../../dist/bot/cli.js', import.meta.url));
const DAY_MS = 86_400_000;

/** The commands of scores as they are run, on a shop that has just begun. */
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder?.remove());

const run = (...command: readonly string[]) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, ...command], {
    env: { PATH: process.env.PATH, DATA_DIR: folder.dir },
    encoding: 'utf8',
  });
  return { said: stdout + stderr, status };
};

test('before the first night they say what to do', () => {
  for (const command of [['leads'], ['customers', 'segments']])
    expect(run(...command)).toEqual({
      said: expect.stringMatching(/^SCORES_MISSING: .*customers score/),
      status: 1,
    });
});

test('in an empty shop they say that nobody is there', () => {
  expect(run('customers', 'score').said).toMatch(/^0 customers and 0 deals scored[\s\S]*too little history/);
  expect(run('leads').said).toMatch(/\nNo contacts are scored/);
  expect(run('leads', '--deals').said).toMatch(/\nNo open deals are scored/);
  expect(run('customers', 'segments').said).toMatch(/too few customers/);
});

test('a shop with one customer and one order says what little it knows', async () => {
  const store = await openStore({ dataDir: folder.dir, log: createLog('silent') });
  await store.models.Contact.create({
    key: 'ann',
    name: 'Ann',
    emails: ['ann@example.org'],
    phones: [],
    sample: false,
  });
  await store.models.Order.create({
    number: 'O1',
    status: 'delivered',
    lines: [],
    total: { amount: 5_000, currency: 'GBP' },
    placedAt: new Date(Date.now() - 5 * DAY_MS),
    source: 'import',
    contactKey: 'ann',
  } as never);
  await store.close();
  expect(run('customers', 'score').said).toMatch(/^1 customer and 0 deals scored/);
  const english = run('leads').said;
  expect(english).toMatch(
    /10 % {2}Ann \(ann\), an order within 90 days is unlikely\n +too few orders yet to learn from: 10%/,
  );
  expect(run('leads', '--language', 'zh').said).toContain('订单太少');
  expect(run('customers', 'versions').said.trim().split('\n')).toHaveLength(2);
});
