import { type Reply, signed } from '../../../dialogs/reply.ts';

/** Reply -> lines for a terminal: the text, then the choices with the numbers that press them. */
export const render = (reply: Reply): string =>
  [
    signed(reply, reply.text),
    ...(reply.choices ?? []).map((choice, index) => `  [${index + 1}] ${choice.label}`),
  ].join('\n');
