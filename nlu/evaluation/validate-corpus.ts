/** What is doubtful in a corpus though its files are well formed. */
import type { CorpusExample } from '../corpus/corpus.ts';
import { NONE } from '../intents/model.ts';
import { foldText } from '../intents/ngrams.ts';
import { guessLanguage } from '../language.ts';
import { ENTITY_KINDS } from '../understanding.ts';
import { nearDuplicates } from './near-duplicates.ts';

export interface Doubt {
  readonly code:
    | 'corpus.contradiction'
    | 'corpus.near-duplicate'
    | 'corpus.duplicate'
    | 'corpus.blank'
    | 'corpus.few-examples'
    | 'corpus.mislabelled'
    | 'corpus.language'
    | 'corpus.unknown-entity'
    | 'corpus.golden'
    | 'corpus.no-examples';
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** An intent that the bot has an answer for, and where that stands. */
export interface AnsweredIntent {
  readonly intent: string;
  readonly file: string;
  readonly line: number;
}

export interface ValidateOptions {
  /** Fewer examples of an intent in a language are reported. */
  readonly fewest: number;
  /** Each needs examples; none unless given. */
  readonly answered?: readonly AnsweredIntent[];
  /** Then labels that they doubt are reported too. */
  readonly predictions?: readonly HeldOutExample[];
}

/** An example, and what a model that never saw it takes it for. */
export interface HeldOutExample {
  readonly example: CorpusExample;
  readonly predicted: string;
  /** 0 to 1. */
  readonly confidence: number;
}

/** Confidence from which a held-out example put elsewhere is called mislabelled. */
const SURE = 0.9;

export function validateCorpus(all: readonly CorpusExample[], options: ValidateOptions): Doubt[] {
  const examples = all.filter(({ text }) => text.trim() !== '');
  return [
    ...blank(all),
    ...repetitions(examples),
    ...likenesses(examples),
    ...fewExamples(examples, options.fewest),
    ...wrongLanguage(examples),
    ...unknownEntities(examples),
    ...withoutExamples(examples, options.answered ?? []),
    ...mislabelled(options.predictions ?? []),
  ];
}

/** "1 example", "2 examples". */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

function blank(examples: readonly CorpusExample[]): Doubt[] {
  return examples
    .filter(({ text }) => text.trim() === '')
    .map(({ intent, file, line }) => ({
      code: 'corpus.blank',
      file,
      line,
      message: `An example of ${intent} has no text; write it or remove the line.`,
    }));
}

function at({ file, line }: CorpusExample): string {
  return `${file}:${line}`;
}

/** The same words, whatever their order, number, case and punctuation; numbers and signs alone are what they are. */
function bagOfWords(text: string): string {
  if (!/\p{L}/u.test(text)) return text;
  const words = foldText(text)
    .replace(/\p{N}+/gu, '0')
    .match(/\p{Script=Han}|[\p{L}\p{N}']+/gu) ?? [text];
  return words.sort().join(' ');
}

function repetitions(examples: readonly CorpusExample[]): Doubt[] {
  const byText = new Map<string, CorpusExample>();
  return examples.flatMap((example): Doubt[] => {
    const { text, intent, file, line } = example;
    const folded = foldText(text).trim();
    const same = byText.get(folded);
    if (!same) byText.set(folded, example);
    if (same && same.intent !== intent) {
      const message = `"${text}" is also an example of ${same.intent} (${at(same)}); keep it in one intent.`;
      return [{ code: 'corpus.contradiction', file, line, message }];
    }
    if (same?.text === text) {
      const message = `"${text}" stands here twice (${at(same)}); remove one.`;
      return [{ code: 'corpus.duplicate', file, line, message }];
    }
    return [];
  });
}

/** Share of character n-grams from which texts of two intents are called nearly the same. */
const LIKE = 0.75;

/** Texts of different intents that share nearly all their words, in any order, or nearly all their letters. */
function likenesses(examples: readonly CorpusExample[]): Doubt[] {
  const byWords = new Map<string, CorpusExample>();
  const doubtOf = (example: CorpusExample, other: CorpusExample, what: string): Doubt => ({
    code: 'corpus.near-duplicate',
    file: example.file,
    line: example.line,
    message: `"${example.text}" ${what} "${other.text}" of ${other.intent} (${at(other)}); check which intent it is.`,
  });
  const areOfTwoIntents = (a: CorpusExample, b: CorpusExample) =>
    a.intent !== b.intent && foldText(a.text).trim() !== foldText(b.text).trim();
  const found = new Map<CorpusExample, Doubt>();
  for (const example of examples) {
    const words = bagOfWords(example.text);
    const other = byWords.get(words);
    if (!other) byWords.set(words, example);
    else if (areOfTwoIntents(example, other)) found.set(example, doubtOf(example, other, 'has the words of'));
  }
  const texts = examples.map(({ text }) => text);
  const alike = nearDuplicates(texts, LIKE, (a, b) => areOfTwoIntents(examples[a]!, examples[b]!));
  for (const { first, second, likeness } of alike) {
    const [other, example] = [examples[first]!, examples[second]!];
    if (!found.has(example))
      found.set(example, doubtOf(example, other, `is ${Math.round(100 * likeness)} % the same as`));
  }
  return [...found.values()];
}

function fewExamples(examples: readonly CorpusExample[], fewest: number): Doubt[] {
  const groups = new Map<string, CorpusExample[]>();
  for (const example of examples) {
    const key = example.language ? `${example.intent} in ${example.language}` : example.intent;
    groups.set(key, [...(groups.get(key) ?? []), example]);
  }
  return [...groups]
    .filter(([, members]) => members.length < fewest)
    .map(([name, members]) => ({
      code: 'corpus.few-examples' as const,
      file: members[0]!.file,
      line: members[0]!.line,
      message: `${name} has ${counted(members.length, 'example')}; write at least ${fewest}, as different as people are.`,
    }));
}

function wrongLanguage(examples: readonly CorpusExample[]): Doubt[] {
  return examples.flatMap(({ text, language, file, line }): Doubt[] => {
    if (!language || guessLanguage(text, language) === language) return [];
    // Chinese messages are full of foreign names and words.
    if (language === 'zh' && /\p{Script=Han}/u.test(text)) return [];
    const message = `"${text}" looks like another language than ${language}; move it.`;
    return [{ code: 'corpus.language', file, line, message }];
  });
}

function unknownEntities(examples: readonly CorpusExample[]): Doubt[] {
  return examples.flatMap(({ text, entities = [], file, line }) =>
    entities
      .filter((name) => !ENTITY_KINDS.includes(name))
      .map((name) => ({
        code: 'corpus.unknown-entity' as const,
        file,
        line,
        message: `"${text}" marks the entity ${name}, which is not recognised; known are ${ENTITY_KINDS.join(', ')}.`,
      })),
  );
}

function withoutExamples(examples: readonly CorpusExample[], answered: readonly AnsweredIntent[]): Doubt[] {
  const known = new Set(examples.map(({ intent }) => intent));
  return answered
    .filter(({ intent }) => !known.has(intent))
    .map(({ intent, file, line }) => ({
      code: 'corpus.no-examples',
      file,
      line,
      message: `There is an answer for ${intent}, but the corpus has no example of it; write some, or remove the answer.`,
    }));
}

function mislabelled(predictions: readonly HeldOutExample[]): Doubt[] {
  return predictions
    .filter(({ example, confidence }) => example.intent !== NONE && confidence >= SURE)
    .filter(({ example, predicted }) => predicted !== example.intent)
    .sort((a, b) => b.confidence - a.confidence)
    .map(({ predicted, confidence, example: { text, intent, file, line } }) => ({
      code: 'corpus.mislabelled' as const,
      file,
      line,
      message: `"${text}" is labelled ${intent}, but the other examples say ${predicted} (${Math.round(100 * confidence)} %); check the label.`,
    }));
}
