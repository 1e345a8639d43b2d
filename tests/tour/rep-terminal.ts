import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

export interface RepTerminal {
  /** Approves the discount that is asked for on this quote, once the terminal shows it. */
  approve(quoteNumber: string): Promise<void>;
  close(): Promise<void>;
}

/** `rainmaker chat --as rep` in a process of its own, on the store of the server. */
export async function openRep({ app, url }: TestServer): Promise<RepTerminal> {
  const child = spawn(process.execPath, ['dist/bot/cli.js', 'chat', '--as', 'rep', '--name', 'Ruth Bauer'], {
    env: { ...process.env, DATA_DIR: app.config.dataDir, PUBLIC_URL: url },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  const showing = (text: string) => until(() => shown.includes(text));
  await showing('Ruth Bauer');
  return {
    async approve(quoteNumber) {
      await showing(quoteNumber);
      const [, number] = /(\d+)\D*$/.exec(shown.slice(0, shown.lastIndexOf(quoteNumber))) ?? [];
      child.stdin.write(`approve ${number}\n`);
    },
    async close() {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
