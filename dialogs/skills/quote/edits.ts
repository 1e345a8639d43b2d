import { has, wordsOf } from '../../language/words/words.ts';
import type { Turn } from '../../skill.ts';
import { type SaidLine, saidLines, startOf } from '../../slots/lines.ts';

export interface SaidEdit extends SaidLine {
  readonly verb: 'add' | 'remove' | 'set' | 'none';
}

/**
 * What a message wants changed, in its order. The verb of a line is looked for in its own stretch of the message:
 * from the line before to the line after, since English puts it in front and Chinese often behind.
 */
export function saidEdits(turn: Turn): readonly SaidEdit[] {
  const { text, language } = turn.understanding;
  const words = wordsOf(language);
  const lines = saidLines(turn);
  return lines.map((line, index) => {
    const from = index === 0 ? 0 : endOf(lines[index - 1]!);
    const to = index === lines.length - 1 ? text.length : startOf(lines[index + 1]!);
    const stretch = `${text.slice(from, startOf(line))} ${between(line, text)} ${beforeBreak(text.slice(endOf(line), to), words.clauseBreak)}`;
    const verb = has(words.remove, stretch)
      ? 'remove'
      : has(words.add, stretch)
        ? 'add'
        : has(words.set, stretch)
          ? 'set'
          : 'none';
    return { ...line, verb };
  });
}

const endOf = ({ product, quantity }: SaidLine): number => Math.max(product?.end ?? 0, quantity?.end ?? 0);

function between({ product, quantity }: SaidLine, text: string): string {
  if (!product || !quantity) return '';
  return product.start < quantity.start
    ? text.slice(product.end, quantity.start)
    : text.slice(quantity.end, product.start);
}

/** What follows a clause break belongs to the next line. */
function beforeBreak(text: string, clauseBreak: RegExp): string {
  const at = text.search(clauseBreak);
  return at < 0 ? text : text.slice(0, at);
}
