import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

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
