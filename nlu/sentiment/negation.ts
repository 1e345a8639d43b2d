import type { Token } from '../understanding.ts';

const NEGATORS = new Set(
  `not no never neither nor none nobody nothing nowhere without hardly barely scarcely cannot cant dont doesnt didnt wont
  isnt wasnt arent werent wouldnt couldnt shouldnt aint lacks lacking lack
  不 没 没有 不是 不太 不够 不会 不能 别 无 未 从不 从未 毫无 并不 并非 不怎么 不算 不要 不想`.split(/\s+/),
);
/** A contrast ends what a negator denies, as does punctuation. */
const CONTRASTS = new Set(
  'but however although though except only just yet because 但 但是 不过 可是 而 而是 只是 因为'.split(' '),
);
const SCOPE = 5;

/**
 * For each token, whether a negator before it denies it. The scope runs to the next punctuation or contrast, at most five
 * words; a verb of the next clause does not end it ("I don't think it's good"), a second negator undoes the first.
 */
export function negated(text: string, tokens: readonly Token[]): readonly boolean[] {
  let left = 0;
  let denied = false;
  return tokens.map((token, index) => {
    const between = text.slice(tokens[index - 1]?.end ?? token.start, token.start);
    if (/[,.;:!?，。；：！？、()（）\n]/u.test(between) || CONTRASTS.has(token.norm)) left = 0;
    if (left === 0) denied = false;
    const result = denied;
    left = Math.max(0, left - 1);
    if (NEGATORS.has(token.norm)) {
      denied = !denied;
      left = SCOPE;
    }
    return result;
  });
}
