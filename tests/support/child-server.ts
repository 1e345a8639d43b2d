import { type ChildProcess, fork, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../dist/bot/cli.js', import.meta.url));

export interface ChildServer {
  readonly process: ChildProcess;
  readonly url: string;
  /** What it printed on standard output before it was ready. */
  readonly lines: readonly string[];
}

/** `rainmaker start` in a process of its own; rejects with its standard error when it ends before it is ready. */
export function startChild(env: Record<string, string>): Promise<ChildServer> {
  const child = spawn(process.execPath, [cli, 'start'], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => reject(Object.assign(new Error(errors), { code, signal, lines })));
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const url = line.match(/(http:\/\/\S+)\/$/)?.[1];
      if (url !== undefined) resolve({ process: child, url, lines });
    });
  });
}

export interface ServerOptions {
  readonly dataDir: string;
  readonly port: number;
}

/** The built server without limits and forecasts, on a port of the caller's choice; resolves once it listens. */
export const forkServer = (options: ServerOptions): Promise<ChildProcess> => launchServer(options).ready;

/** The same, with the process from its first moment. */
export function launchServer(options: ServerOptions): {
  readonly process: ChildProcess;
  readonly ready: Promise<ChildProcess>;
} {
  const script = fileURLToPath(new URL('../../dist/scripts/support/server-process.js', import.meta.url));
  const child = fork(script, [JSON.stringify({ ...options, forecasts: false })], {
    stdio: 'inherit',
    execArgv: [],
  });
  const ready = new Promise<ChildProcess>((resolve, reject) => {
    child.once('exit', (code, signal) =>
      reject(new Error(`the server ended before it was ready (${code ?? signal})`)),
    );
    child.once('message', () => resolve(child));
  });
  return { process: child, ready };
}

export function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/** Asks a forked server to stop by itself. */
export function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.send('stop');
  });
}
