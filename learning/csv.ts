/** A fault in what came from outside: its code, and a sentence that names file and line where there are any. */
export class DataError extends Error {
  constructor(
    readonly code:
      | 'file.unreadable'
      | 'file.unwritable'
      | 'csv.syntax'
      | 'csv.width'
      | 'csv.empty'
      | 'column.missing'
      | 'cell.kind'
      | 'target.unusable'
      | 'data.too-few'
      | 'model.unknown',
    readonly reason: string,
    /** Counts from 1. */
    readonly line?: number,
    readonly file?: string,
  ) {
    const place = [file, line === undefined ? undefined : `line ${line}`].filter(
      (part) => part !== undefined,
    );
    super([...(place.length > 0 ? [place.join(' ')] : []), reason].join(': '));
  }

  /** The same fault, known to be in that file. */
  in(file: string): DataError {
    return new DataError(this.code, this.reason, this.line, file);
  }
}

export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export type Separator = ',' | ';' | '\t' | '|';

export interface CsvFile {
  readonly header: readonly string[];
  readonly separator: Separator;
  readonly rows: readonly CsvRow[];
}

/** A whole text at once; see `CsvReader`. */
export function parseCsv(text: string): CsvFile {
  const reader = new CsvReader();
  const rows = [...reader.rows(text, true)];
  return { header: reader.header, separator: reader.separator, rows };
}

/** A record is not longer than this: what is, has a quote that was never closed. */
const LONGEST_RECORD = 10_000_000;

/**
 * Reads CSV (RFC 4180) with a header, piece by piece, so that a file of any size fits; the separator is the comma,
 * semicolon, tab or bar that the header has most of. A column without a name is called by its number. Empty lines are skipped. Throws `DataError` with the line of a quote
 * left open or a row of another width.
 */
export class CsvReader {
  #pending = '';
  #line = 1;
  #separator: Separator | undefined;
  #header: readonly string[] | undefined;

  /** Of a file whose end was read. */
  get header(): readonly string[] {
    if (!this.#header)
      throw new DataError('csv.empty', 'the file is empty; its first line must name the columns');
    return this.#header;
  }

  get separator(): Separator {
    return this.#separator ?? ',';
  }

  /** The rows that end in the next piece of the text. */
  *rows(piece: string, isLast: boolean): Generator<CsvRow> {
    const text = this.#pending + piece;
    const isStart = this.#separator === undefined;
    let position = isStart && text.startsWith('\ufeff') ? 1 : 0;
    if (isStart) {
      const end = text.indexOf('\n');
      if (end < 0 && !isLast) {
        this.#pending = text;
        return;
      }
      this.#separator = separatorOf(text.slice(position, end < 0 ? text.length : end));
    }
    while (position < text.length) {
      const record = recordAt(text, position, { line: this.#line, separator: this.separator, isLast });
      if (!record) break;
      const { cells, end, newlines } = record;
      const line = this.#line;
      position = end;
      this.#line += newlines;
      if (cells.length > 1 || cells[0] !== '') {
        if (!this.#header) this.#header = namesOf(cells);
        else yield checkedRow({ line, cells }, this.#header.length);
      }
    }
    this.#pending = text.slice(position);
    if (this.#pending.length > LONGEST_RECORD) throw openQuote(this.#line);
    if (isLast) this.header;
  }
}

function separatorOf(firstLine: string): Separator {
  return ([',', ';', '\t', '|'] as const).reduce((best, candidate) =>
    firstLine.split(candidate).length > firstLine.split(best).length ? candidate : best,
  );
}

function namesOf(cells: readonly string[]): string[] {
  const names = cells.map((name, index) => name.trim() || `column ${index + 1}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new DataError('csv.syntax', `two columns are named "${twice}"; rename one`, 1);
  return names;
}

function checkedRow(row: CsvRow, width: number): CsvRow {
  const { cells, line } = row;
  if (cells.length !== width)
    throw new DataError('csv.width', `${cells.length} cells where the header has ${width}`, line);
  return row;
}

interface Reading {
  /** Of the record's start. */
  readonly line: number;
  readonly separator: Separator;
  /** Whether nothing follows the text. */
  readonly isLast: boolean;
}

interface FoundRecord {
  readonly cells: string[];
  readonly end: number;
  readonly newlines: number;
}

/** The record that begins at a position; undefined where more text may belong to it. */
function recordAt(
  text: string,
  start: number,
  { line, separator, isLast }: Reading,
): FoundRecord | undefined {
  const cells: string[] = [];
  let position = start;
  let newlines = 0;
  for (;;) {
    const cell = text[position] === '"' ? quotedCell(text, position) : plainCell(text, position, separator);
    if (!cell && isLast) throw openQuote(line);
    if (!cell || (cell.end === text.length && !isLast)) return undefined;
    newlines += cell.newlines;
    cells.push(cell.value);
    position = cell.end;
    if (text[position] !== separator) break;
    position++;
  }
  const next = text[position];
  if (next !== undefined && next !== '\n' && next !== '\r')
    throw new DataError(
      'csv.syntax',
      'text after a closing quote; write a quote inside a cell twice',
      line + newlines,
    );
  if (next === '\r' && position + 1 === text.length && !isLast) return undefined;
  const end = position + (text.startsWith('\r\n', position) ? 2 : 1);
  return { cells, end, newlines: newlines + 1 };
}

const openQuote = (line: number): DataError =>
  new DataError('csv.syntax', 'a quote is opened and never closed', line);

interface Cell {
  readonly value: string;
  readonly end: number;
  readonly newlines: number;
}

function plainCell(text: string, start: number, separator: string): Cell {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++;
  return { value: text.slice(start, end), end, newlines: 0 };
}

/** Undefined where no quote closes it. */
function quotedCell(text: string, start: number): Cell | undefined {
  let end = start + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end < 0) return undefined;
    if (text[end + 1] !== '"') break;
    end += 2;
  }
  const raw = text.slice(start + 1, end);
  return { value: raw.replaceAll('""', '"'), end: end + 1, newlines: raw.split('\n').length - 1 };
}
