import type { Rep } from '../../../../crm/models/rep.ts';
import { has, wordsOf } from '../../../language/words/words.ts';
import type { Ports } from '../../../ports.ts';
import type { Turn } from '../../../skill.ts';

/**
 * The rep that a message names, by the whole name or by a first name that only one has; whoever writes, where it says
 * "to me".
 */
export async function colleagueSaid(
  { understanding, message }: Turn,
  ports: Ports,
): Promise<Rep | undefined> {
  const reps = await ports.sales.reps();
  const { text, language } = understanding;
  if (has(wordsOf(language).toMe, text)) return reps.find(({ key }) => key === message.sender.id);
  const named = reps.filter(({ name }) => saysName(text, name));
  if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  const byFirstName = reps.filter(({ name }) => saysName(text, name.split(' ')[0]!));
  return byFirstName.length === 1 ? byFirstName[0] : undefined;
}

const LETTER = /[\p{Script=Latin}\p{M}]/u;
/** "noahs pipeline" is his too. */
const ENDS = /^s?(?![\p{Script=Latin}\p{M}])/u;

/** As a whole word, where it is one of letters: "Noah's" and 转给Noah吧, but no "Annabel" of an Anna. */
function saysName(text: string, name: string): boolean {
  const [where, what] = [text.toLowerCase(), name.toLowerCase()];
  for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, at + 1)) {
    if (!LETTER.test(where[at - 1] ?? '') && ENDS.test(where.slice(at + what.length))) return true;
  }
  return false;
}
