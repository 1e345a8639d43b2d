/**
 * Runs the CRUD unified tests of the MongoDB driver specifications against the embedded store, or against the server
 * that `MONGODB_URI` names: `npm run conformance -- --spec DIRECTORY [--verbose]`.
 *
 * The tests are CC BY-NC-SA and so no part of this project; DIRECTORY is a copy of
 * https://github.com/mongodb/specifications/tree/master/source/crud/tests/unified. For the embedded store, refused.json
 * lists each test that asks for what the store refuses, with the reason. The run fails when a test outside the list
 * fails, when one inside it passes, and when the list names a test that does not exist: it can only get shorter.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import refused from './refused.json' with { type: 'json' };
import { parseFile, runFile, type TestResult } from './run-file.ts';
import { openServer } from './server.ts';

const { values } = parseArgs({
  options: { spec: { type: 'string' }, verbose: { type: 'boolean', default: false } },
});
if (values.spec === undefined) {
  console.error('Name the directory of the unified CRUD tests: npm run conformance -- --spec DIRECTORY');
  process.exit(2);
}

const server = await openServer();
const results = new Map<string, TestResult>();
for (const name of (await readdir(values.spec)).filter((file) => file.endsWith('.json')).sort()) {
  const file = parseFile(await readFile(path.join(values.spec, name), 'utf8'));
  for (const result of await runFile(file, server)) {
    results.set(`${path.basename(name, '.json')}: ${result.description}`, result);
  }
}
await server.close();

const listed: Readonly<Record<string, string>> = server.isEmbedded ? refused : {};
const names = (outcome: TestResult['outcome']) =>
  [...results].filter(([, result]) => result.outcome === outcome).map(([name]) => name);
const failed = names('failed');
const unexpected = failed.filter((name) => !(name in listed));
const passedAfterAll = names('passed').filter((name) => name in listed);
const unknown = Object.keys(listed).filter(
  (name) => !results.has(name) || results.get(name)?.outcome === 'not for this server',
);

const { version, topology } = server.description;
console.log(`Server ${version.join('.')}, ${topology}${server.isEmbedded ? ', embedded store' : ''}`);
console.log(`  passed               ${names('passed').length}`);
console.log(`  refused, as listed   ${failed.length - unexpected.length}`);
console.log(`  failed               ${unexpected.length}`);
console.log(`  not for this server  ${names('not for this server').length}`);
for (const name of values.verbose ? failed : unexpected)
  console.log(`\nFAILED ${name}\n  ${results.get(name)?.message}`);
for (const name of passedAfterAll) console.log(`\nPASSES, take it off refused.json: ${name}`);
for (const name of unknown) console.log(`\nNOT RUN, take it off refused.json: ${name}`);
process.exitCode = unexpected.length + passedAfterAll.length + unknown.length > 0 ? 1 : 0;
