import type { Language } from './understanding.ts';

const HAN = /\p{Script=Han}/gu;
/** Addresses are Latin in any language. */
const ADDRESS =
  /[^\s@\p{Script=Han}]{1,64}@[^\s@\p{Script=Han}]{1,255}|\b(?:https?:\/\/|www\.)[^\s\p{Script=Han}]{1,300}/giu;
const LATIN_WORD = /[\p{Script=Latin}'’]+/gu;

/** Words that only a sentence in the language has; product names and codes are often quoted in the other one. */
const ENGLISH_GRAMMAR = new Set(
  `i you we he she it they my your our me us do does did is are was be have has had can could will would should may
  the a an this that these those what when where which who why how much many and or but not no yes of for to with
  from about please thanks hello hi want need like get buy order price quote`.split(/\s+/),
);
const CHINESE_GRAMMAR =
  /[我你您他她们的了吗呢吧么要有没不是在把给请想能会怎什哪多几谢和跟买这那可以谁上下本个]/gu;

/**
 * Guesses between English and Chinese by script; in mixed text by the side that carries the grammar. The locale of
 * the conversation decides where the text itself says little ("ok", "50", an e-mail address).
 */
export function guessLanguage(message: string, locale?: string): Language {
  const text = message.replace(ADDRESS, ' ');
  const prior: Language = locale?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  const han = text.match(HAN)?.length ?? 0;
  const words = text.match(LATIN_WORD) ?? [];
  const english = words.filter((word) => ENGLISH_GRAMMAR.has(word.toLowerCase())).length;
  if (han === 0) return english > 0 || words.length > 6 ? 'en' : prior;
  if (words.length === 0) return 'zh';
  const chinese = text.match(CHINESE_GRAMMAR)?.length ?? 0;
  if (chinese !== english) return chinese > english ? 'zh' : 'en';
  // Who writes Chinese quotes English names and terms; hardly anybody puts Chinese words among English ones.
  if (english === 0) return 'zh';
  // "price list 发一下 thx": words of trade are borrowed either way.
  if (chinese > 0) return prior;
  return han / 2 === words.length ? prior : han / 2 > words.length ? 'zh' : 'en';
}
