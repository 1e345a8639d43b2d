import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Person } from '../../../dialogs/conversation/facts.ts';
import type { Choice } from '../../../dialogs/reply.ts';
import { parseCommand } from '../../desk/command.ts';
import type { Workplace } from '../../desk/workplace.ts';
import { RainmakerError } from '../../errors.ts';
import { repeat } from '../../jobs/repeat.ts';
import { messageText } from '../../turns/message-text.ts';
import { toUserError } from '../../user-errors.ts';
import type { ChannelContext, ChannelEnd } from '../channel.ts';
import { render } from './render.ts';

export interface RepTerminalOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly rep: Person;
  readonly workplace: Workplace;
  readonly locale?: string;
}

const LOOK_MS = 250;
const SIGN_OF_LIFE_MS = 5_000;

/**
 * A rep's terminal. While they have a conversation every line goes to the visitor before them, but for commands, which then begin
 * with a slash; otherwise a line is a command, or a sentence for the bot.
 */
export function openRepTerminal(
  context: ChannelContext,
  { input, output, rep, workplace, locale }: RepTerminalOptions,
): ChannelEnd & { readonly closed: Promise<void> } {
  const isInteractive = 'isTTY' in output && output.isTTY === true;
  const lines = createInterface({ input, ...(isInteractive && { output }) });
  const conversationId = `terminal:rep:${rep.key}`;
  let choices: readonly Choice[] = [];

  /** With the number of the visitor whom a line goes to, where the rep has several. */
  const prompt = (preserveCursor = false) => {
    if (!isInteractive) return;
    lines.setPrompt(`${workplace.current ?? ''}> `);
    lines.prompt(preserveCursor);
  };
  const print = (text: string) => {
    // What comes in while a line is being typed goes above it.
    if (isInteractive) output.write('\r\x1b[K');
    output.write(`${text}\n`);
    prompt(true);
  };
  const printAll = (texts: readonly string[]) => {
    for (const text of texts) print(text);
  };

  const work = async () => {
    // From now on: what is typed before the desk is open would be lost to an iterator that begins later.
    const typed = lines[Symbol.asyncIterator]();
    printAll(await workplace.begin());
    const stops = [
      repeat(LOOK_MS, async () => printAll(await workplace.look()), context.log),
      repeat(SIGN_OF_LIFE_MS, () => workplace.isHere(), context.log),
    ];
    prompt();
    try {
      for await (const line of typed) {
        if (line.trim() !== '' && (await take(line.trim())) === 'quit') break;
        prompt();
      }
    } finally {
      await Promise.all(stops.map((stop) => stop()));
      printAll(await workplace.end());
      lines.close();
    }
  };

  async function take(line: string): Promise<'quit' | undefined> {
    const command = parseCommand(line);
    try {
      if (command?.kind === 'quit' && !workplace.hasVisitor) return 'quit';
      if (command && (line.startsWith('/') || !workplace.hasVisitor)) {
        if (command.kind === 'quit') return 'quit';
        printAll(await workplace.run(command));
      } else if (workplace.hasVisitor) {
        printAll(command ? workplace.slashNeeded(line) : await workplace.say(messageText(line)));
      } else {
        const taken = await workplace.takeSaid(line);
        if (taken) printAll(taken);
        else await ask(line);
      }
    } catch (error) {
      if (!(error instanceof RainmakerError)) context.log.error({ err: error }, 'a line could not be taken');
      print(toUserError(error, locale).message);
    }
    return undefined;
  }

  async function ask(line: string): Promise<void> {
    const pressed = /^\d$/.test(line) ? choices[Number(line) - 1] : undefined;
    choices = [];
    const { finished } = await context.receive({
      id: randomUUID(),
      channel: 'terminal',
      conversationId,
      sender: { id: rep.key, name: rep.name },
      role: 'rep',
      text: messageText(pressed?.text ?? line),
      ...(pressed?.action && { action: pressed.action }),
      ...(locale !== undefined && { locale }),
      at: context.now(),
    });
    await finished;
  }

  return {
    name: 'terminal',
    closed: work(),
    serves: (id) => id === conversationId,
    async deliver({ conversationId: to, reply }) {
      if (to !== conversationId) return;
      choices = reply.choices ?? [];
      print(render(reply));
    },
    async stop() {
      lines.close();
    },
  };
}
