import { describe, expect, test } from '@jest/globals';
import { nearDuplicates } from '../../../nlu/evaluation/near-duplicates.ts';
import { seededRandom } from '../../../nlu/random.ts';

const always = () => true;

describe('near-duplicates', () => {
  test('are found through slips, endings, case and punctuation, in both languages', () => {
    const texts = [
      'do you deliver to scotland',
      'please cancel the whole order',
      'Do you delivr to Scotland?!',
      '请问你们送货到上海吗',
      '请问你们送货到上海',
    ];
    expect(nearDuplicates(texts, 0.6, always).map(({ first, second }) => [first, second])).toEqual([
      [0, 2],
      [3, 4],
    ]);
  });

  test('are as alike as said, 1 where only numbers differ', () => {
    expect(nearDuplicates(['what about 200', 'what about 36?'], 0.9, always)).toEqual([
      { first: 0, second: 1, likeness: 1 },
    ]);
  });

  test('are only pairs that count, and never texts without letters', () => {
    expect(nearDuplicates(['price please', 'price please!'], 0.5, () => false)).toEqual([]);
    expect(nearDuplicates(['100', '200', '?', '', '👍'], 0.5, always)).toEqual([]);
  });

  test('are those that comparing every text with every other finds', () => {
    const random = seededRandom(3);
    const words = ['red', 'blue', 'bag', 'bags', 'price', 'of', 'the', 'order'];
    const texts = Array.from({ length: 150 }, () =>
      Array.from({ length: 3 }, () => words[Math.floor(random() * words.length)]).join(' '),
    );
    const found = nearDuplicates(texts, 0.7, always);
    const byOne = texts.slice(1).flatMap((text, i) => {
      const best = Math.max(0, ...texts.slice(0, i + 1).map((other) => likeness(other, text)));
      return best >= 0.7 ? [best] : [];
    });
    expect(found.map((pair) => pair.likeness)).toEqual(byOne);
  });
});

function likeness(a: string, b: string): number {
  return nearDuplicates([a, b], 0.01, always)[0]?.likeness ?? 0;
}
