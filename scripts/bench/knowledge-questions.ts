import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Knowledge } from '../../dialogs/knowledge/knowledge.ts';
import { LANGUAGES } from '../../nlu/understanding.ts';

const questionSchema = z.strictObject({
  text: z.string().min(1),
  language: z.enum(LANGUAGES),
  /** `topic#section`, or `none` where the files don't answer it. */
  answer: z.string().min(1),
  /** Thresholds are chosen on the one kind, and measured once on the other. */
  for: z.enum(['choosing', 'reporting']),
});
export type Question = z.infer<typeof questionSchema>;

export const readQuestions = (file: string): readonly Question[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => questionSchema.parse(JSON.parse(line)));

export interface Scored extends Question {
  readonly found: string;
  readonly confidence: number;
}

/** What retrieval alone makes of each question, without any skill. */
export function scoreQuestions(
  questions: readonly Question[],
  knowledge: Knowledge,
  cut: (text: string) => Parameters<Knowledge['find']>[0],
): readonly Scored[] {
  return questions.map((question) => {
    const passage = knowledge.find(cut(question.text), question.language);
    const found = passage ? `${passage.section.file.split('.')[0]}#${passage.section.title}` : 'none';
    return { ...question, found, confidence: passage?.confidence ?? 0 };
  });
}

export interface Accuracy {
  /** Share of the questions that the files answer which get their section. */
  readonly answered: number;
  /** Share of the other questions that get nothing. */
  readonly refused: number;
}

/** With passages below `threshold` withheld. */
export function accuracyAt(scored: readonly Scored[], threshold: number): Accuracy {
  const share = (rows: readonly Scored[], isRight: (row: Scored) => boolean) =>
    rows.filter(isRight).length / rows.length;
  return {
    answered: share(
      scored.filter(({ answer }) => answer !== 'none'),
      ({ answer, found, confidence }) => found === answer && confidence >= threshold,
    ),
    refused: share(
      scored.filter(({ answer }) => answer === 'none'),
      ({ confidence }) => confidence < threshold,
    ),
  };
}
