/** What is doubtful in a corpus though its files are well formed. */
import type { CorpusExample } from '../corpus/corpus.ts';
import { NONE } from '../intents/model.ts';
import { foldText } from '../intents/ngrams.ts';
import { guessLanguage } from '../language.ts';
import { crossValidate } from './cross-validate.ts';

export interface Doubt {
  readonly code:
    | 'corpus.contradiction'
    | 'corpus.near-duplicate'
    | 'corpus.duplicate'
    | 'corpus.few-examples'
    | 'corpus.mislabelled'
    | 'corpus.language';
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface ValidateOptions {
  /** Fewer examples of an intent in a language are reported. */
  readonly fewest: number;
  /** Also look for labels that cross-validation doubts; takes several trainings. */
  readonly crossValidate: boolean;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
}

/** Confidence from which a held-out example put elsewhere is called mislabelled. */
const SURE = 0.9;

export function validateCorpus(examples: readonly CorpusExample[], options: ValidateOptions): Doubt[] {
  return [
    ...repetitions(examples),
    ...fewExamples(examples, options.fewest),
    ...wrongLanguage(examples),
    ...(options.crossValidate ? mislabelled(examples, options) : []),
  ];
}

function at({ file, line }: CorpusExample): string {
  return `${file}:${line}`;
}

/** The same words, whatever their order, number, case and punctuation. */
function bagOfWords(text: string): string {
  const words = foldText(text)
    .replace(/\p{N}+/gu, '0')
    .match(/\p{Script=Han}|[\p{L}\p{N}']+/gu) ?? [text];
  return words.sort().join(' ');
}

function repetitions(examples: readonly CorpusExample[]): Doubt[] {
  const byText = new Map<string, CorpusExample>();
  const byWords = new Map<string, CorpusExample>();
  return examples.flatMap((example): Doubt[] => {
    const { text, intent, file, line } = example;
    const same = byText.get(text);
    const similar = byWords.get(bagOfWords(text));
    if (!same) byText.set(text, example);
    if (!similar) byWords.set(bagOfWords(text), example);
    if (same && same.intent !== intent) {
      const message = `"${text}" is also an example of ${same.intent} (${at(same)}); keep it in one intent.`;
      return [{ code: 'corpus.contradiction', file, line, message }];
    }
    if (same) {
      const message = `"${text}" stands here twice (${at(same)}); remove one.`;
      return [{ code: 'corpus.duplicate', file, line, message }];
    }
    if (similar && similar.intent !== intent) {
      const message = `"${text}" has the words of "${similar.text}" of ${similar.intent} (${at(similar)}); check which intent it is.`;
      return [{ code: 'corpus.near-duplicate', file, line, message }];
    }
    return [];
  });
}

function fewExamples(examples: readonly CorpusExample[], fewest: number): Doubt[] {
  const groups = new Map<string, CorpusExample[]>();
  for (const example of examples) {
    const key = `${example.intent} ${example.language ?? ''}`.trim();
    groups.set(key, [...(groups.get(key) ?? []), example]);
  }
  return [...groups]
    .filter(([, members]) => members.length < fewest)
    .map(([name, members]) => ({
      code: 'corpus.few-examples' as const,
      file: members[0]!.file,
      line: members[0]!.line,
      message: `${name} has ${members.length} examples; write at least ${fewest}, as different as people are.`,
    }));
}

function wrongLanguage(examples: readonly CorpusExample[]): Doubt[] {
  return examples.flatMap(({ text, language, file, line }): Doubt[] => {
    if (!language || guessLanguage(text, language) === language) return [];
    const message = `"${text}" looks like another language than ${language}; move it.`;
    return [{ code: 'corpus.language', file, line, message }];
  });
}

function mislabelled(examples: readonly CorpusExample[], options: ValidateOptions): Doubt[] {
  const { seed, onProgress } = options;
  const { predictions } = crossValidate(examples, { folds: 5, seed, ...(onProgress && { onProgress }) });
  return predictions
    .filter((row) => row.intent !== NONE && row.predicted !== row.intent && row.confidence >= SURE)
    .sort((a, b) => b.confidence - a.confidence)
    .map(({ text, intent, predicted, confidence, example: { file, line } }) => ({
      code: 'corpus.mislabelled' as const,
      file,
      line,
      message: `"${text}" is labelled ${intent}, but the other examples say ${predicted} (${Math.round(100 * confidence)} %); check the label.`,
    }));
}
