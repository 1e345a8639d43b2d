import model from 'wink-eng-lite-web-model';
import winkNLP, { type WinkMethods } from 'wink-nlp';

/** Words of a message that are tagged; the rest gets none. */
const TAGGED_WORDS = 300;

let tagger: WinkMethods | undefined;
let lexicon: ReadonlySet<string> | undefined;

/** Whether the tagger's lexicon (86,000 forms) lists a word, given in lower case, also as a name: one that is there is no misspelling. */
export function isEnglishWord(word: string): boolean {
  if (lexicon === undefined) {
    const core = (model.core as () => { features: { lexeme: { list: readonly string[] } } })();
    lexicon = new Set(
      core.features.lexeme.list
        .map((entry) => entry.toLowerCase())
        .filter((entry) => /^[a-z]{2,30}$/.test(entry)),
    );
  }
  return lexicon.has(word);
}

/**
 * Universal part-of-speech tags of English words (wink-nlp's lexicon and rules, 94 % on WSJ by its authors), given
 * folded and without punctuation, on which its own tokeniser takes quadratic time. It keeps every word it ever sees, so
 * numbers and words outside its lexicon are shown to it as "seven" and "thing". Loads on first use, 0.2 s.
 */
export function tagEnglish(words: readonly string[]): readonly string[] {
  tagger ??= winkNLP(model, ['pos']);
  const plain = words.slice(0, TAGGED_WORDS).map(knownForm);
  const tokens = tagger.readDoc(plain.join(' ')).tokens();
  const tags = tokens.out(tagger.its.pos) as string[];
  const pieces = tokens.out() as string[];
  return words.map(tagOfPieces(plain, pieces, tags));
}

function knownForm(word: string): string {
  if (/^\d/.test(word)) return 'seven';
  if (isEnglishWord(word) || /^[ai]$/.test(word)) return word;
  return word.endsWith('s') ? 'things' : 'thing';
}

/** The tagger splits a few words ("cannot"); a word has the tag of its first piece. */
function tagOfPieces(plain: readonly string[], pieces: readonly string[], tags: readonly string[]) {
  let piece = 0;
  return (_: string, index: number): string => {
    const word = plain[index];
    const tag = tags[piece] ?? 'X';
    for (let left = word?.length ?? 0; left > 0 && piece < pieces.length; piece += 1)
      left -= pieces[piece]!.length;
    return word === undefined ? 'X' : tag;
  };
}

/** Universal tag of a tag of jieba (ICTCLAS set): its first letter says the class. */
export function tagChinese(tag: string): string {
  if (tag.startsWith('nr') || tag.startsWith('ns') || tag.startsWith('nt') || tag === 'nz') return 'PROPN';
  if (tag.startsWith('uj') || tag.startsWith('ul') || tag.startsWith('uz')) return 'PART';
  return CHINESE_TAGS[tag[0] ?? ''] ?? 'X';
}

const CHINESE_TAGS: Readonly<Record<string, string>> = {
  a: 'ADJ',
  b: 'ADJ',
  c: 'CCONJ',
  d: 'ADV',
  e: 'INTJ',
  f: 'NOUN',
  h: 'PART',
  i: 'NOUN',
  j: 'NOUN',
  k: 'PART',
  l: 'NOUN',
  m: 'NUM',
  n: 'NOUN',
  o: 'INTJ',
  p: 'ADP',
  q: 'NOUN',
  r: 'PRON',
  s: 'NOUN',
  t: 'NOUN',
  u: 'PART',
  v: 'VERB',
  y: 'PART',
  z: 'ADJ',
};
