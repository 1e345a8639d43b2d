// Builds dist/: the server with tsc (incremental, so a start without changes costs little), then the
// visitor's widget as one classic script that a shop can include with a single tag.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
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

const widget = path.join(root, 'web-widget/widget.ts');
if (existsSync(widget)) {
  await build({
    entryPoints: [widget],
    outfile: path.join(root, 'dist/web-widget/widget.js'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    loader: { '.css': 'text' },
    logLevel: 'warning',
  });
}
