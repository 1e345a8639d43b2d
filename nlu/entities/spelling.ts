/** Words whose nearest forms are kept: people use the same ones over and over. */
const WORDS_KEPT = 4_000;

/** Forms within a small edit distance of a misspelt word, found by symmetric deletion (Garbe, SymSpell, 2012). */
export class Spelling {
  private readonly found = new Map<string, readonly string[]>();
  private readonly byDeletion = new Map<string, string[]>();

  constructor(forms: Iterable<string>) {
    for (const form of forms) {
      for (const deletion of deletions(form, reach(form))) {
        const known = this.byDeletion.get(deletion);
        if (known === undefined) this.byDeletion.set(deletion, [form]);
        else known.push(form);
      }
    }
  }

  /** The nearest forms: at most one edit away, from eight letters on two. Empty for words under four or over thirty letters. */
  nearest(word: string): readonly string[] {
    const limit = this.byDeletion.size === 0 ? 0 : reach(word);
    if (limit === 0) return [];
    const known = this.found.get(word);
    if (known !== undefined) return known;
    const nearest = this.search(word, limit);
    if (this.found.size >= WORDS_KEPT) this.found.clear();
    this.found.set(word, nearest);
    return nearest;
  }

  private search(word: string, limit: number): readonly string[] {
    const candidates = new Set<string>();
    for (const deletion of deletions(word, limit)) {
      for (const form of this.byDeletion.get(deletion) ?? []) candidates.add(form);
    }
    let best = limit;
    let nearest: string[] = [];
    for (const form of candidates) {
      const distance = editDistance(word, form);
      if (distance > best) continue;
      if (distance < best) nearest = [];
      best = distance;
      nearest.push(form);
    }
    return nearest;
  }
}

function reach(word: string): number {
  if (word.length < 4 || word.length > 30 || /\P{L}/u.test(word)) return 0;
  return word.length < 8 ? 1 : 2;
}

function deletions(word: string, depth: number): Set<string> {
  const found = new Set([word]);
  let level = [word];
  for (let round = 0; round < depth; round += 1) {
    level = level.flatMap((form) => Array.from(form, (_, at) => form.slice(0, at) + form.slice(at + 1)));
    for (const form of level) found.add(form);
  }
  return found;
}

/** Optimal string alignment: insertions, deletions, substitutions, swaps of neighbours. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, substitution);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j]!, beforeLast[j - 2]! + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
