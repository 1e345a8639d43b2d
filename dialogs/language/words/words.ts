import type { Language } from '../../../nlu/understanding.ts';
import { english } from './en.ts';
import type { Words } from './word-classes.ts';
import { chinese } from './zh.ts';

const WORDS: Record<Language, Words> = { en: english, zh: chinese };
export const wordsOf = (language: Language): Words => WORDS[language];

/** As `matchAll`, which copies the pattern before it looks: of many patterns few match. */
export const matchesOf = (pattern: RegExp, text: string): Iterable<RegExpExecArray> =>
  has(pattern, text) ? text.matchAll(pattern) : [];

/** Where a pattern first matches, or -1. */
export const find = (pattern: RegExp, text: string): number => text.search(pattern);
export const has = (pattern: RegExp, text: string): boolean => text.search(pattern) >= 0;
