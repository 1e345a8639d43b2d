/** JSON lines: {"text", "intent", "language"?} a line; further keys are ignored, empty lines skipped. */
import { z } from 'zod';
import type { Example } from '../intents/model.ts';
import type { Corpus, CorpusProblem } from './corpus.ts';

const exampleRow = z.object({
  text: z.string('must be text in double quotes'),
  intent: z
    .string('must be the name of an intent in double quotes')
    .trim()
    .min(1, 'is empty; name the intent')
    .max(200),
  language: z.string().max(20).optional(),
});

export function parse(source: string, file: string): Corpus {
  const { rows, problems } = parseRows(source, file, exampleRow);
  return {
    examples: rows.map(({ value: { text, intent, language }, line }) => ({
      text,
      intent,
      ...(language && { language }),
      file,
      line,
    })),
    problems,
  };
}

/** The rows that fit a shape, with their lines (from 1), and the problems of the others. */
export function parseRows<T>(
  source: string,
  file: string,
  shape: z.ZodType<T>,
): { rows: { value: T; line: number }[]; problems: CorpusProblem[] } {
  const rows: { value: T; line: number }[] = [];
  const problems: CorpusProblem[] = [];
  source.split(/\r?\n/).forEach((text, index) => {
    if (text.trim() === '') return;
    const line = index + 1;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      const message = `Not valid JSON: ${(error as Error).message}. Write one object a line.`;
      problems.push({ code: 'corpus.syntax', file, line, message });
      return;
    }
    const parsed = shape.safeParse(value);
    if (parsed.success) rows.push({ value: parsed.data, line });
    else {
      const { path, message } = parsed.error.issues[0]!;
      problems.push({
        code: 'corpus.shape',
        file,
        line,
        message: `${path.join('.') || 'The row'}: ${message}.`,
      });
    }
  });
  return { rows, problems };
}

export function format(examples: readonly Example[]): string {
  return formatRows(
    examples.map(({ text, intent, language }) => ({ text, intent, ...(language && { language }) })),
  );
}

export function formatRows(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
