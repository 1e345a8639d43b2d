/** JSON lines: {"text", "intent", "language"?} a line; further keys are ignored, empty lines skipped. */
import { z } from 'zod';
import type { Example } from '../intents/model.ts';
import type { Corpus, CorpusExample, CorpusProblem } from './corpus.ts';

const row = z.object({
  text: z.string(),
  intent: z.string().min(1).max(200),
  language: z.string().max(20).optional(),
});

export function parse(source: string, file: string): Corpus {
  const examples: CorpusExample[] = [];
  const problems: CorpusProblem[] = [];
  source.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '') return;
    const at = { file, line: index + 1 };
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      problems.push({
        code: 'corpus.syntax',
        ...at,
        message: `Not valid JSON: ${(error as Error).message}.`,
      });
      return;
    }
    const parsed = row.safeParse(value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      problems.push({
        code: 'corpus.shape',
        ...at,
        message: `${issue.path.join('.') || 'The row'}: ${issue.message}. Write {"text": "...", "intent": "..."}.`,
      });
      return;
    }
    const { text, intent, language } = parsed.data;
    examples.push({ text, intent, ...(language && { language }), ...at });
  });
  return { examples, problems };
}

export function format(examples: readonly Example[]): string {
  return examples
    .map(
      ({ text, intent, language }) => `${JSON.stringify({ text, intent, ...(language && { language }) })}\n`,
    )
    .join('');
}
