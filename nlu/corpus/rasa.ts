/**
 * Rasa's `nlu.yml` (version 3): the intents with their examples as Markdown-like lists in block scalars. Entity marks
 * such as [Berlin](city) or [Berlin]{"entity": "city"} are read as the plain words. Lookups, synonyms and regexes
 * teach no intent and are not read.
 */
import { stringify } from 'yaml';
import { z } from 'zod';
import type { Example } from '../intents/model.ts';
import { byIntent, type Corpus, type CorpusExample, type CorpusProblem } from './corpus.ts';
import { readDocument } from './yaml-document.ts';

const rasaFile = z.object({
  nlu: z.array(
    z.object({
      intent: z.string().min(1).optional(),
      // A list where the examples have metadata.
      examples: z.union([z.string(), z.array(z.object({ text: z.string().trim().min(1) }))]).optional(),
    }),
  ),
});

/** The sign of a block scalar, with its modifiers, ends the line. */
const BLOCK = /[|>][-+\d]*\s*(?:#.*)?$/;
const ENTITY = /\[([^\][]+)\](?:\(([^)]*)\)|(\{[^}]*\}))/g;

/** Rasa's usual name for what no intent covers. */
const RASA_NONE = 'nlu_fallback';

export function parse(source: string, file: string): Corpus {
  const { value, problems: faults, lineOf } = readDocument(source, file);
  if (faults.length > 0) return { examples: [], problems: faults };
  const parsed = rasaFile.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }): CorpusProblem => ({
        code: 'corpus.shape',
        file,
        line: lineOf(path),
        message: `${path.join('.') || 'The file'}: ${message}.`,
      }),
    );
    return { examples: [], problems };
  }
  const rows = source.split('\n');
  const examples: CorpusExample[] = [];
  const problems: CorpusProblem[] = [];
  parsed.data.nlu.forEach(({ intent, examples: written }, index) => {
    if (intent === undefined || written === undefined) return;
    const path = ['nlu', index, 'examples'];
    if (typeof written !== 'string') {
      written.forEach(({ text }, at) => {
        examples.push(exampleOf(text, intent, file, lineOf([...path, at, 'text'])));
      });
      return;
    }
    // The lines of a block scalar follow the line of its sign, |.
    const line = lineOf(path);
    const first = BLOCK.test(rows[line - 1]!) ? line + 1 : line;
    written.split('\n').forEach((row, at) => {
      if (row.trim() === '') return;
      const item = /^\s*-\s+(.*\S)\s*$/.exec(row);
      if (item) {
        examples.push(exampleOf(item[1]!, intent, file, first + at));
        return;
      }
      const message = `An example of ${intent} must start with "- ".`;
      problems.push({ code: 'corpus.shape', file, line: first + at, message });
    });
  });
  return { examples, problems };
}

function exampleOf(marked: string, intent: string, file: string, line: number): CorpusExample {
  const entities = [...marked.matchAll(ENTITY)].map(([, , short, long]) => entityName(short, long));
  return {
    text: marked.replace(ENTITY, '$1'),
    intent: intent === RASA_NONE ? 'none' : intent,
    ...(entities.length > 0 && { entities }),
    file,
    line,
  };
}

/** Of [Berlin](city), the older [Berlin](city:value), or [Berlin]{"entity": "city"}. */
function entityName(short: string | undefined, long: string | undefined): string {
  if (short !== undefined) return short.split(':')[0]!.trim();
  return /"entity"\s*:\s*"([^"]*)"/.exec(long ?? '')?.[1] ?? '';
}

export function format(examples: readonly Example[]): string {
  const nlu = [...byIntent(examples)].map(([intent, texts]) => ({
    intent: intent === 'none' ? RASA_NONE : intent,
    examples: texts.map((text) => `- ${text.replace(/\s+/g, ' ').trim()}\n`).join(''),
  }));
  return stringify({ version: '3.1', nlu }, { lineWidth: 0, blockQuote: 'literal' });
}
