import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestServer } from '../support/server.ts';

export interface RepTerminal {
  type(line: string): Promise<void>;
  close(): Promise<void>;
}

/** `rainmaker chat --as rep` in a process of its own, on the store of the server. */
export async function openRep({ app }: TestServer): Promise<RepTerminal> {
  const child = spawn(process.execPath, ['dist/bot/cli.js', 'chat', '--as', 'rep', '--name', 'Ruth Bauer'], {
    env: { ...process.env, DATA_DIR: app.config.dataDir },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    async type(line) {
      child.stdin.write(`${line}\n`);
    },
    async close() {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
