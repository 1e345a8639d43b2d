// Reads the UCI Online Retail file: one order line per row, quoted CSV, gzip.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** One row of the file as it stands there. `price` is pounds; `day` is YYYY-MM-DD, `time` HH:MM. */
export interface Transaction {
  readonly invoice: string;
  readonly stockCode: string;
  readonly description: string;
  readonly quantity: number;
  readonly day: string;
  readonly time: string;
  readonly price: number;
  readonly customer: string;
  readonly country: string;
}

const FIELD = /("(?:[^"]|"")*"|[^,]*)(?:,|$)/y;

function fieldsOf(line: string): string[] {
  const fields: string[] = [];
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < line.length) {
    const field = FIELD.exec(line)?.[1] ?? '';
    fields.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
  }
  if (line.endsWith(',')) fields.push('');
  return fields;
}

/** Every row of `file`, in file order; throws with the line number where a row has not eight fields. */
export function readTransactions(file: string): Transaction[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split(/\r?\n/);
  const rows: Transaction[] = [];
  for (let index = 1; index < lines.length; index++) {
    if (lines[index] === '') continue;
    const [invoice, stockCode, description, quantity, date, price, customer, country, ...rest] = fieldsOf(
      lines[index]!,
    );
    if (country === undefined || rest.length > 0)
      throw new Error(`${file} line ${index + 1}: expected 8 fields`);
    rows.push({
      invoice: invoice!,
      stockCode: stockCode!.trim().toUpperCase(),
      description: description!.trim().replace(/\s+/g, ' '),
      quantity: Number(quantity),
      day: date!.slice(0, 10),
      time: date!.slice(11, 16),
      price: Number(price),
      customer: customer === 'NA' ? '' : customer!,
      country,
    });
  }
  return rows;
}
