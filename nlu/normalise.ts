/** UTF-16 code units of a message that are looked at; the rest is dropped. */
export const MAX_LENGTH = 4000;

/** Full-width letters, digits and the signs of numbers and addresses; Chinese punctuation stays as written. */
const FULL_WIDTH = /[０-９Ａ-Ｚａ-ｚ％＠＋－．／＃＄＆＊＿＝]/g;

/** Zero-width and bidirectional marks, which hide text from the reader; the emoji joiner U+200D stays. */
const INVISIBLE = /[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]/g;

/**
 * The text that is understood, stored and shown: NFC, at most 4,000 UTF-16 units, control characters and lone
 * surrogates dropped, line breaks and tabs as spaces, full-width forms as their plain ones.
 */
export function normalise(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.slice(0, MAX_LENGTH).trim();
  const plain = text
    .slice(0, MAX_LENGTH)
    .replace(/[\t\n\r\v\f\u0085\u00a0\u2028\u2029\u3000]/g, ' ')
    .replace(/[\p{Cc}\p{Cs}]/gu, '')
    .replace(INVISIBLE, '')
    .replace(FULL_WIDTH, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll('￥', '¥')
    .replaceAll('￡', '£')
    .normalize('NFC');
  return plain
    .slice(0, MAX_LENGTH)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();
}
