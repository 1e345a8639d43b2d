/** YAML, or JSON, which is YAML too, with the line of every value. */
import { isNode, LineCounter, type ParseOptions, parseDocument, type SchemaOptions, visit } from 'yaml';
import type { CorpusProblem } from './corpus.ts';

export interface LinedDocument {
  /** Undefined where there are problems. */
  readonly value: unknown;
  readonly problems: readonly CorpusProblem[];
  /** The line (from 1) of the value at a path, or of the nearest around it that is there. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** Aliases are refused: a few lines of them stand for more than memory holds. */
export function readDocument(
  source: string,
  file: string,
  { language = 'YAML', ...options }: { readonly language?: string } & ParseOptions & SchemaOptions = {},
): LinedDocument {
  const lines = new LineCounter();
  const document = parseDocument(source, { ...options, lineCounter: lines });
  const lineAt = (range: readonly number[] | null | undefined) => lines.linePos(range?.[0] ?? 0).line;
  const problems = document.errors.map(({ pos, message }): CorpusProblem => {
    const fault = message.split(/ at line \d+, column \d+/)[0]!;
    return {
      code: 'corpus.syntax',
      file,
      line: lineAt(pos),
      message: `Not valid ${language}: ${/[.!?]$/.test(fault) ? fault : `${fault}.`}`,
    };
  });
  visit(document, {
    Alias(_, { range }) {
      const message = 'Write the value out; aliases (*) are not read.';
      problems.push({ code: 'corpus.shape', file, line: lineAt(range), message });
    },
  });
  return {
    value: problems.length > 0 ? undefined : document.toJS(),
    problems,
    lineOf(path) {
      for (let depth = path.length; depth > 0; depth--) {
        const node = document.getIn(path.slice(0, depth), true);
        if (isNode(node) && node.range) return lineAt(node.range);
      }
      return 1;
    },
  };
}
