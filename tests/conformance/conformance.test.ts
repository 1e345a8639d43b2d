import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseFile, runFile } from './run-file.ts';
import { type OpenServer, openServer } from './server.ts';

const directory = fileURLToPath(new URL('cases', import.meta.url));
const files = readdirSync(directory).map((name) =>
  parseFile(readFileSync(path.join(directory, name), 'utf8')),
);

describe('the unmodified driver gets what a MongoDB server would answer', () => {
  let server: OpenServer;

  beforeAll(async () => {
    server = await openServer();
  });
  afterAll(() => server.close());

  test.each(files.map((file) => [file.description, file] as const))('%s', async (_description, file) => {
    const results = await runFile(file, server);
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(results).toHaveLength(file.tests.length);
  });
});
