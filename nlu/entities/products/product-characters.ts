import type { Entity, ProductMatch } from '../../understanding.ts';
import { MATCHES_REPORTED } from '../budget.ts';

/** Least characters of a form: shorter ones are also words of other things. */
const SHORTEST = 4;
const LONGEST = 24;
/** Neighbouring characters that people leave out of a name. */
const LEFT_OUT = 2;

const RUN = /[\p{Script=Han}\p{N}]{4,}/gu;

/** Finds Chinese names written with a character or two left out. */
export interface ShortenedNames {
  /** Time linear in the text: for each character one look-up, and at most 20 more where a form begins. */
  find(text: string): Iterable<Entity>;
}

/**
 * Index of Chinese names by their characters, for where words do not help: 草莓大号购袋 is cut into other words than
 * 草莓大号购物袋. A form is a name without one or two neighbouring characters, never the last, which says what it is.
 * Memory: twice as many short strings as a name has characters.
 */
export function buildShortenedNames(
  names: readonly { readonly sku: string; readonly name: string }[],
): ShortenedNames {
  const forms = new Map<string, ProductMatch[]>();
  const add = (form: string, match: ProductMatch) => {
    const known = forms.get(form);
    if (known === undefined) forms.set(form, [match]);
    else if (known.every(({ sku }) => sku !== match.sku)) known.push(match);
  };
  const chinese = names.filter(({ name }) => /^[\p{Script=Han}\p{N}]{4,24}$/u.test(name));
  for (const { sku, name } of chinese) add(name, { sku, name, score: 1 });
  const whole = new Set(forms.keys());
  for (const { sku, name } of chinese) {
    for (const form of shortened(name)) {
      if (!whole.has(form)) add(form, { sku, name, score: form.length / name.length });
    }
  }
  // 三层蛋糕架 is what the names of two cake stands end with, however long the description in front.
  for (const { sku, name } of chinese)
    for (let at = 1; name.length - at >= SHORTEST; at += 1) {
      const ending = name.slice(at);
      if (forms.has(ending) && !whole.has(ending))
        add(ending, { sku, name, score: ending.length / name.length });
    }
  const beginnings = new Set([...forms.keys()].map((form) => form.slice(0, 2)));
  return {
    *find(text) {
      for (const { 0: run, index } of text.matchAll(RUN)) {
        for (let at = 0; at + SHORTEST <= run.length; at += 1) {
          if (!beginnings.has(run.slice(at, at + 2))) continue;
          for (let length = Math.min(LONGEST, run.length - at); length >= SHORTEST; length -= 1) {
            const written = run.slice(at, at + length);
            const matches = forms.get(written);
            if (matches === undefined) continue;
            const start = index + at;
            yield { kind: 'product', matches: best(matches), start, end: start + length, text: written };
            at += length - 1;
            break;
          }
        }
      }
    },
  };
}

function* shortened(name: string): Generator<string> {
  for (let count = 1; count <= LEFT_OUT && name.length - count >= SHORTEST; count += 1) {
    for (let at = 0; at + count < name.length; at += 1) {
      const form = name.slice(0, at) + name.slice(at + count);
      // 色波点 is what remains of every colour: only a whole colour may be left out.
      if (name[at + count] !== '色') yield form;
    }
  }
}

function best(matches: readonly ProductMatch[]): readonly ProductMatch[] {
  return [...matches]
    .sort((a, b) => b.score - a.score || a.sku.localeCompare(b.sku))
    .slice(0, MATCHES_REPORTED);
}
