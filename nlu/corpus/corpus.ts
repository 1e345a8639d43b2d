/** Labelled utterances read from files, and what is wrong with the files. */
import type { Example } from '../intents/model.ts';

/** An example and the line (from 1) of the file it stands on. */
export interface CorpusExample extends Example {
  readonly file: string;
  readonly line: number;
  /** Names of the entities that the file marks in the text; only some formats do. */
  readonly entities?: readonly string[];
}

export interface CorpusProblem {
  readonly code: 'corpus.syntax' | 'corpus.shape' | 'corpus.unreadable' | 'corpus.too-few';
  readonly file: string;
  readonly line: number;
  /** A sentence that says what to do. */
  readonly message: string;
}

export interface Corpus {
  readonly examples: readonly CorpusExample[];
  readonly problems: readonly CorpusProblem[];
}

/** One way to write a corpus down. */
export interface CorpusFormat {
  parse(source: string, file: string): Corpus;
  /** The text of one file that holds the examples; throws a FormatError where the format can't hold them. */
  format(examples: readonly Example[]): string;
}

/** An intent or entity name: letters, digits, dots, dashes, underscores, spaces and slashes, not at the ends. */
export const INTENT_NAME = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._/:?&()'+-]*[\p{L}\p{N})?])?$/u;

/** The texts of each intent, in their order. */
export function byIntent(examples: readonly Example[]): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  for (const { intent, text } of examples) {
    const own = texts.get(intent);
    if (own) own.push(text);
    else texts.set(intent, [text]);
  }
  return texts;
}

/** The examples can't be written in a format; the message says what to do. */
export class FormatError extends Error {
  readonly code = 'corpus.format';
}

export class CorpusError extends Error {
  readonly code = 'corpus.invalid';
  readonly problems: readonly CorpusProblem[];

  constructor(problems: readonly CorpusProblem[]) {
    super(problemLines(problems).join('\n'));
    this.name = 'CorpusError';
    this.problems = problems;
  }
}

/** Shown of a list; a wrong key stands on every line of a file. */
const SHOWN = 20;

/** A line a problem, the first of them. */
export function problemLines(
  problems: readonly Pick<CorpusProblem, 'file' | 'line' | 'message'>[],
): string[] {
  const more = problems.length - SHOWN;
  return [...problems.slice(0, SHOWN).map(formatProblem), ...(more > 0 ? [`and ${more} more.`] : [])];
}

export function formatProblem({
  file,
  line,
  message,
}: Pick<CorpusProblem, 'file' | 'line' | 'message'>): string {
  return `${file}:${line}: ${message}`;
}

export function joinCorpora(corpora: readonly Corpus[]): Corpus {
  return {
    examples: corpora.flatMap((corpus) => corpus.examples),
    problems: corpora.flatMap((corpus) => corpus.problems),
  };
}

/** The examples, or a CorpusError that lists every problem. */
export function examplesOf(corpus: Corpus): readonly CorpusExample[] {
  if (corpus.problems.length > 0) throw new CorpusError(corpus.problems);
  return corpus.examples;
}
