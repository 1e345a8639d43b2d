import type { Period } from '../../conversation/facts.ts';
import type { Ports } from '../../ports.ts';
import type { Reply } from '../../reply.ts';
import { inOrder } from '../../slots/catalogue.ts';
import type { Voice } from '../../voice.ts';

export const textReply = (lines: readonly string[], { language }: Voice): Reply => ({
  kind: 'text',
  language,
  text: lines.join('\n'),
});

/** A page of a list, numbered so that a place in it can be named, and how many follow. */
export const linesOf = (
  lines: readonly string[],
  { from, total }: { readonly from: number; readonly total: number },
  voice: Voice,
): readonly string[] => [
  ...lines.map((line, index) => `${from + index + 1}. ${line}`),
  ...(total > from + lines.length ? [voice.say('rep.more', { count: total - from - lines.length })] : []),
];

/** The names of products, by their numbers, as the voice says them. */
export async function productNames(
  skus: readonly string[],
  ports: Ports,
  voice: Voice,
): Promise<ReadonlyMap<string, string>> {
  return new Map((await inOrder(ports, skus)).map((product) => [product.sku, voice.name(product)]));
}

/** "from ... to ...", or "on ..." one day. */
export const periodText = ({ from, to }: Period, voice: Voice): string =>
  from === to
    ? voice.say('rep.day', { date: { date: from } })
    : voice.say('rep.period', { from: { date: from }, to: { date: to } });
