// From the shouted, abbreviated stock descriptions to names a customer can read.
import { isGenuineDescription } from './clean.ts';
import { groupBy } from './group.ts';

const PROPER_NOUNS = [
  'Charlotte', 'Christmas', 'Edwardian', 'England', 'English', 'Moroccan', 'London', 'Molly', 'Nancy', 'Regency',
  'Scandinavian', 'Scottie', 'Suki', 'Victorian',
]; // biome-ignore format: a list of words reads best in lines

const CORRECTIONS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:set\/|s\/|set )(\d+)\b(?! piece)/g, 'set of $1'],
  [/\bset of(\d)/g, 'set of $1'],
  [/\basstd\b/g, 'assorted'],
  [/\bant\b/g, 'antique'],
  [/\bhldr\b/g, 'holder'],
  [/\bdoiley\b/g, 'doily'],
  [/\bsaftey\b/g, 'safety'],
  [/\bscotty\b/g, 'scottie'],
  [/chocolatecandle/g, 'chocolate candle'],
  [/ \+ /g, ' and '],
  [/,(?=\S)/g, ', '],
  [/\.(?=\s|$)/g, ''],
  [/ ,/g, ','],
  [/\b(\d+) pc\b/g, '$1 pieces'],
  [/\bunion jack\b/g, 'Union Jack'],
  [/\bunion flag\b/g, 'Union Flag'],
  [/\bnew england\b/g, 'New England'],
  [/\bworld war 2\b/g, 'World War 2'],
  [/\bi (am|love)\b/g, 'I $1'],
  [/\bled\b/g, 'LED'],
];

/** Two descriptions are near-duplicates where their words are the same but for order, plural and punctuation. */
const wordsOf = (description: string): string =>
  (description.match(/[A-Z0-9]+/g) ?? [])
    .map((word) => word.replace(/S$/, ''))
    .sort()
    .join(' ');

/** The commonest genuine description, near-duplicates counted together; undefined where there is none. */
export function commonestDescription(descriptions: readonly string[]): string | undefined {
  const groups = [...groupBy(descriptions.filter(isGenuineDescription), wordsOf).values()];
  const byCount = <Item>(lists: Item[][]): Item[] | undefined => lists.sort((a, b) => b.length - a.length)[0];
  const largest = byCount(groups);
  return largest && byCount([...groupBy(largest, (text) => text).values()])?.[0];
}

/** "WHITE HANGING HEART T-LIGHT HOLDER" becomes "White hanging heart t-light holder". */
export function displayName(description: string): string {
  let name = description.toLowerCase();
  for (const [wrong, right] of CORRECTIONS) name = name.replace(wrong, right);
  for (const noun of PROPER_NOUNS) name = name.replace(new RegExp(`\\b${noun}\\b`, 'gi'), noun);
  name = name.replace(/\s+/g, ' ').trim();
  return name.charAt(0).toUpperCase() + name.slice(1);
}
