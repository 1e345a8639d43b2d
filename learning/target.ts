import { type CsvFile, DataError } from './csv.ts';
import { isDate, isMissing, type Notation, nearestNotationOf, notationOf, numberIn } from './notation.ts';
import { cellsOf } from './schema.ts';
import type { Task } from './table.ts';

/** How the cells of the target column are read. */
export type TargetSchema =
  | { readonly task: 'regression'; readonly name: string; readonly notation: Notation }
  /** `positive` is label 1. */
  | {
      readonly task: 'classification';
      readonly name: string;
      readonly negative: string;
      readonly positive: string;
    };

/**
 * Two values are labels, the greater of the two (as numbers, else as texts: "yes" over "no") being label 1;
 * more numbers are something to estimate. Throws `DataError` where the column is neither.
 */
export function inferTarget(file: CsvFile, name: string): TargetSchema {
  const cells = cellsOf(file, name).map((cell) => cell.trim());
  const distinct = [...new Set(cells.filter((cell) => !isMissing(cell)))];
  const notation = notationOf(distinct, file.separator);
  if (distinct.length === 2) {
    const [a, b] = distinct as [string, string];
    const greater = notation ? numberIn(a, notation)! > numberIn(b, notation)! : a > b;
    const task: Task = 'classification';
    return { task, name, negative: greater ? b : a, positive: greater ? a : b };
  }
  if (distinct.length > 2 && notation) {
    if (isDate(notation))
      throw new DataError(
        'target.unusable',
        `column "${name}" holds dates; write days, such as those until then`,
      );
    return { task: 'regression', name, notation };
  }
  if (distinct.length < 2)
    throw new DataError(
      'target.unusable',
      `column "${name}" holds ${distinct.length === 0 ? 'nothing' : `only "${distinct[0]!.slice(0, 40)}"`}: there is nothing to learn`,
    );
  const { others } = nearestNotationOf(distinct);
  if (2 * others.length < distinct.length) {
    // Where all are numbers, it is a decimal comma between commas that is none.
    const odd = distinct[others[0] ?? distinct.findIndex((cell) => cell.includes(','))]!;
    const first = cells.indexOf(odd);
    throw new DataError(
      'target.unusable',
      `"${odd.slice(0, 40)}" in target column "${name}", whose other cells are numbers; empty it, or write a number (with a decimal point where commas part the cells)`,
      file.rows[first]!.line,
    );
  }
  const shown = distinct.slice(0, TEXTS_SHOWN).map((text) => `"${text.slice(0, 40)}"`);
  throw new DataError(
    'target.unusable',
    `column "${name}" holds ${distinct.length} different texts, ${shown.join(', ')}${distinct.length > TEXTS_SHOWN ? ' and so on' : ''}; more than two classes are not told apart: make it a column of two, such as this class or another, or of numbers`,
  );
}

const TEXTS_SHOWN = 4;

/** The target of each row: 0 or 1, or a number; NaN where the cell is empty. */
export function targetOf(file: CsvFile, schema: TargetSchema): Float64Array {
  const cells = cellsOf(file, schema.name);
  return Float64Array.from(cells, (text, index) => {
    const cell = text.trim();
    if (isMissing(cell)) return Number.NaN;
    if (schema.task === 'classification') {
      if (cell === schema.positive) return 1;
      if (cell === schema.negative) return 0;
    } else {
      const value = numberIn(cell, schema.notation);
      if (value !== undefined && Math.abs(value) > LARGEST)
        throw new DataError(
          'target.unusable',
          `"${cell.slice(0, 40)}" in target column "${schema.name}" is beyond ${LARGEST}: no quantity is, so look for a fault`,
          file.rows[index]!.line,
        );
      if (value !== undefined) return value;
    }
    const expected =
      schema.task === 'regression' ? 'a number' : `"${schema.negative}" or "${schema.positive}"`;
    throw new DataError(
      'cell.kind',
      `"${cell.slice(0, 40)}" in target column "${schema.name}", expected ${expected}`,
      file.rows[index]!.line,
    );
  });
}

/** Squares of larger errors would overflow. */
const LARGEST = 1e100;
const MOST_CLASSES = 10;

/** Says that numbers of which there are few, and all whole, are not taken for classes. */
export function targetNotes(target: Float64Array, { task, name }: TargetSchema): string[] {
  const distinct = new Set(target.filter((value) => !Number.isNaN(value)));
  if (task === 'classification' || distinct.size > MOST_CLASSES || ![...distinct].every(Number.isInteger))
    return [];
  return [
    `target column "${name}" holds ${distinct.size} whole numbers, which are estimated as amounts: if they name classes, make it a column of two, such as this class or another`,
  ];
}
