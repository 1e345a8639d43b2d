/** How text compares: by its bytes, or by the rules of a language (MongoDB manual, "Collation"). */
import { StoreError } from '../../errors.ts';
import { toNumber } from './numbers.ts';
import { type Document, isNumeric, type Value } from './value.ts';

export interface Collation {
  compare(a: string, b: string): number;
  /** The same for texts that compare as equal, different for others. */
  key(text: string): string;
}

/** By UTF-8 bytes, which is by code points: JavaScript's own order puts U+1F600 before U+FF01. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (left !== right) return codePointRank(left) - codePointRank(right);
  }
  return a.length - b.length;
}

function codePointRank(codeUnit: number): number {
  const isSurrogate = codeUnit >= 0xd800 && codeUnit < 0xe000;
  return isSurrogate ? codeUnit + 0x10000 : codeUnit;
}

/** What MongoDB calls the locale `simple`. */
export const BINARY: Collation = { compare: compareStrings, key: (text) => text };

const OPTIONS = new Set([
  'locale',
  'strength',
  'caseLevel',
  'caseFirst',
  'numericOrdering',
  'alternate',
  'maxVariable',
  'normalization',
  'backwards',
  'version',
]);

/** @throws StoreError BadValue for a locale or option that is not known or can't be kept */
export function parseCollation(options: Document): Collation {
  for (const name of Object.keys(options)) {
    if (!OPTIONS.has(name)) throw invalid(`its field '${name}' is not known`);
  }
  const { locale } = options;
  if (typeof locale !== 'string') throw invalid("it needs a 'locale', a string");
  if (locale === 'simple') return BINARY;
  const collator = new Intl.Collator(languageTag(locale), collatorOptions(options));
  return { compare: (a, b) => collator.compare(a, b), key: representatives(collator) };
}

function languageTag(locale: string): string {
  const tag = locale.split('@')[0]!.replaceAll('_', '-');
  try {
    const [supported] = Intl.Collator.supportedLocalesOf(tag);
    if (supported !== undefined && !locale.includes('@')) return supported;
  } catch {
    // Not even the form of a language tag.
  }
  throw invalid(`the locale '${locale.slice(0, 40)}' is not known`);
}

function collatorOptions(options: Document): Intl.CollatorOptions {
  const { caseFirst = 'off', alternate = 'non-ignorable' } = options;
  if (options.backwards === true || (options.maxVariable ?? 'punct') !== 'punct') {
    throw invalid("'backwards' and 'maxVariable' are not supported by the embedded store");
  }
  if (caseFirst !== 'off' && caseFirst !== 'upper' && caseFirst !== 'lower') {
    throw invalid("'caseFirst' is upper, lower or off");
  }
  return {
    usage: 'sort',
    sensitivity: sensitivity(options.strength, options.caseLevel === true),
    numeric: options.numericOrdering === true,
    caseFirst: caseFirst === 'off' ? 'false' : caseFirst,
    ignorePunctuation: alternate === 'shifted',
  };
}

function sensitivity(
  strength: Value | undefined,
  caseLevel: boolean,
): 'base' | 'case' | 'accent' | 'variant' {
  switch (isNumeric(strength) ? toNumber(strength) : 3) {
    case 1:
      return caseLevel ? 'case' : 'base';
    case 2:
      return caseLevel ? 'variant' : 'accent';
    case 3:
      return 'variant';
    default:
      throw invalid("'strength' is 1, 2 or 3");
  }
}

/** Keeps the first text of each class of equal ones, in order, and answers with it. */
function representatives(collator: Intl.Collator): (text: string) => string {
  const known: string[] = [];
  return (text) => {
    let [low, high] = [0, known.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = collator.compare(known[middle]!, text);
      if (order === 0) return known[middle]!;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    known.splice(low, 0, text);
    return text;
  };
}

function invalid(what: string): StoreError {
  return new StoreError('BadValue', `The collation is not valid: ${what}.`);
}
