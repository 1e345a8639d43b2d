import { normalise } from '../../normalise.ts';
import { simplify } from '../../simplify.ts';
import { isEnglishWord } from '../../tag.ts';
import { cutWords } from '../../tokenise.ts';
import { Spelling } from '../spelling.ts';

export type NamedKind = 'person' | 'company' | 'deal' | 'colleague';

/** A contact, company, deal or rep of the CRM. */
export interface NamedRecord {
  readonly kind: NamedKind;
  readonly id: string;
  readonly name: string;
}

export interface IndexedRecord extends NamedRecord {
  /** The folded words of the name, legal forms ("Ltd") left out. */
  readonly words: readonly string[];
}

/** Names by their first word. */
export interface NameIndex {
  startingWith(word: string): readonly IndexedRecord[];
  /** The word of a name that a misspelt word stands for, or the word itself. */
  correct(word: string): string;
}

const LEGAL_FORMS = new Set(
  'ltd limited inc llc llp plc gmbh ag sa sarl bv co corp the 有限公司 公司'.split(' '),
);

/** Builds the index: time and memory linear in the names. */
export function buildNames(records: readonly NamedRecord[]): NameIndex {
  const byFirst = new Map<string, IndexedRecord[]>();
  const vocabulary = new Set<string>();
  for (const record of records) {
    const all = cutWords(simplify(normalise(record.name))).map(({ norm }) => norm);
    const own = all.filter((word) => !LEGAL_FORMS.has(word));
    const words = own.length > 0 ? own : all;
    const [first] = words;
    if (first === undefined) continue;
    const known = byFirst.get(first);
    if (known === undefined) byFirst.set(first, [{ ...record, words }]);
    else known.push({ ...record, words });
    for (const word of words) vocabulary.add(word);
  }
  const spelling = new Spelling(vocabulary);
  return {
    startingWith: (word) => byFirst.get(word) ?? [],
    correct: (word) => {
      if (vocabulary.has(word) || isEnglishWord(word)) return word;
      const nearest = spelling.nearest(word);
      return nearest.length === 1 ? nearest[0]! : word;
    },
  };
}
