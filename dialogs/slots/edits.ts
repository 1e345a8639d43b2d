import type { Words } from '../language/words/word-classes.ts';
import { has, wordsOf } from '../language/words/words.ts';
import { once } from '../once.ts';
import type { Turn } from '../skill.ts';
import { type SaidLine, saidLines, startOf } from './lines.ts';
import { factorSaid } from './quantity.ts';

export interface SaidEdit extends SaidLine {
  readonly verb: 'add' | 'remove' | 'set' | 'none';
  /** The words of its clause beside the goods. */
  readonly clause: string;
  /** Of the quantity now: 2 for "double it". */
  readonly factor?: number;
}

/**
 * What a message wants changed, in its order. The verb of a line is looked for in its own clause, in front of it and
 * behind it, since English puts it in front and Chinese often behind; "add 20 of these and 50 of those" says it once.
 */
export const saidEdits = once((turn: Turn): readonly SaidEdit[] => {
  const { text, language } = turn.understanding;
  const words = wordsOf(language);
  const lines = saidLines(turn);
  const edits: SaidEdit[] = [];
  lines.forEach((line, index) => {
    const before =
      index === 0 ? text.slice(0, startOf(line)) : text.slice(endOf(lines[index - 1]!), startOf(line));
    const after = text.slice(
      endOf(line),
      index === lines.length - 1 ? text.length : startOf(lines[index + 1]!),
    );
    const clause = [
      fromBreak(before, words.clauseBreak),
      withoutGoods(line, text),
      untilBreak(after, words.clauseBreak),
    ].join('');
    const isLast = index === lines.length - 1;
    const verb =
      (comesTo(line, text, words) ? 'set' : (movesBy(line, text, words) ?? verbIn(clause, line, words))) ??
      (index === 0 ? verbIn(before, line, words) : undefined) ??
      (isLast && isRemovedAfter(line, turn) ? 'remove' : 'none');
    const last = edits.at(-1)?.verb;
    const isCarriedOn = verb === 'none' && last !== undefined && (last !== 'remove' || !line.quantity);
    const factor = line.quantity
      ? undefined
      : factorSaid({ understanding: { ...turn.understanding, text: clause } });
    const own = factor === undefined ? (isCarriedOn ? last : verb) : 'set';
    edits.push({ ...line, verb: own, clause, ...(factor !== undefined && { factor }) });
  });
  const changing = edits.filter(
    ({ product, quantity, clause }) => !product || quantity || !has(words.stays, clause),
  );
  return changing.length > 0 ? changing : edits;
});

/** "I've changed my mind about the bags, skip them": what comes behind points back and removes. */
function isRemovedAfter(line: SaidLine, { understanding: { text, tokens, language } }: Turn): boolean {
  const { remove, pointing } = wordsOf(language);
  const end = endOf(line);
  return (
    line.product !== undefined &&
    has(remove, text.slice(end)) &&
    tokens.some(({ norm, start }) => start >= end && pointing.has(norm))
  );
}

/** "take it down to 10": how many there are then, not how many go. */
const comesTo = ({ quantity }: SaidLine, text: string, { comesTo: before }: Words): boolean =>
  quantity !== undefined && before.test(text.slice(0, quantity.start));

/** "put the bunting up by 10", "reduce the bags by 5": how many come, or go. */
function movesBy(
  { quantity }: SaidLine,
  text: string,
  { growsBy, shrinksBy, clauseBreak }: Words,
): SaidEdit['verb'] | undefined {
  if (!quantity) return undefined;
  const before = fromBreak(text.slice(0, quantity.start), clauseBreak);
  if (growsBy.test(before)) return 'add';
  return shrinksBy.test(before) ? 'remove' : undefined;
}

function verbIn(
  clause: string,
  { product, quantity }: SaidLine,
  { remove, cancel, add, set, undo }: Words,
): SaidEdit['verb'] | undefined {
  if (has(remove, clause) || (product && has(cancel, clause))) return 'remove';
  // "put the bags back", "go back to 300".
  if (has(undo, clause) && !quantity) return 'add';
  if (has(add, clause)) return 'add';
  return has(set, clause) || has(undo, clause) ? 'set' : undefined;
}

const endOf = ({ product, quantity }: SaidLine): number => Math.max(product?.end ?? 0, quantity?.end ?? 0);

/** From the first to the last word of a line, without the goods: a verb may lie on either side of how many. */
function withoutGoods({ product, quantity }: SaidLine, text: string): string {
  if (!quantity) return ' ';
  if (!product) return quantity.text;
  return product.start < quantity.start
    ? ` ${text.slice(product.end, quantity.end)}`
    : `${text.slice(quantity.start, product.start)} `;
}

/** What follows a clause break belongs to the next line. */
function untilBreak(text: string, clauseBreak: RegExp): string {
  const at = text.search(clauseBreak);
  return at < 0 ? text : text.slice(0, at);
}

/** From the last clause break on, with its own word: 「再」 breaks and is half of 「再来」. */
function fromBreak(text: string, clauseBreak: RegExp): string {
  const last = [...text.matchAll(clauseBreak)].at(-1);
  return last ? text.slice(last.index) : text;
}
