import { PassThrough } from 'node:stream';
import { createApp } from '../../bot/app.ts';
import { openRepTerminal } from '../../bot/channels/terminal/rep.ts';
import type { Config } from '../../bot/config.ts';
import { Workplace } from '../../bot/desk/workplace.ts';
import { createLog } from '../../bot/log.ts';
import { until } from './until.ts';

/** A rep at a terminal of their own: another app on the store of a server that runs, as another process would be. */
export interface RepClient {
  /** All that was shown since the last command. */
  readonly shown: () => string;
  type(line: string): void;
  /** Types a line and waits for words in what is shown then. */
  ask(line: string, words: string | RegExp): Promise<string>;
  sees(words: string | RegExp): Promise<string>;
  quit(): Promise<void>;
}

export async function openRep(
  config: Config,
  {
    name,
    locale = 'en',
    now,
  }: { readonly name: string; readonly locale?: string; readonly now?: () => Date },
): Promise<RepClient> {
  const app = await createApp({
    config,
    log: createLog('silent'),
    shareStore: true,
    forecasts: false,
    desk: true,
    ...(now && { now }),
  });
  const rep = await app.desk.signIn(name);
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  let closed: Promise<void> | undefined;
  app.attach((context) => {
    const workplace = new Workplace({
      desk: app.desk,
      models: app.store.models,
      ports: app.ports,
      rep,
      language: locale.startsWith('zh') ? 'zh' : 'en',
      now: app.now,
    });
    const terminal = openRepTerminal(context, { input, output, rep, workplace, locale });
    closed = terminal.closed;
    return terminal;
  });
  const sees = async (words: string | RegExp): Promise<string> => {
    await until(() => (typeof words === 'string' ? shown.includes(words) : words.test(shown))).catch(() => {
      throw new Error(`${words} is not in what the rep sees:\n${shown}`);
    });
    return shown;
  };
  const type = (line: string) => {
    shown = '';
    input.write(`${line}\n`);
  };
  return {
    shown: () => shown,
    type,
    sees,
    async ask(line, words) {
      type(line);
      return sees(words);
    },
    async quit() {
      input.end();
      await closed;
      await app.stop();
    },
  };
}
