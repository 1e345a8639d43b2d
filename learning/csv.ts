/** A fault in what came from outside: its code, and a sentence that names file and line where there are any. */
export class DataError extends Error {
  constructor(
    readonly code:
      | 'file.unreadable'
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

export interface CsvFile {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

/**
 * Reads CSV (RFC 4180) with a header; the separator is the comma, semicolon or tab that the header has most of.
 * Empty lines are skipped. Throws `DataError` with the line of a quote left open or a row of another width.
 */
export function parseCsv(text: string): CsvFile {
  const content = text.startsWith('\ufeff') ? text.slice(1) : text;
  const firstLine = content.slice(0, `${content}\n`.indexOf('\n'));
  const separator = [',', ';', '\t'].reduce((best, candidate) =>
    firstLine.split(candidate).length > firstLine.split(best).length ? candidate : best,
  );
  const [header, ...rows] = records(content, separator);
  if (header === undefined)
    throw new DataError('csv.empty', 'the file is empty; its first line must name the columns');
  const names = header.cells.map((name) => name.trim());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new DataError('csv.syntax', `two columns are named "${twice}"; rename one`, 1);
  for (const { cells, line } of rows) {
    if (cells.length !== names.length) {
      throw new DataError('csv.width', `${cells.length} cells where the header has ${names.length}`, line);
    }
  }
  return { header: names, rows };
}

function* records(text: string, separator: string): Generator<CsvRow> {
  let position = 0;
  let line = 1;
  while (position < text.length) {
    const start = line;
    const cells: string[] = [];
    for (;;) {
      const cell =
        text[position] === '"' ? quotedCell(text, position, start) : plainCell(text, position, separator);
      line += cell.newlines;
      cells.push(cell.value);
      position = cell.end;
      if (text[position] !== separator) break;
      position++;
    }
    if (position < text.length && text[position] !== '\n' && text[position] !== '\r') {
      throw new DataError(
        'csv.syntax',
        'text after a closing quote; write a quote inside a cell twice',
        line,
      );
    }
    position += text.startsWith('\r\n', position) ? 2 : 1;
    line++;
    if (cells.length > 1 || cells[0] !== '') yield { line: start, cells };
  }
}

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

function quotedCell(text: string, start: number, line: number): Cell {
  let end = start + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end < 0) throw new DataError('csv.syntax', 'a quote is opened and never closed', line);
    if (text[end + 1] !== '"') break;
    end += 2;
  }
  const raw = text.slice(start + 1, end);
  return { value: raw.replaceAll('""', '"'), end: end + 1, newlines: raw.split('\n').length - 1 };
}
