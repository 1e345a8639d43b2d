import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { expandContraction, foldWord, stemWord } from './nlpjs.ts';
import { tagChinese, tagEnglish } from './tag.ts';
import type { Token } from './understanding.ts';

const WORD = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+(?:['’]\p{L}+)?/gu;
const HAN = /^\p{Script=Han}/u;

/** Words of patterns that the dictionary lacks, with a frequency that keeps them whole. */
const OWN_WORDS = Buffer.from('波点 1000 n\n');

let jieba: Jieba | undefined;

/**
 * Words of normalised text in order, punctuation left out, each with its part of speech. Runs of Han characters are cut
 * by jieba, all else by nlp.js's English rules (contractions expanded over the characters they stand for), so mixed
 * text needs no switch.
 */
export function tokenise(text: string): readonly Token[] {
  const tokens = cutWords(text);
  const english = tokens.filter(({ tag }) => tag === undefined);
  const tags = tagEnglish(english.map(({ norm }) => norm));
  let next = 0;
  return tokens.map((token) => (token.tag === undefined ? { ...token, tag: tags[next++] ?? 'X' } : token));
}

/** The same without the part of speech of English words, in half the time. */
export function cutWords(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(WORD)) {
    tokens.push(...(HAN.test(match[0]) ? chineseWords : englishWords)(match[0], match.index));
  }
  return tokens;
}

function chineseWords(run: string, offset: number): Token[] {
  if (jieba === undefined) {
    jieba = Jieba.withDict(dict);
    jieba.loadDict(OWN_WORDS);
  }
  let start = offset;
  // Without its guess at unknown words the cuts of a name and of a message that holds it agree more often.
  return jieba.tag(run, false).map(({ word, tag }) => {
    const token = {
      start,
      end: start + word.length,
      text: word,
      norm: word,
      stem: word,
      tag: tagChinese(tag),
    };
    start = token.end;
    return token;
  });
}

function englishWords(word: string, offset: number): Token[] {
  if (!/['’]/.test(word)) return [tokenOf(word, offset, formsOf(word))];
  const parts = expandContraction(word.replaceAll('’', "'"));
  const cuts = parts.map((part, index) => (index === 0 ? 0 : cutBefore(word, part, parts.length - index)));
  return parts.map((part, index) => {
    const [start, end] = [offset + cuts[index]!, offset + (cuts[index + 1] ?? word.length)];
    return tokenOf(word.slice(start - offset, end - offset), start, formsOf(part));
  });
}

const tokenOf = (text: string, start: number, { norm, stem }: Pick<Token, 'norm' | 'stem'>): Token => ({
  start,
  end: start + text.length,
  text,
  norm,
  stem,
});

/** Words whose forms are kept: people use the same ones over and over. */
const WORDS_KEPT = 10_000;
const LONGEST_KEPT = 30;
const forms = new Map<string, Pick<Token, 'norm' | 'stem'>>();

function formsOf(word: string): Pick<Token, 'norm' | 'stem'> {
  const known = forms.get(word);
  if (known !== undefined) return known;
  const norm = foldWord(word);
  const made = { norm, stem: stemWord(norm) };
  if (word.length > LONGEST_KEPT) return made;
  if (forms.size >= WORDS_KEPT) forms.clear();
  forms.set(word, made);
  return made;
}

/** Where the second half of a contraction begins: n't two letters before its end, 's and 'll at the apostrophe. */
function cutBefore(word: string, part: string, partsLeft: number): number {
  const apostrophe = word.search(/['’]/);
  const cut = part === 'not' && /n['’]t$/i.test(word) ? word.length - 3 : apostrophe;
  return Math.min(Math.max(cut, 1), word.length - partsLeft);
}
