/** CSV with a header that names the columns text and intent, and language if there is one (RFC 4180; UTF-8). */
import type { Example } from '../intents/model.ts';
import type { Corpus, CorpusExample, CorpusProblem } from './corpus.ts';

export function parse(source: string, file: string): Corpus {
  const examples: CorpusExample[] = [];
  const problems: CorpusProblem[] = [];
  const { rows, openQuote } = splitRows(source.replace(/^\ufeff/, ''));
  if (openQuote !== undefined) {
    const message = 'A quote opened here is never closed; close it, or double the quotes inside a cell.';
    return { examples, problems: [{ code: 'corpus.syntax', file, line: openQuote, message }] };
  }
  const [header, ...body] = rows;
  const names = header?.cells.map((name) => name.trim().toLowerCase()) ?? [];
  const [text, intent, language] = ['text', 'intent', 'language'].map((name) => names.indexOf(name)) as [
    number,
    number,
    number,
  ];
  const isTwice = [text, intent, language].some(
    (column) => column >= 0 && names.includes(names[column]!, column + 1),
  );
  if (text < 0 || intent < 0 || isTwice) {
    const message = 'The first line must name the columns text and intent once each, with commas between.';
    return { examples, problems: [{ code: 'corpus.shape', file, line: 1, message }] };
  }
  for (const { cells, line } of body) {
    if (cells.length === 1 && cells[0] === '') continue;
    if (cells.length !== names.length || !cells[intent]?.trim()) {
      const message = `Has ${cells.length} cells; write ${names.length} with an intent, and quote cells that hold commas.`;
      problems.push({ code: 'corpus.shape', file, line, message });
      continue;
    }
    const spoken = cells[language];
    examples.push({
      text: cells[text]!,
      intent: cells[intent].trim(),
      ...(spoken && { language: spoken }),
      file,
      line,
    });
  }
  return { examples, problems };
}

export function format(examples: readonly Example[]): string {
  const rows = [['text', 'intent', 'language'], ...examples.map((e) => [e.text, e.intent, e.language ?? ''])];
  return rows.map((row) => `${row.map(quote).join(',')}\n`).join('');
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

interface Row {
  readonly cells: string[];
  /** The line it starts on, from 1. */
  readonly line: number;
}

function splitRows(source: string): { rows: Row[]; openQuote?: number } {
  const rows: Row[] = [];
  let row: Row = { cells: [], line: 1 };
  let line = 1;
  let at = 0;
  while (at < source.length) {
    let cell = '';
    if (source[at] === '"') {
      const opened = line;
      for (at++; source[at] !== '"' || source[at + 1] === '"'; at++) {
        if (at >= source.length) return { rows, openQuote: opened };
        if (source[at] === '"') at++;
        if (source[at] === '\n') line++;
        cell += source[at];
      }
      at++;
    }
    const rest = /[^,\r\n]*/y;
    rest.lastIndex = at;
    const plain = rest.exec(source)![0];
    row.cells.push(cell + plain);
    at += plain.length;
    if (source[at] === ',') {
      at++;
      if (at === source.length) row.cells.push('');
      continue;
    }
    rows.push(row);
    if (source[at] === '\r') at++;
    if (source[at] === '\n') at++;
    line++;
    row = { cells: [], line };
  }
  if (row.cells.length > 0) rows.push(row);
  return { rows };
}
