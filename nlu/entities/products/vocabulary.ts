import { isEnglishWord } from '../../tag.ts';
import type { Token } from '../../understanding.ts';
import { Spelling } from '../spelling.ts';
import { requestWords } from './product-words.ts';

/** A term of the catalogue that a word of a message may stand for, and how surely (0 to 1). */
export interface TermEvidence {
  readonly term: number;
  readonly similarity: number;
}

export interface Vocabulary {
  /** The terms of each name, word by word. */
  readonly terms: readonly (readonly number[])[];
  readonly termCount: number;
  evidence(tokens: readonly Token[], index: number): readonly TermEvidence[];
}

const MISSPELT = 0.8;
/** The last character or two of a Chinese word, which carry its meaning: 灯 for 夜灯. */
const SAME_ENDING = 0.75;
/** Another word of the same stem ("printed" for "print"), or another part of a Chinese word. */
const RELATED = 0.6;

/** Other spellings people use for words of such names. */
const ALIASES = new Map([
  ['tealight', 'tlight'],
  ['tealights', 'tlight'],
  ['xmas', 'christmas'],
  ...'one two three four five six seven eight nine ten'
    .split(' ')
    .map((word, index) => [word, `${index + 1}`] as const),
  ['twelve', '12'],
  ...[...'红绿粉白黑蓝黄紫灰银金橙棕'].map((colour) => [colour, `${colour}色`] as const),
]);

/** Words for the same goods or look, whichever of them a catalogue has. */
const SYNONYMS = new Map(
  [
    ['波点', '圆点', '斑点', '点点'],
    ['爱心', '心形', '心型', '桃心'],
    ['挂饰', '挂件', '吊饰', '挂坠', '吊坠'],
    ['午餐盒', '饭盒', '便当盒', '餐盒'],
    ['午餐袋', '便当袋', '便当包', '饭袋'],
    ['门垫', '地垫', '脚垫', '脚踏垫', '蹭脚垫'],
    ['灯串', '串灯', '彩灯'],
    ['彩旗', '拉旗', '三角旗', '挂旗'],
    ['相框', '像框', '照片框'],
    ['首饰盒', '珠宝盒', '饰品盒'],
    ['暖手宝', '暖手袋', '暖宝宝'],
    ['热水袋', '暖水袋'],
    ['蛋糕架', '点心架', '甜品架', '蛋糕托'],
    ['茶巾', '擦碗布', '擦碗巾'],
    ['收纳盒', '储物盒'],
    ['面包箱', '面包盒'],
    ['创可贴', '邦迪'],
    ['靠垫', '抱枕', '靠枕'],
    ['唇彩', '唇膏'],
    ['阳伞', '遮阳伞'],
    ['纸链', '拉花'],
    ['针线包', '针线盒'],
    ['食谱', '菜谱'],
    ['spot', 'spots', 'spotty', 'spotted', 'dotty', 'polkadot'],
  ].flatMap((group) => group.map((word) => [word, group.filter((other) => other !== word)] as const)),
);

/** The words of the catalogue, and the forms in which messages may hold them. */
export function buildVocabulary(names: readonly (readonly Token[])[]): Vocabulary {
  const numbers = new Map<string, number>();
  const exact = new Map<string, readonly number[]>();
  const related = new Map<string, readonly number[]>();
  const endings = new Map<string, readonly number[]>();
  const addTo = (forms: Map<string, readonly number[]>, form: string, terms: readonly number[]) =>
    forms.set(form, [...new Set([...(forms.get(form) ?? []), ...terms])]);
  const terms = names.map((tokens) =>
    tokens.map((token) => {
      const term = numbers.get(token.stem) ?? numbers.size;
      numbers.set(token.stem, term);
      exact.set(token.norm, [term]);
      addTo(related, token.stem, [term]);
      return term;
    }),
  );
  const spelling = new Spelling([...exact.keys(), ...requestWords()]);
  for (const [entry, tokens] of names.entries()) {
    for (const [index, token] of tokens.entries()) {
      const [term, next] = [terms[entry]![index]!, tokens[index + 1]];
      for (const ending of englishEndings(token.norm)) addTo(endings, ending, [term]);
      if (/^\p{Script=Han}+$/u.test(token.norm)) {
        for (const pair of pairs(token.norm)) addTo(related, pair, [term]);
        for (const ending of [token.norm.slice(-1), token.norm.slice(-2)]) addTo(endings, ending, [term]);
        // 蜡烛|台 holds 烛台.
        if (next?.start === token.end)
          addTo(next.norm.length === 1 ? endings : related, token.norm.slice(-1) + next.norm[0], [
            term,
            terms[entry]![index + 1]!,
          ]);
      }
      if (next === undefined || /\d/.test(token.norm + next.norm)) continue;
      // "t-light" is also written "tlight", "lunch bag" "lunchbag".
      const compound = token.norm + next.norm;
      if (!exact.has(compound)) exact.set(compound, [term, terms[entry]![index + 1]!]);
    }
  }
  return { terms, termCount: numbers.size, evidence: evidenceOf(exact, related, endings, spelling) };
}

