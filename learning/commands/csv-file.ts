import { createReadStream } from 'node:fs';
import { type CsvFile, CsvReader, type CsvRow, DataError } from '../csv.ts';
import type { Random } from '../random.ts';

/** Rows of a file that are in memory at a time, where not all have to be, and of very wide ones cells. */
const BATCH_ROWS = 20_000;
const BATCH_CELLS = 4_000_000;
/** More rows hardly improve a model but cost time and memory; so many cells take some two gigabytes. */
const MOST_ROWS = 100_000;
const MOST_CELLS = 40_000_000;

/** How many rows of a file of so many columns are learnt from where nothing else is asked for. */
export const rowsToLearnFrom = (columns: number): number =>
  Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_CELLS / columns)));

/**
 * A CSV file in batches of rows, at least one, so that a file of any size fits. Throws `DataError` that names the file
 * where it cannot be read, is not in UTF-8 or is not CSV.
 */
export async function* csvBatches(file: string): AsyncGenerator<CsvFile> {
  const reader = new CsvReader();
  let rows: CsvRow[] = [];
  try {
    let isAny = false;
    for await (const { text, isLast } of textsOf(file)) {
      for (const row of reader.rows(text, isLast)) {
        rows.push(row);
        if (rows.length < BATCH_ROWS && rows.length * reader.header.length < BATCH_CELLS) continue;
        yield { header: reader.header, separator: reader.separator, rows };
        isAny = true;
        rows = [];
      }
    }
    if (rows.length > 0 || !isAny) yield { header: reader.header, separator: reader.separator, rows };
  } catch (error) {
    throw error instanceof DataError ? error.in(file) : error;
  }
}

export interface SampledCsv extends CsvFile {
  /** Rows of the file, of which `rows` are some or all. */
  readonly rowsInFile: number;
}

/**
 * A CSV file, or where it has more rows than `asked` (by default 100,000, fewer of more than 400 columns) as many of
 * them, each as likely as any other (Vitter 1985, algorithm R), in the file's order.
 */
export async function sampledCsv(
  file: string,
  asked: number | undefined,
  random: Random,
): Promise<SampledCsv> {
  const kept: CsvRow[] = [];
  let most = asked ?? MOST_ROWS;
  let rowsInFile = 0;
  let header: readonly string[] = [];
  let separator: CsvFile['separator'] = ',';
  for await (const batch of csvBatches(file)) {
    ({ header, separator } = batch);
    most = asked ?? rowsToLearnFrom(header.length);
    for (const row of batch.rows) {
      rowsInFile++;
      if (kept.length < most) {
        kept.push(row);
        continue;
      }
      const place = Math.floor(random() * rowsInFile);
      if (place < most) kept[place] = row;
    }
  }
  const rows = rowsInFile > most ? kept.sort((a, b) => a.line - b.line) : kept;
  return { header, separator, rows, rowsInFile };
}

interface Text {
  readonly text: string;
  readonly isLast: boolean;
}

async function* textsOf(file: string): AsyncGenerator<Text> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let isFirst = true;
  for await (const bytes of bytesOf(file)) {
    const [first, second] = bytes;
    if (isFirst && ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)))
      throw new DataError('csv.syntax', 'the file is in UTF-16; save it as UTF-8');
    isFirst = false;
    yield { text: decoded(() => decoder.decode(bytes, { stream: true })), isLast: false };
  }
  yield { text: decoded(() => decoder.decode()), isLast: true };
}

async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(file, { highWaterMark: 1 << 20 });
  } catch (cause) {
    const { message } = cause as NodeJS.ErrnoException;
    throw new DataError('file.unreadable', `it cannot be read: ${message}`);
  }
}

function decoded(decode: () => string): string {
  try {
    return decode();
  } catch {
    throw new DataError('csv.syntax', 'the file is not in UTF-8; save it as UTF-8');
  }
}
