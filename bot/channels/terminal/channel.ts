import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Choice } from '../../../dialogs/reply.ts';
import { RainmakerError } from '../../errors.ts';
import { messageText } from '../../turns/message-text.ts';
import { toUserError } from '../../user-errors.ts';
import type { ChannelContext, ChannelEnd } from '../channel.ts';
import { render } from './render.ts';

export interface TerminalOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** Who is at the keyboard: the same name comes back to the same conversation. */
  readonly user: string;
  readonly locale?: string;
}

/** A conversation in the terminal: each line is a message, a bare number presses the choice of that number. */
export function openTerminalChannel(
  context: ChannelContext,
  { input, output, user, locale }: TerminalOptions,
): ChannelEnd & { readonly closed: Promise<void> } {
  const isInteractive = 'isTTY' in output && output.isTTY === true;
  const lines = createInterface({ input, ...(isInteractive && { output, prompt: '> ' }) });
  const conversationId = `terminal:${user}`;
  let choices: readonly Choice[] = [];

  const talk = async () => {
    if (isInteractive) lines.prompt();
    for await (const line of lines) {
      if (line.trim() !== '') await say(line);
      if (isInteractive) lines.prompt();
    }
  };

  async function say(line: string): Promise<void> {
    const pressed = /^\s*\d\s*$/.test(line) ? choices[Number(line) - 1] : undefined;
    choices = [];
    try {
      const { finished } = await context.receive({
        id: randomUUID(),
        channel: 'terminal',
        conversationId,
        sender: { id: user },
        text: messageText(pressed?.text ?? line),
        ...(pressed?.action && { action: pressed.action }),
        ...(locale !== undefined && { locale }),
        at: context.now(),
      });
      await finished;
    } catch (error) {
      if (!(error instanceof RainmakerError))
        context.log.error({ err: error }, 'a message could not be taken');
      output.write(`${toUserError(error, locale).message}\n`);
    }
  }

  return {
    name: 'terminal',
    closed: talk(),
    serves: (id) => id === conversationId,
    async deliver({ conversationId: to, reply }) {
      if (to !== conversationId) return;
      choices = reply.choices ?? [];
      output.write(`${render(reply)}\n`);
    },
    async stop() {
      lines.close();
    },
  };
}
