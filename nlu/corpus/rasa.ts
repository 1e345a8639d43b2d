/**
 * Rasa's `nlu.yml` (version 3): the intents with their examples as Markdown-like lists in block scalars. Entity marks
 * such as [Berlin](city) or [Berlin]{"entity": "city"} are read as the plain words. Lookups, synonyms and regexes
 * teach no intent and are not read.
 */
import { isScalar, LineCounter, parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import type { Example } from '../intents/model.ts';
import type { Corpus, CorpusExample, CorpusProblem } from './corpus.ts';

const rasaFile = z.object({
  nlu: z.array(z.object({ intent: z.string().min(1).optional(), examples: z.string().optional() })),
});

const ENTITY = /\[([^\][]+)\](?:\(([^)]*)\)|(\{[^}]*\}))/g;

/** Rasa's usual name for what no intent covers. */
const RASA_NONE = 'nlu_fallback';

export function parse(source: string, file: string): Corpus {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const problem = (code: CorpusProblem['code'], offset: number, message: string): CorpusProblem => ({
    code,
    file,
    line: lines.linePos(offset).line,
    message,
  });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) =>
      problem('corpus.syntax', pos[0], `Not valid YAML: ${message.split('\n')[0]}`),
    );
    return { examples: [], problems };
  }
  const offsetOf = (path: readonly PropertyKey[]): number => {
    const node = document.getIn(path, true);
    return isScalar(node) ? (node.range?.[0] ?? 0) : 0;
  };
  const parsed = rasaFile.safeParse(document.toJS());
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) =>
      problem('corpus.shape', offsetOf(path), `${path.join('.') || 'The file'}: ${message}.`),
    );
    return { examples: [], problems };
  }
  const examples: CorpusExample[] = [];
  const problems: CorpusProblem[] = [];
  parsed.data.nlu.forEach(({ intent, examples: block }, index) => {
    if (intent === undefined || block === undefined) return;
    const offset = offsetOf(['nlu', index, 'examples']);
    // The lines of a block scalar follow the line of its sign, |.
    const first = lines.linePos(offset).line + (source[offset] === '|' || source[offset] === '>' ? 1 : 0);
    block.split('\n').forEach((row, at) => {
      if (row.trim() === '') return;
      const item = /^\s*-\s+(.*\S)\s*$/.exec(row);
      if (!item) {
        const message = `An example of ${intent} must start with "- ".`;
        problems.push({ code: 'corpus.shape', file, line: first + at, message });
        return;
      }
      const name = intent === RASA_NONE ? 'none' : intent;
      const entities = [...item[1]!.matchAll(ENTITY)].map(([, , short, long]) => entityName(short, long));
      examples.push({
        text: item[1]!.replace(ENTITY, '$1'),
        intent: name,
        ...(entities.length > 0 && { entities }),
        file,
        line: first + at,
      });
    });
  });
  return { examples, problems };
}

/** Of [Berlin](city), the older [Berlin](city:value), or [Berlin]{"entity": "city"}. */
function entityName(short: string | undefined, long: string | undefined): string {
  if (short !== undefined) return short.split(':')[0]!.trim();
  return /"entity"\s*:\s*"([^"]*)"/.exec(long ?? '')?.[1] ?? '';
}

export function format(examples: readonly Example[]): string {
  const byIntent = new Map<string, string[]>();
  for (const { intent, text } of examples) byIntent.set(intent, [...(byIntent.get(intent) ?? []), text]);
  const nlu = [...byIntent].map(([intent, texts]) => ({
    intent: intent === 'none' ? RASA_NONE : intent,
    examples: texts.map((text) => `- ${text.replace(/\s+/g, ' ').trim()}\n`).join(''),
  }));
  return stringify({ version: '3.1', nlu }, { lineWidth: 0, blockQuote: 'literal' });
}
