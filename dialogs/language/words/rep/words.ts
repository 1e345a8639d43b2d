import type { Language } from '../../../../nlu/understanding.ts';
import { english } from './en.ts';
import type { RepWords } from './word-classes.ts';
import { chinese } from './zh.ts';

const WORDS: Record<Language, RepWords> = { en: english, zh: chinese };
export const repWordsOf = (language: Language): RepWords => WORDS[language];
