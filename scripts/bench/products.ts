/**
 * How well products are found by what people type: every product of the sample shop in made-up requests, its name as it
 * stands, reordered, misspelt, shortened or joined, all by seed; and goods that the shop does not have.
 *
 *     npm run bench:products [-- --seed 1]
 */
import { parseArgs } from 'node:util';
import { loadSampleShop } from '../../crm/sample/load.ts';
import { readNumbers } from '../../nlu/entities/amounts/number.ts';
import { buildNames } from '../../nlu/entities/names/name-index.ts';
import { buildCatalogue, type CatalogueProduct } from '../../nlu/entities/products/catalogue.ts';
import { recognise } from '../../nlu/entities/recognise.ts';
import { guessLanguage } from '../../nlu/language.ts';
import { normalise } from '../../nlu/normalise.ts';
import { seededRandom, shuffle } from '../../nlu/random.ts';
import { tokenise } from '../../nlu/tokenise.ts';

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' } } });
const seed = Number(values.seed);
if (!Number.isInteger(seed)) throw new Error('Say a whole number: --seed 1');

const now = new Date('2026-03-04T10:00:00Z');
const timeZone = 'Europe/London';
const { products } = loadSampleShop({ dir: 'training-data/sample-shop', today: now, timeZone });
const catalogue = buildCatalogue(products);
const place = { timeZone, fiscalYearStart: 4, country: 'GB', currency: 'GBP', names: buildNames([]), now };

const ENGLISH = ['', 'do you have ', 'how much is the ', 'i want to buy 20 ', 'looking for a '];
const CHINESE: readonly (readonly [string, string])[] = [
  ['', ''],
  ['有', '吗'],
  ['', '多少钱'],
  ['我要买20个', ''],
];
/** Of the longest words, as a hand that slips on them does. */
const TYPO_LENGTH = 4;

type Random = () => number;
type Vary = (words: string[], random: Random) => string[] | undefined;

const VARIANTS: readonly (readonly [string, Vary])[] = [
  ['by name', (words) => words],
  ['other word order', (words, random) => shuffle(words, random)],
  ['one typo', (words, random) => misspell(words, 1, random)],
  ['two typos', (words, random) => misspell(words, 2, random)],
  ['one word left out', (words, random) => leaveOut(words, random)],
  ['two words joined', (words, random) => join(words, random)],
];

const NOT_SOLD = [
  'do you have bicycles',
  'laptop bags',
  'how much is a washing machine',
  'i want to buy 20 office chairs',
  'any running shoes',
  'looking for a winter coat',
  'garden shed',
  'do you sell dog food',
  'a birthday balloon arch kit',
  'wine glasses',
  'how much are the curtains',
  'do you stock printer paper',
  'a coffee machine',
  'golf clubs',
  'i want 5 sofas',
  'phone chargers',
  '有自行车吗',
  '洗衣机多少钱',
  '我要买20把办公椅',
  '有跑鞋吗',
  '卖狗粮吗',
  '想买件羽绒服',
  '咖啡机有没有',
  '沙发多少钱',
];

const random = seededRandom(seed);
console.log('| request | requests | first match | among the matches |\n|---|---|---|---|');
for (const [name, vary] of VARIANTS)
  print(
    name,
    products.flatMap((product) => {
      const words = vary(product.names.en.toLowerCase().split(' '), random);
      return words ? [{ product, text: pick(ENGLISH, random) + words.join(' ') }] : [];
    }),
  );
print(
  'Chinese name',
  products.flatMap((product) => {
    const [before, after] = pick(CHINESE, random);
    return product.names.zh ? [{ product, text: before + product.names.zh + after }] : [];
  }),
);
const refused = NOT_SOLD.filter((text) => matchesOf(text).length === 0).length;
console.log(
  `\nOf ${NOT_SOLD.length} requests for goods that the shop does not have, ${refused} find nothing.`,
);

function print(name: string, rows: readonly { product: CatalogueProduct; text: string }[]): void {
  const found = rows.map(({ product, text }) => ({ sku: product.sku, matches: matchesOf(text) }));
  const share = (count: number) => `${((100 * count) / rows.length).toFixed(1)} %`;
  const first = found.filter(({ sku, matches }) => matches[0] === sku).length;
  const among = found.filter(({ sku, matches }) => matches.includes(sku)).length;
  console.log(`| ${name} | ${rows.length} | ${share(first)} | ${share(among)} |`);
}

/** Stock codes of the products that a message is understood to name, best first. */
function matchesOf(written: string): string[] {
  const text = normalise(written);
  const tokens = tokenise(text);
  const { entities } = recognise({
    ...place,
    catalogue,
    text,
    language: guessLanguage(text),
    tokens,
    numbers: readNumbers(text, tokens),
  });
  return entities.flatMap((entity) =>
    entity.kind === 'product' ? entity.matches.map(({ sku }) => sku) : [],
  );
}

function pick<T>(items: readonly T[], draw: Random): T {
  return items[Math.floor(draw() * items.length)]!;
}

/** One slip each in so many words of letters alone: a letter doubled, left out, changed or swapped with the next. */
function misspell(words: string[], slips: number, draw: Random): string[] | undefined {
  const long = words.flatMap((word, index) =>
    word.length >= TYPO_LENGTH && /^[a-z]+$/.test(word) ? [index] : [],
  );
  if (long.length < slips) return undefined;
  const chosen = new Set(shuffle(long, draw).slice(0, slips));
  return words.map((word, index) => (chosen.has(index) ? slip(word, draw) : word));
}

function slip(word: string, draw: Random): string {
  const at = 1 + Math.floor(draw() * (word.length - 2));
  const [before, letter, next, after] = [word.slice(0, at), word[at]!, word[at + 1]!, word.slice(at + 2)];
  const other = String.fromCharCode(97 + Math.floor(draw() * 26));
  return pick(
    [
      before + letter + letter + next + after,
      before + next + after,
      before + other + next + after,
      before + next + letter + after,
    ],
    draw,
  );
}

function leaveOut(words: string[], draw: Random): string[] | undefined {
  if (words.length < 3) return undefined;
  const gone = Math.floor(draw() * words.length);
  return words.filter((_, index) => index !== gone);
}

function join(words: string[], draw: Random): string[] | undefined {
  if (words.length < 2) return undefined;
  const at = Math.floor(draw() * (words.length - 1));
  return [...words.slice(0, at), words[at]! + words[at + 1]!, ...words.slice(at + 2)];
}
