import { describe, expect, test } from '@jest/globals';
import { guessLanguage } from '../../nlu/language.ts';
import { MAX_LENGTH, normalise } from '../../nlu/normalise.ts';
import { isEnglishWord, tagEnglish } from '../../nlu/tag.ts';
import { tokenise } from '../../nlu/tokenise.ts';

describe('normalising', () => {
  test.each([
    ['e\u0301cole', 'école'],
    ['a\u0000b\u0007c\u200bd', 'abcd'],
    ['one\ntwo\tthree\u3000four', 'one two three four'],
    ['Ｏ－２６１１２５', 'O-261125'],
    ['５０％，好吗？', '50%，好吗？'],
    ['￥300', '¥300'],
    ['\ud83d\ude00 \ud83d', '😀'],
    ['  trimmed  ', 'trimmed'],
  ])('%j', (written, text) => {
    expect(normalise(written)).toBe(text);
  });

  test('is at most 4,000 units long, cuts no character in two, and changes nothing the second time', () => {
    const cut = normalise(`${'x'.repeat(MAX_LENGTH - 1)}😀`);
    expect(cut).toBe('x'.repeat(MAX_LENGTH - 1));
    for (const text of [cut, normalise('ﬁ Ａ\u0301 ok'), normalise('\u1100\u1161'.repeat(3000))]) {
      expect(text.length).toBeLessThanOrEqual(MAX_LENGTH);
      expect(normalise(text)).toBe(text);
    }
  });
});

describe('language', () => {
  test.each([
    ['do you have lunch bags', undefined, 'en'],
    ['你们有午餐袋吗', undefined, 'zh'],
    ['ok', 'zh-CN', 'zh'],
    ['ok', undefined, 'en'],
    ['50', 'zh', 'zh'],
    ['jumbo bag red retrospot', 'zh-CN', 'zh'],
    ['how much is it', 'zh-CN', 'en'],
    ['我要 jumbo bag red retrospot', 'en', 'zh'],
    ['do you have 红包?', 'zh', 'en'],
    ['Laura的deals', undefined, 'zh'],
    ['Rosemary Living谈成了', 'en', 'zh'],
    ['best seller上个月', undefined, 'zh'],
    ['', 'zh', 'zh'],
  ])('%s (%s) is %s', (text, locale, language) => {
    expect(guessLanguage(text, locale)).toBe(language);
  });
});

describe('words', () => {
  const words = (text: string) => tokenise(text).map(({ norm, stem, tag }) => [norm, stem, tag]);

  test('English words are folded, stemmed and tagged; contractions stand for their words', () => {
    expect(words("I don't want Cafés")).toEqual([
      ['i', 'i', 'PRON'],
      ['do', 'do', 'AUX'],
      ['not', 'not', 'PART'],
      ['want', 'want', 'VERB'],
      ['cafes', 'cafe', 'NOUN'],
    ]);
    expect(tokenise("I don't").map(({ start, end, text }) => [start, end, text])).toEqual([
      [0, 1, 'I'],
      [2, 4, 'do'],
      [4, 7, "n't"],
    ]);
  });

  test('ALL CAPS are tagged as plain words', () => {
    expect(words('I WANT BAGS').map(([, , tag]) => tag)).toEqual(['PRON', 'VERB', 'NOUN']);
  });

  test('Chinese is cut into words; Latin words and numbers between stay whole', () => {
    expect(tokenise('下周三要150个jumbo bag').map(({ text }) => text)).toEqual([
      '下',
      '周三',
      '要',
      '150',
      '个',
      'jumbo',
      'bag',
    ]);
    expect(tokenise('红色的午餐袋').map(({ tag }) => tag)).toEqual(['NOUN', 'PART', 'NOUN', 'NOUN']);
  });

  test('unknown words and numbers get tags without being remembered by the tagger', () => {
    expect(tagEnglish(['buy', '50', 'zzxqys'])).toEqual(['VERB', 'NUM', 'NOUN']);
    expect([isEnglishWord('holder'), isEnglishWord('holdr')]).toEqual([true, false]);
    expect(tagEnglish(Array.from({ length: 2000 }, () => 'bag'))).toHaveLength(2000);
  });
});
