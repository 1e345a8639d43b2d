import { foldWord } from '../../nlpjs.ts';
import { cutWords } from '../../tokenise.ts';
import type { Recogniser } from '../recogniser.ts';
import { placeCountries } from './city.ts';

const LONGEST_NAME = 5;
const ALIASES: Readonly<Record<string, string>> = {
  uk: 'GB',
  britain: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  usa: 'US',
  us: 'US',
  'the us': 'US',
  'the states': 'US',
  america: 'US',
  holland: 'NL',
  eire: 'IE',
  'republic of ireland': 'IE',
  uae: 'AE',
  emirates: 'AE',
  'hong kong': 'HK',
  macau: 'MO',
  'south korea': 'KR',
  korea: 'KR',
  'czech republic': 'CZ',
  turkey: 'TR',
  'channel islands': 'JE',
  'the channel islands': 'JE',
  香港: 'HK',
  澳门: 'MO',
  台湾: 'TW',
  英格兰: 'GB',
  苏格兰: 'GB',
  威尔士: 'GB',
  北爱尔兰: 'GB',
  海峡群岛: 'JE',
};
/** Names that are mostly other words unless they are written like a name. */
const COMMON_WORDS = new Set([
  'turkey',
  'china',
  'jordan',
  'chad',
  'georgia',
  'jersey',
  'guinea',
  'mali',
  'cuba',
  'us',
]);

const NO_COUNTRY = /^(?:X[A-JL-Z]|ZZ|EU|UN|EZ|Q[M-Z])$/;

/** In front of a city these make it a place to deliver to; without one "london" may be a motif. */
const TO_A_PLACE = /(?:(?<![\p{L}])(?:to|in|into|for|from|near|at)|[到去往寄送发在])\s*$/iu;
/** And behind a Chinese one: 上海包邮吗, 苏州几天能到. */
const REACHED =
  /^(?:[市省]|[这那]边)?(?:能不能|可不可以|能|可以|要|得|的)?(?:[发送寄到]|包邮|邮费|运费|快递|几天|多久|多少天)/u;

let codes: ReadonlyMap<string, string> | undefined;
let cities: ReadonlyMap<string, string> = new Map();
/** The words with which a name of a country begins, cut as in messages. */
let firstWords: ReadonlySet<string> = new Set();

/** English (folded) and Chinese names of the regions that ICU knows, by ISO 3166-1 alpha-2 code. */
function countryCodes(): ReadonlyMap<string, string> {
  if (codes !== undefined) return codes;
  const found = new Map<string, string>();
  for (const locale of ['en', 'zh-Hans']) {
    const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' });
    for (const code of alpha2Codes()) {
      const name = names.of(code);
      // ZZ, XA and their like are no countries, EU and UN more than one; FX and its like are not what they are called now.
      const current = new Intl.Locale(`und-${code}`).region === code;
      if (name !== undefined && current && !NO_COUNTRY.test(code)) found.set(foldName(name), code);
    }
  }
  codes = new Map([...found, ...Object.entries(ALIASES)]);
  cities = placeCountries(new Set(codes.values()));
  firstWords = new Set(
    [...codes.keys(), ...cities.keys()].flatMap((name) =>
      cutWords(name)
        .slice(0, 1)
        .map(({ norm }) => norm),
    ),
  );
  return codes;
}

function alpha2Codes(): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return letters.flatMap((first) => letters.map((second) => first + second));
}

function foldName(name: string): string {
  return foldWord(name)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export const recogniseCountries: Recogniser = function* ({ text, tokens }) {
  const names = countryCodes();
  for (let index = 0; index < tokens.length; index += 1) {
    if (!firstWords.has(tokens[index]!.norm)) continue;
    for (let length = Math.min(LONGEST_NAME, tokens.length - index); length > 0; length -= 1) {
      const [first, last] = [tokens[index]!, tokens[index + length - 1]!];
      const words = tokens.slice(index, index + length);
      const name = words.map(({ norm }) => norm).join(/\p{Script=Han}/u.test(first.norm) ? '' : ' ');
      const written = text.slice(first.start, last.end);
      // "jersey?" and nothing else is no cloth.
      const isAlone = length === tokens.length;
      const isPlace =
        TO_A_PLACE.test(text.slice(Math.max(0, first.start - 6), first.start)) ||
        REACHED.test(text.slice(last.end, last.end + 12));
      const country = names.get(name);
      const code = country ?? (isPlace ? cities.get(name) : undefined);
      if (
        code === undefined ||
        (COMMON_WORDS.has(name) && !isWrittenAsName(name, written, isPlace || isAlone))
      )
        continue;
      yield {
        kind: 'country',
        code,
        ...(country === undefined && { city: true }),
        start: first.start,
        end: last.end,
        text: written,
      };
      index += length - 1;
      break;
    }
  }
};

/** "us" needs both letters to be capitals; the others need one, or to be where something goes: "deliver to georgia". */
const isWrittenAsName = (name: string, written: string, isPlace: boolean): boolean =>
  name === 'us' ? written === 'US' : isPlace || /^\p{Lu}/u.test(written);
