// Builds dist/: the server with tsc (incremental, so a start without changes costs little), the visitor's
// widget as one classic script that a shop can include with a single tag, and the models of the language
// pipeline (kept while what they are trained on stays the same), so that no start has to train.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = path.join(
  path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin/tsc',
);
const compiled = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

await build({
  entryPoints: [path.join(root, 'web-widget/widget.ts')],
  outfile: path.join(root, 'dist/web-widget/widget.js'),
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2020',
  loader: { '.css': 'text' },
  logLevel: 'warning',
});

const built = (file) => import(new URL(`../dist/${file}`, import.meta.url).href);
const { loadOrTrain } = await built('nlu/intents/load-or-train.js');
const { loadOrTrainSentiment } = await built('nlu/sentiment/load-or-train.js');
const intents = path.join(root, 'training-data/intents');
const kept = { modelDir: path.join(root, 'dist/models'), log: console };
await loadOrTrain({ corpusDir: intents, ...kept });
await loadOrTrainSentiment({ folder: path.join(root, 'training-data/sentiment'), intents, ...kept });
