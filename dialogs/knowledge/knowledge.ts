import MiniSearch from 'minisearch';
import type { Language, Token } from '../../nlu/understanding.ts';
import type { Passage, Section } from './section.ts';
import { termsOf } from './terms.ts';

type Words = readonly Pick<Token, 'norm' | 'stem'>[];

/** What the shop has written down, to be asked. */
export interface Knowledge {
  readonly sections: readonly Section[];
  /**
   * The section that fits the words of a question best, if any has a word of it. One in the file that is talked of
   * (`topic`, the beginning of its name) goes before one elsewhere that is hardly better.
   */
  find(words: Words, language: Language, topic?: string): Passage | undefined;
}

/** The heading and the words that people ask with say more of a section than its text. */
const BOOST = { title: 2, asked: 2, text: 1 };
const COMPARED = 10;
/** What a word counts that only the text of the section has. */
const IN_TEXT = 0.6;
/** Slips of the keyboard are forgiven in words of this length. */
const FUZZY_FROM = 6;
const FUZZY = 0.2;

/**
 * Sections ranked by BM25+ (Lv and Zhai 2011, as MiniSearch has it) over stems in English, and over words with pairs of
 * characters in Chinese. The confidence is the share of the question's words that the section has, each word weighing
 * its inverse document frequency; a word that no section has weighs most.
 */
export function createKnowledge(sections: readonly Section[], cut: (text: string) => Words): Knowledge {
  const byLanguage = new Map<Language, Index>();
  for (const language of new Set(sections.map((section) => section.language)))
    byLanguage.set(
      language,
      buildIndex(
        sections.filter((section) => section.language === language),
        cut,
      ),
    );
  return { sections, find: (words, language, topic) => byLanguage.get(language)?.(termsOf(words), topic) };
}

const PHRASE_END = /[,，、;；]/u;

type Index = (terms: readonly string[], topic?: string) => Passage | undefined;
/** What is talked of goes before something else, down to this share of its confidence. */
const PREFERRED = 0.75;

function buildIndex(sections: readonly Section[], cut: (text: string) => Words): Index {
  const search = new MiniSearch<Record<'title' | 'asked' | 'text', string> & { id: number }>({
    fields: ['title', 'asked', 'text'],
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
  });
  const frequency = new Map<string, number>();
  const texts: ReadonlySet<string>[] = [];
  const phrases: (readonly (readonly string[])[])[] = [];
  for (const [id, { title, asked, text }] of sections.entries()) {
    const fields = { title: termsOf(cut(title)), asked: termsOf(cut(asked)), text: termsOf(cut(text)) };
    const headwords = new Set([...fields.title, ...fields.asked]);
    phrases.push([title, ...asked.split(PHRASE_END)].map((phrase) => termsOf(cut(phrase))));
    texts.push(new Set(fields.text.filter((term) => !headwords.has(term))));
    for (const term of new Set(Object.values(fields).flat()))
      frequency.set(term, (frequency.get(term) ?? 0) + 1);
    search.add({
      id,
      title: fields.title.join(' '),
      asked: fields.asked.join(' '),
      text: fields.text.join(' '),
    });
  }
  const weight = (term: string): number => {
    const count = frequency.get(term) ?? 0;
    return Math.log(1 + (sections.length - count + 0.5) / (count + 0.5));
  };
  const sum = (terms: readonly string[], share: (term: string) => number) =>
    terms.reduce((total, term) => total + weight(term) * share(term), 0);

  return (terms, topic) => {
    if (terms.length === 0) return undefined;
    const all = sum(terms, () => 1);
    const passages = search
      .search(terms.join(' '), {
        boost: BOOST,
        fuzzy: (term) => (/^[a-z]/.test(term) && term.length >= FUZZY_FROM ? FUZZY : false),
      })
      .slice(0, COMPARED)
      .map(({ id, queryTerms, terms: own }) => {
        const matched = [...new Set(queryTerms)];
        const found = sum(matched, (term) => (texts[id]!.has(term) ? IN_TEXT : 1));
        const hasAll = (phrase: readonly string[]) =>
          phrase.length > 0 && phrase.every((term) => own.includes(term));
        const [title = [], ...asked] = phrases[id]!;
        const isTitled = hasAll(title);
        const whole = [title, ...asked].filter(hasAll);
        const isWhole = whole.length > 0;
        // Two Chinese terms may be one word: pairs of its characters.
        const isPhrase = whole.some((phrase) => phrase.filter((term) => /^[a-z]/.test(term)).length > 1);
        return {
          section: sections[id]!,
          confidence: found / all,
          words: matched.length,
          isTitled,
          isWhole,
          isPhrase,
        };
      });
    const most = Math.max(...passages.map(({ confidence }) => confidence));
    // What a general section has all the words of is a general question.
    const general = passages.find(
      ({ section, confidence }) => section.skill !== undefined && confidence >= most,
    );
    const onTopic = (topic === undefined ? [] : passages).filter(
      ({ section, confidence }) =>
        section.file.startsWith(`${topic}.`) && confidence >= PREFERRED * passages[0]!.confidence,
    );
    const ofTopic = onTopic.find(({ isWhole }) => isWhole) ?? onTopic[0];
    const isElsewhere = ofTopic !== undefined && general?.section.file !== ofTopic.section.file;
    // 安全 alone is asked of one section, and only a part of what is asked of another.
    const whole = passages.find(({ isWhole, confidence }) => isWhole && confidence >= most);
    return isElsewhere ? ofTopic : (general ?? whole ?? passages[0]);
  };
}
