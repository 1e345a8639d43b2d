/** The corpus file of nlp.js: {"name", "locale", "data": [{"intent", "utterances": [...]}]}; answers are not read. */
import { z } from 'zod';
import type { Example } from '../intents/model.ts';
import { byIntent, type Corpus, FormatError } from './corpus.ts';
import { readDocument } from './yaml-document.ts';

/** nlp.js's name for `none`. */
const NLPJS_NONE = 'None';

/** Entities stand in utterances as @name, before version 4 as %name%. */
const ENTITY = /(?<![\p{L}\p{N}.])@([\p{L}_][\p{L}\p{N}_]*)|%([\p{L}_][\p{L}\p{N}_]*)%/gu;

const corpusFile = z.object(
  {
    locale: z.string().min(2).optional(),
    data: z.array(
      z.object({ intent: z.string().min(1), utterances: z.array(z.string()).default([]) }),
      'must be a list of {"intent", "utterances"}',
    ),
  },
  'must be an nlp.js corpus, {"data": …}; rows {"text", "intent"} go into a .jsonl file, one a line',
);

export function parse(source: string, file: string): Corpus {
  const { value, problems, lineOf } = readDocument(source, file, { language: 'JSON', schema: 'json' });
  if (problems.length > 0) return { examples: [], problems: problems.slice(0, 1) };
  const parsed = corpusFile.safeParse(value);
  if (!parsed.success) {
    return {
      examples: [],
      problems: parsed.error.issues.map(({ path, message }) => ({
        code: 'corpus.shape',
        file,
        line: lineOf(path),
        message: `${path.join('.') || 'The file'}: ${message}.`,
      })),
    };
  }
  const { locale, data } = parsed.data;
  const language = locale?.slice(0, 2).toLowerCase();
  return {
    examples: data.flatMap(({ intent, utterances }, i) =>
      utterances.map((text, j) => {
        const entities = [...text.matchAll(ENTITY)].map(([, name, old]) => name ?? old!);
        return {
          text,
          intent: intent === NLPJS_NONE ? 'none' : intent,
          ...(language && { language }),
          ...(entities.length > 0 && { entities }),
          file,
          line: lineOf(['data', i, 'utterances', j]),
        };
      }),
    ),
    problems: [],
  };
}

/** The examples must share a language; throws a FormatError otherwise. */
export function format(examples: readonly Example[]): string {
  const languages = new Set(examples.map((example) => example.language));
  if (languages.size > 1)
    throw new FormatError(
      `A corpus of nlp.js holds the examples of one language; take one of ${[...languages].join(', ')} with --language.`,
    );
  const [language] = languages;
  const corpus = {
    name: 'Rainmaker',
    ...(language && { locale: language }),
    data: [...byIntent(examples)].map(([intent, utterances]) => ({
      intent: intent === 'none' ? NLPJS_NONE : intent,
      utterances,
    })),
  };
  return `${JSON.stringify(corpus, null, 2)}\n`;
}
