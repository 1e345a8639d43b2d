import type { Recogniser } from './recogniser.ts';

const BEFORE = /(?:[£$€¥]|(?<![\p{Script=Latin}])(?:GBP|USD|EUR|CNY|RMB|JPY|US\$)) ?$/iu;
const AFTER =
  /^ ?(?:[£€]|(?:GBP|USD|EUR|CNY|RMB|JPY|pounds?|quid|dollars?|euros?|yuan|pence|cents?|bucks|p)(?![\p{Script=Latin}])|元|块钱|块(?!\p{Script=Han})|块(?=[以左上下多每吧吗呢啊的，。])|人民币|英镑|镑|美元|美金|欧元|日元)/iu;

const CURRENCIES: Readonly<Record<string, string>> = {
  '£': 'GBP',
  pound: 'GBP',
  pounds: 'GBP',
  quid: 'GBP',
  英镑: 'GBP',
  镑: 'GBP',
  $: 'USD',
  us$: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  bucks: 'USD',
  美元: 'USD',
  美金: 'USD',
  '€': 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  欧元: 'EUR',
  rmb: 'CNY',
  yuan: 'CNY',
  元: 'CNY',
  块: 'CNY',
  块钱: 'CNY',
  人民币: 'CNY',
  日元: 'JPY',
};
const HUNDREDTHS = new Set(['p', 'pence', 'cent', 'cents']);

/** Amounts with a sign, code or word of currency. ¥ is yen only where the shop's own currency is the yen. */
export const recogniseMoney: Recogniser = function* ({ text, numbers, currency }) {
  for (const number of numbers) {
    const before = BEFORE.exec(text.slice(Math.max(0, number.start - 5), number.start))?.[0] ?? '';
    const after = before === '' ? (AFTER.exec(text.slice(number.end, number.end + 12))?.[0] ?? '') : '';
    const sign = (before || after).trim().toLowerCase();
    // 一块 is mostly "a piece".
    if (sign === '' || (sign === '块' && number.text === '一')) continue;
    const [start, end] = [number.start - before.length, number.end + after.length];
    const unit =
      sign === '¥' ? (currency === 'JPY' ? 'JPY' : 'CNY') : (CURRENCIES[sign] ?? sign.toUpperCase());
    const code = HUNDREDTHS.has(sign) ? currency : unit;
    const amount = Math.round(number.value * (HUNDREDTHS.has(sign) ? 1 : minorUnits(code)));
    if (Number.isSafeInteger(amount)) {
      yield { kind: 'money', amount, currency: code, start, end, text: text.slice(start, end) };
    }
  }
};

/** Minor units in one unit of a currency. */
function minorUnits(currency: string): number {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits;
  return 10 ** (digits ?? 2);
}
