import { chineseNumeral } from '../amounts/chinese-numeral.ts';

const HALF_DAYS = '凌晨|清晨|早上|上午|中午|下午|傍晚|晚上';
const TIME = new RegExp(
  `^的?(?<half>${HALF_DAYS})?(?<hour>\\d{1,2}|[一二两三四五六七八九十]{1,3})[点:：](?<minute>半|\\d{1,2}|[二三四五]?十[一二三四五六七八九]?)?`,
  'u',
);

/** The time of day right behind a word for a day (下午3点半, 十点二十), as HH:MM, and how many characters it takes. */
export function timeAfter(word: string, following: string): { length: number; at: string } | undefined {
  const match = TIME.exec(following);
  if (match === null) return undefined;
  const {
    half = word.endsWith('晚') ? '晚上' : word.endsWith('早') ? '早上' : '',
    hour,
    minute,
  } = match.groups!;
  const written = numberOf(hour);
  // Without a half of the day an hour of one to six is one of the afternoon, when shops are open.
  const afternoon = /下午|傍晚|晚上/u.test(half) ? written < 12 : half === '' && written > 0 && written < 7;
  const hours = written + (afternoon ? 12 : 0);
  const minutes = minute === '半' ? 30 : numberOf(minute ?? '0');
  if (!(hours < 25 && minutes < 60)) return undefined;
  return {
    length: match[0].length,
    at: `${String(hours % 24).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`,
  };
}

/** What digits, a Chinese numeral or 半 count; NaN for what is not well formed. */
export function numberOf(written: string | undefined): number {
  if (written === undefined || written === '') return Number.NaN;
  if (written === '半') return 0.5;
  return /^\d+$/.test(written) ? Number(written) : (chineseNumeral(written) ?? Number.NaN);
}
