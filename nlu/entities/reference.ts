import type { Recogniser } from './recogniser.ts';

/** O- or Q-, the local day, six characters of Crockford's base 32; people type spaces or nothing for the hyphens. */
const OURS =
  /(?<![\p{Script=Latin}\p{N}])([OQ])[-–— ]?(\d{6})[-–— ]?([0-9A-Z]{6})(?![\p{Script=Latin}\p{N}])/giu;

/** Six digits as in the imported order history. */
const IMPORTED = /(?<![\p{Script=Latin}\p{N}£$€¥.,+-])\d{6}(?![\p{Script=Latin}\p{N}%]|[.,]\d)/gu;
const NUMBER_CUE = /(?:number|invoice|reference|ref|no|#|单号|编号|号码|发票)[\s.:#：是为is]*$/iu;
const COUNTED = /^\s*(?:of|x|pcs|pieces?|units?|个|只|件|套|包|盒|箱|元|块|英镑)/iu;

/** Orders made here (O-…), orders of the imported history (six digits), quotes (Q-…). */
export const recogniseReferences: Recogniser = function* ({ text }) {
  if (!/\d{6}/.test(text)) return;
  for (const match of text.matchAll(OURS)) {
    const [written, letter = '', day = '', tail = ''] = match;
    const code = crockford(tail);
    if (code === undefined) continue;
    const span = { start: match.index, end: match.index + written.length, text: written };
    const number = `${letter.toUpperCase()}-${day}-${code}`;
    yield letter.toUpperCase() === 'O'
      ? { kind: 'orderNumber', number, ...span }
      : { kind: 'quoteNumber', number, ...span };
  }
  for (const match of text.matchAll(IMPORTED)) {
    const [number] = match;
    const [start, end] = [match.index, match.index + number.length];
    const cued = NUMBER_CUE.test(text.slice(Math.max(0, start - 24), start));
    const counts =
      number.endsWith('000') || number.startsWith('0') || COUNTED.test(text.slice(end, end + 12));
    if (cued || !counts) yield { kind: 'orderNumber', number, start, end, text: number };
  }
};

/** Crockford's base 32 reads o as 0, i and l as 1, and has no u. */
function crockford(written: string): string | undefined {
  const code = written.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  return code.includes('U') ? undefined : code;
}
