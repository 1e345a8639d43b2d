import { createReadStream } from 'node:fs';
import { z } from 'zod';

/** A fault that the user can mend; `code` is stable, the message says what to do. */
export class SeriesFileError extends Error {
  readonly code: 'SERIES_FILE_UNREADABLE' | 'OUTPUT_UNWRITABLE' | 'SERIES_NONE';
  constructor(code: SeriesFileError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const NUMBERS = 'y must be a list of numbers and nulls';
const values = z
  .array(z.union([z.number(), z.null(), z.literal([Infinity, -Infinity])], NUMBERS), NUMBERS)
  .min(1, 'y is empty: give at least one value')
  .max(1_000_000, 'y has more than 1,000,000 values');

const NOT_AN_OBJECT = 'not a JSON object: write one object per line, {"id","frequency","horizon","y"}';

const rowSchema = z
  .object(
    {
      id: z
        .union(
          [
            z.string().min(1, 'an id must not be empty').max(500, 'an id has at most 500 characters'),
            z.number(),
          ],
          'id must be a text or a number',
        )
        .transform(String),
      frequency: z
        .int('frequency must be a whole number of observations per season: 12 for months, 4 for quarters')
        .min(1, 'frequency must be at least 1')
        .max(100_000, 'frequency must be at most 100,000'),
      horizon: z
        .int('horizon must be a whole number of steps to forecast')
        .min(1, 'horizon must be at least 1')
        .max(10_000, 'horizon must be at most 10,000'),
      y: values,
      start: z.unknown().optional(),
      /** Held-out values, where a file brings its own. */
      test: values.optional(),
    },
    NOT_AN_OBJECT,
  )
  .transform(({ start, ...row }) => {
    const day = firstDay(start, row.frequency);
    return { row: { ...row, ...(typeof day === 'string' && { start: day }) }, startUnread: day === null };
  });

const ISO_START = /^(\d{4}-\d\d)(?:(-\d\d)(?:[T ].*)?)?$/;
const R_START = z.tuple([z.int().min(1).max(9999), z.int().min(1)]);

/**
 * The day that a `start` says: YYYY-MM-DD, with a time or not, or YYYY-MM, or year and place in it, as R writes it. Only of
 * months does the place in the year give a day: undefined for others, where there is no start, and for R's counts from 1, which
 * are of undated series. Null for anything else.
 */
function firstDay(start: unknown, frequency: number): string | null | undefined {
  if (start === undefined || start === null) return undefined;
  const place = R_START.safeParse(start).data;
  if (place && (frequency !== 12 || place[0] < 1000)) return undefined;
  const text = place ? `${place[0]}-${String(place[1]).padStart(2, '0')}` : start;
  const [, month, day = '-01'] = (typeof text === 'string' && ISO_START.exec(text)) || [];
  return z.iso.date().safeParse(`${month}${day}`).data ?? null;
}

export type SeriesRow = z.infer<typeof rowSchema>['row'];

/** A line that could not be used, by its number in the file (from 1). */
export interface BadLine {
  readonly line: number;
  readonly code:
    | 'LINE_NOT_JSON'
    | 'LINE_TOO_LONG'
    | 'SERIES_INVALID'
    | 'SERIES_DUPLICATE'
    | 'SERIES_NOT_FORECAST'
    /** Only a note: the series is forecast without its calendar. */
    | 'START_UNREADABLE';
  readonly message: string;
}

export type SeriesLine =
  | { readonly kind: 'series'; readonly line: number; readonly row: SeriesRow; readonly note?: BadLine }
  | { readonly kind: 'bad'; readonly bad: BadLine };

/** Characters of a line: what a million values in `y` and in `test` need, and far below the longest string of V8. */
const LONGEST_LINE = 64_000_000;

/**
 * The series of a JSON lines file, one by one, so that any number of them fits. Blank lines are passed over.
 * An id seen before is a bad line: the output could not tell the two apart. NaN and Infinity, which some
 * programs write though JSON has no such numbers, count as missing inside `y`. Throws `SeriesFileError` for
 * an unreadable file.
 */
export async function* readSeries(file: string): AsyncGenerator<SeriesLine> {
  yield* seriesIn(piecesOf(file));
}

/** The same of text that comes in pieces; a line of more than `longest` characters is a bad one. */
export async function* seriesIn(
  pieces: AsyncIterable<string>,
  longest: number = LONGEST_LINE,
): AsyncGenerator<SeriesLine> {
  const seen = new Map<string, number>();
  let line = 0;
  for await (const text of linesOf(pieces, longest)) {
    line++;
    if (text === undefined) {
      const message = `longer than ${longest.toLocaleString('en')} characters: give fewer values`;
      yield { kind: 'bad', bad: { line, code: 'LINE_TOO_LONG', message } };
      continue;
    }
    if (text.trim() === '') continue;
    const parsed = parseLine(text, line);
    const first = parsed.kind === 'series' ? seen.get(parsed.row.id) : undefined;
    if (parsed.kind === 'series' && first !== undefined) {
      const message = `id "${parsed.row.id}" was already used on line ${first}: give every series its own id`;
      yield { kind: 'bad', bad: { line, code: 'SERIES_DUPLICATE', message } };
      continue;
    }
    if (parsed.kind === 'series') seen.set(parsed.row.id, line);
    yield parsed;
  }
}

/** How many lines of a file hold something: what a progress bar is measured against. */
export async function countLines(file: string): Promise<number> {
  let lines = 0;
  for await (const text of linesOf(piecesOf(file), LONGEST_LINE)) if (text?.trim() !== '') lines++;
  return lines;
}

/** Lines without their ends; undefined for one that is too long, of which no more than `longest` characters are kept. */
async function* linesOf(pieces: AsyncIterable<string>, longest: number): AsyncGenerator<string | undefined> {
  let parts: string[] = [];
  let length = 0;
  const line = (): string | undefined => {
    const text = length > longest ? undefined : parts.join('').replace(/\r$/, '');
    parts = [];
    length = 0;
    return text;
  };
  const add = (part: string): void => {
    length += part.length;
    if (length <= longest) parts.push(part);
    else parts = [];
  };
  for await (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', start)) {
      add(piece.slice(start, end));
      yield line();
      start = end + 1;
    }
    if (start < piece.length) add(piece.slice(start));
  }
  if (length > 0) yield line();
}

async function* piecesOf(file: string): AsyncGenerator<string> {
  try {
    yield* createReadStream(file, 'utf8');
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw new SeriesFileError('SERIES_FILE_UNREADABLE', `${file} cannot be read: ${error.message}`, {
      cause: error,
    });
  }
}

function parseLine(text: string, line: number): SeriesLine {
  const json = parseJson(text.replace(/^\uFEFF/, ''));
  if (json === undefined) {
    const message = text.includes('\0') ? 'not UTF-8 text: save the file as UTF-8' : NOT_AN_OBJECT;
    return { kind: 'bad', bad: { line, code: 'LINE_NOT_JSON', message } };
  }
  const result = rowSchema.safeParse(json);
  if (result.success) {
    const { row, startUnread } = result.data;
    const message = 'start must be a day such as 2026-01-31 or a month such as 2026-01: forecast without it';
    const note: BadLine = { line, code: 'START_UNREADABLE', message };
    return { kind: 'series', line, row, ...(startUnread && { note }) };
  }
  const message = result.error.issues
    .slice(0, 3)
    .map((issue) => (issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message))
    .join('; ');
  return { kind: 'bad', bad: { line, code: 'SERIES_INVALID', message } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parseWithMissing(text);
  }
}

/** Python writes NaN and Infinity: inside `y` they become null. */
function parseWithMissing(text: string): unknown {
  const mended = text.replace(/("(?:y|test)"\s*:\s*)(\[[^\]"]*\])/g, (_, key: string, list: string) => {
    return key + list.replace(/-?\b(?:NaN|Infinity)\b/g, 'null');
  });
  try {
    return JSON.parse(mended);
  } catch {
    return undefined;
  }
}

export function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}