function evidenceOf(
  exact: ReadonlyMap<string, readonly number[]>,
  related: ReadonlyMap<string, readonly number[]>,
  endings: ReadonlyMap<string, readonly number[]>,
  spelling: Spelling,
): Vocabulary['evidence'] {
  const named = (form: string) =>
    exact.get(ALIASES.get(form) ?? form) ?? exact.get(singular(form)) ?? exact.get(`${form}s`);
  return (tokens, index) => {
    const token = tokens[index]!;
    const found = new Map<number, number>();
    const add = (terms: readonly number[] | undefined, similarity: number) => {
      for (const term of terms ?? []) found.set(term, Math.max(found.get(term) ?? 0, similarity));
    };
    add(named(token.norm), 1);
    // "cake stand" for "cakestand": both words then stand for the one term.
    for (const [first, second] of [
      [tokens[index - 1], token],
      [token, tokens[index + 1]],
    ]) {
      if (first === undefined || second === undefined || second.start - first.end > 1) continue;
      const joined = named(first.norm + second.norm);
      if (joined?.length === 1) add(joined, 1);
      for (const form of SYNONYMS.get(first.norm + second.norm) ?? []) add(exact.get(form), MISSPELT);
    }
    const isHan = /\p{Script=Han}/u.test(token.norm);
    if (found.size === 0 && !isHan)
      add(endings.get(singular(token.norm)) ?? endings.get(token.stem), SAME_ENDING);
    // What a catalogue calls 圆点 goes before what it calls 波点, where it has both.
    const likeness = found.size > 0 ? RELATED : MISSPELT;
    for (const form of SYNONYMS.get(token.norm) ?? []) add(exact.get(form), likeness);
    // 袋 is a word of one name, but also what remains of 购物袋 in another.
    if (found.size > 0 && !(isHan && token.norm.length === 1 && token.tag === 'NOUN'))
      return toEvidence(found);
    add(related.get(token.stem), RELATED);
    if (isHan) {
      const core = token.norm.replace(/(?<=.)[子儿]$/u, '');
      if (core.length > 1 || /^(?:NOUN|PROPN)$/.test(token.tag ?? '')) add(endings.get(core), SAME_ENDING);
      // Chinese is cut differently in other company, so pairs of characters count too.
      for (const pair of pairs(core)) add(related.get(pair), RELATED);
    }
    if (found.size === 0 && ![token.norm, singular(token.norm)].some(isEnglishWord)) {
      const nearest = spelling.nearest(token.norm);
      if (nearest.every((form) => exact.has(form)))
        for (const form of nearest) add(exact.get(form), MISSPELT);
    }
    return toEvidence(found);
  };
}

/** English words on which a longer one ends: "spot" for "retrospot", as 灯 for 夜灯. */
function englishEndings(word: string): readonly string[] {
  if (!/^[a-z]{7,20}$/.test(word)) return [];
  const endings = Array.from({ length: word.length - 6 }, (_, at) => word.slice(at + 3));
  return endings.filter((ending) => ending.length >= 4 && isEnglishWord(ending));
}

function toEvidence(found: ReadonlyMap<number, number>): TermEvidence[] {
  return Array.from(found, ([term, similarity]) => ({ term, similarity }));
}

function singular(form: string): string {
  if (!form.endsWith('s')) return form;
  if (form.endsWith('ies')) return `${form.slice(0, -3)}y`;
  return /(?:s|x|ch|sh)es$/.test(form) ? form.slice(0, -2) : form.replace(/(?<=[a-z]{2})s$/, '');
}

function pairs(word: string): string[] {
  return Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
}
