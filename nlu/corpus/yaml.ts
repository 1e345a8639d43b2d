/**
 * Rainmaker's own corpus format: YAML, one file an intent and language.
 *
 *     intent: product.price
 *     language: en
 *     examples:
 *       - how much is the cakestand?
 */
import { isScalar, isSeq, LineCounter, parseDocument, stringify, visit } from 'yaml';
import { z } from 'zod';
import type { Example } from '../intents/model.ts';
import { LANGUAGES } from '../understanding.ts';
import { type Corpus, type CorpusProblem, FormatError, INTENT_NAME } from './corpus.ts';

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
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const problem = (code: CorpusProblem['code'], offset: number, message: string): CorpusProblem => ({
    code,
    file,
    line: lines.linePos(offset).line,
    message,
  });
  const problems = document.errors.map((error) =>
    problem(
      'corpus.syntax',
      error.pos[0],
      `Not valid YAML: ${error.message.split(/ at line \d+, column \d+/)[0]}.`,
    ),
  );
  visit(document, {
    Alias(_, { range }) {
      problems.push(
        problem('corpus.shape', range?.[0] ?? 0, 'Write the value out; aliases (*) are not read.'),
      );
    },
  });
  if (problems.length > 0) return { examples: [], problems };
  const offsetOf = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth > 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true);
      if (isScalar(node) || isSeq(node)) return node.range?.[0] ?? 0;
    }
    return 0;
  };
  const parsed = intentFile.safeParse(document.toJS());
  if (!parsed.success) {
    return {
      examples: [],
      problems: parsed.error.issues.map(({ path, message }) =>
        problem('corpus.shape', offsetOf(path), `${nameOf(path)}: ${message}.`),
      ),
    };
  }
  const { intent, language, examples } = parsed.data;
  return {
    examples: examples.map((text, index) => ({
      text,
      intent,
      ...(language && { language }),
      file,
      line: lines.linePos(offsetOf(['examples', index])).line,
    })),
    problems: [],
  };
}

/** The examples must share intent and language. */
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
  return stringify(
    {
      intent: first.intent,
      ...(first.language && { language: first.language }),
      examples: examples.map(({ text }) => text),
    },
    { lineWidth: 0 },
  );
}
