/**
 * The CRUD unified tests of the MongoDB driver specifications
 * (https://github.com/mongodb/specifications/tree/master/source/crud/tests/unified). They are CC BY-NC-SA and so no
 * part of this project.
 *
 * For the embedded store, refused.json lists each test that asks for what the store refuses, with the reason. A run
 * fails when a test outside the list fails, when one inside it passes, and when the list names a test that does not
 * exist: it can only get shorter.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import refused from './refused.json' with { type: 'json' };
import { parseFile, runFile, type TestResult } from './run-file.ts';
import type { OpenServer } from './server.ts';

export interface SpecificationReport {
  readonly isAsExpected: boolean;
  readonly lines: readonly string[];
}

/** @param verbose also shows why each of the refused tests fails */
export async function runSpecification(
  directory: string,
  server: OpenServer,
  verbose: boolean,
): Promise<SpecificationReport> {
  const results = new Map<string, TestResult>();
  for (const name of (await readdir(directory)).filter((file) => file.endsWith('.json')).sort()) {
    const file = parseFile(await readFile(path.join(directory, name), 'utf8'));
    for (const result of await runFile(file, server)) {
      results.set(`${path.basename(name, '.json')}: ${result.description}`, result);
    }
  }
  const names = (outcome: TestResult['outcome']) =>
    [...results].filter(([, result]) => result.outcome === outcome).map(([name]) => name);
  const listed: Readonly<Record<string, string>> = server.isEmbedded ? refused : {};
  const failed = names('failed');
  const unexpected = failed.filter((name) => !(name in listed));
  const passed = names('passed');
  const passedAfterAll = passed.filter((name) => name in listed);
  const unknown = Object.keys(listed).filter((name) => ![...failed, ...passed].includes(name));
  return {
    isAsExpected: unexpected.length + passedAfterAll.length + unknown.length === 0,
    lines: [
      `  passed               ${passed.length}`,
      `  refused, as listed   ${failed.length - unexpected.length}`,
      `  failed               ${unexpected.length}`,
      `  not for this server  ${names('not for this server').length}`,
      ...(verbose ? failed : unexpected).map((name) => `\nFAILED ${name}\n  ${results.get(name)?.message}`),
      ...passedAfterAll.map((name) => `\nPASSES, take it off refused.json: ${name}`),
      ...unknown.map((name) => `\nNOT RUN, take it off refused.json: ${name}`),
    ],
  };
}
