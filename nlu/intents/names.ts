/**
 * The name of an intent as one more example of it: who calls an intent "cancel_order" or "orderStatus" says in two words
 * what it is for, which counts where the examples are few.
 */

import { type Example, NONE } from './model.ts';
import { foldText, TOKEN, visitNgrams } from './ngrams.ts';

/** Share of the names that have a word of their intent's examples, from which names are taken to say something. */
const TELLING = 0.5;

/**
 * The names of the intents in words, an example each. None at all where most share no word with the examples of their own
 * intent, as numbers ("intent_12") or names in another language do.
 */
export function namesAsExamples(rows: readonly Example[], classes: readonly string[]): Example[] {
  const names = classes
    .filter((intent) => intent !== NONE)
    .map((intent) => ({ text: words(intent), intent }));
  const tokens = new Map(names.map(({ text, intent }) => [intent, tokensOf(text)]));
  const telling = new Set<string>();
  for (const { text, intent } of rows) {
    const own = tokens.get(intent);
    if (own === undefined || telling.has(intent)) continue;
    if (tokensOf(text).some((token) => own.includes(token))) telling.add(intent);
  }
  return telling.size >= TELLING * names.length ? names.filter(({ text }) => text !== '') : [];
}

/** "RateBook", "card_arrival" and "order.status" with their words apart. */
function words(name: string): string {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Hashes of the token 1-2-grams. */
function tokensOf(text: string): number[] {
  const tokens: number[] = [];
  visitNgrams(foldText(text), (hash, block) => {
    if (block === TOKEN) tokens.push(hash);
  });
  return tokens;
}
