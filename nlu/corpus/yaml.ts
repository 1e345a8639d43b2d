/**
 * Rainmaker's own corpus format: YAML, one file an intent and language.
 *
 *     intent: product.price
 *     language: en
 *     examples:
 *       - how much is the cakestand?
 */
import { stringify } from 'yaml';
import { z } from 'zod';
import type { Example } from '../intents/model.ts';
import { LANGUAGES } from '../understanding.ts';
import { type Corpus, FormatError, INTENT_NAME } from './corpus.ts';
import { readDocument } from './yaml-document.ts';

/** YAML makes something else of a colon, a number or a bracket, and nothing of an empty dash. */
const NO_TEXT = 'must be text; put it in double quotes';

const intentFile = z.strictObject({
  intent: z
    .string('must be a name such as product.price')
    .max(100)
    .regex(INTENT_NAME, 'must be a name such as product.price'),
  language: z.enum(LANGUAGES, `must be one of ${LANGUAGES.join(', ')}, or left out`).optional(),
  examples: z
    .array(
      z.string(NO_TEXT).trim().min(1, 'is empty; write it or remove the line').max(4000),
      'must be a list, one "- text" a line',
    )
    .min(1, 'must hold at least one'),
});

/** "example 2" as a person counts. */
const nameOf = ([field, index]: readonly PropertyKey[]): string =>
  field === undefined ? 'The file' : typeof index === 'number' ? `Example ${index + 1}` : String(field);

export function parse(source: string, file: string): Corpus {
  const { value, problems, lineOf } = readDocument(source, file);
  if (problems.length > 0) return { examples: [], problems };
  const parsed = intentFile.safeParse(value);
  if (!parsed.success) {
    return {
      examples: [],
      problems: parsed.error.issues.map(({ path, message }) => ({
        code: 'corpus.shape',
        file,
        line: lineOf(path),
        message: `${nameOf(path)}: ${message}.`,
      })),
    };
  }
  const { intent, language, examples } = parsed.data;
  return {
    examples: examples.map((text, index) => ({
      text,
      intent,
      ...(language && { language }),
      file,
      line: lineOf(['examples', index]),
    })),
    problems: [],
  };
}

/** The examples must share intent and language, and the intent have a name that `parse` takes. */
export function format(examples: readonly Example[]): string {
  const [first] = examples;
  if (
    !first ||
    examples.some(({ intent, language }) => intent !== first.intent || language !== first.language)
  ) {
    throw new FormatError(
      'One YAML file holds the examples of one intent and one language; name a folder for several.',
    );
  }
  if (!INTENT_NAME.test(first.intent)) {
    throw new FormatError(
      `No YAML file takes the intent ${JSON.stringify(first.intent)}; name it by letters and digits, such as product.price.`,
    );
  }
  return stringify(
    {
      intent: first.intent,
      ...(first.language && { language: first.language }),
      examples: examples.map(({ text }) => text),
    },
    { lineWidth: 0 },
  );
}
