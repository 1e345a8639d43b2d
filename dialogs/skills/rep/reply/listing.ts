import type { Period } from '../../../conversation/facts.ts';
import { repWordsOf } from '../../../language/words/rep/words.ts';
import { matchesOf } from '../../../language/words/words.ts';
import type { Ports } from '../../../ports.ts';
import type { Reply } from '../../../reply.ts';
import type { Turn } from '../../../skill.ts';
import { inOrder } from '../../../slots/catalogue.ts';
import type { Voice } from '../../../voice.ts';
import { numberOf } from '../said/day-shift.ts';

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

const MOST_SAID = 10;

/** "top 3": how many a list is to have, at most ten; undefined where a message does not say. */
export function topSaid({ understanding: { text, language } }: Turn): number | undefined {
  const [match] = matchesOf(repWordsOf(language).top, text);
  const count = match && numberOf(match[1]!, language);
  return count ? Math.min(count, MOST_SAID) : undefined;
}

/** "from ... to ...", or "on ..." one day. */
export const periodText = ({ from, to }: Period, voice: Voice): string =>
  from === to
    ? voice.say('rep.day', { date: { date: from } })
    : voice.say('rep.period', { from: { date: from }, to: { date: to } });
