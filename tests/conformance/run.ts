/**
 * Checks what the product expects of its database, on the embedded store or on the server that `MONGODB_URI` names:
 * the tests of the data layer, of the store's behaviour and of its semantics, and with a copy of the MongoDB driver
 * specification's CRUD tests those too: `npm run conformance -- [--spec DIRECTORY] [--verbose]`.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { openServer } from './server.ts';
import { runSpecification } from './specification.ts';

/** Without the tests of LMDB files and sockets, and of nonsense that no two servers refuse alike. */
const TESTS = ['tests/conformance', 'tests/crm'];
const EMBEDDED_ONLY = ['tests/crm/embedded', 'semantics/fuzz'];

const { values } = parseArgs({
  options: { spec: { type: 'string' }, verbose: { type: 'boolean', default: false } },
});

const server = await openServer();
const { version, topology } = server.description;
console.log(`Server ${version.join('.')}, ${topology}${server.isEmbedded ? ', embedded store' : ''}`);
let isPassed = true;
if (values.spec === undefined) {
  console.log('The tests of the driver specification are not run: name their directory with --spec.');
} else {
  const { isAsExpected, lines } = await runSpecification(values.spec, server, values.verbose);
  console.log(lines.join('\n'));
  isPassed = isAsExpected;
}
await server.close();

const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', ...TESTS];
const ignored = ['/node_modules/', ...EMBEDDED_ONLY].map((part) => `--testPathIgnorePatterns=${part}`);
const { status } = spawnSync(process.execPath, [...jest, ...ignored], { stdio: 'inherit' });
process.exitCode = isPassed && status === 0 ? 0 : 1;
