import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const cli = fileURLToPath(new URL('../../dist/bot/cli.js', import.meta.url));
const train = fileURLToPath(
  new URL('../../training-data/sample-shop/repeat-buyers.train.csv', import.meta.url),
);
const LEARN = ['learn', '--train', train, '--target', 'bought_again', '--model', 'tree'];

test('what standard output does not take is told on standard error and by the exit code', () => {
  const notToWrite = openSync(cli, 'r');
  try {
    const { status, stderr } = spawnSync(process.execPath, [cli, ...LEARN], {
      stdio: ['ignore', notToWrite, 'pipe'],
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/^output\.unwritable: standard output takes no more: /);
    expect(status).toBe(1);
  } finally {
    closeSync(notToWrite);
  }
});

test('a reader that goes when it has seen enough is no fault', () => {
  const { stderr } = spawnSync(
    'sh',
    ['-c', '("$@"; echo $? >&2) | true', 'sh', process.execPath, cli, ...LEARN],
    {
      encoding: 'utf8',
    },
  );
  expect(stderr.trim()).toBe('0');
});
