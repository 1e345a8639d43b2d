import type { CsvFile } from './csv.ts';
import { isMissing } from './notation.ts';
import { cellsOf } from './schema.ts';
import type { Table } from './table.ts';

interface Unknown {
  readonly name: string;
  count: number;
  first?: { readonly text: string; readonly line: number };
}

/** New rows are another kind of rows where so much more of a column is unknown than in the rows that were learnt from. */
const MUCH = 0.1;

/** Counts the cells of category columns whose text is no level: rare ones, and in new rows new ones. */
export class UnknownLevels {
  readonly #columns = new Map<number, Unknown>();
  #rows = 0;

  /** Rows as they stand in the file, and as they were read. */
  see(file: CsvFile, { columns }: Table): this {
    this.#rows += file.rows.length;
    for (const [index, column] of columns.entries()) {
      if (column.kind === 'number' || column.levels.length === 0) continue;
      const unknown = this.#columns.get(index) ?? { name: column.name, count: 0 };
      this.#columns.set(index, unknown);
      for (const [row, cell] of cellsOf(file, column.name).entries()) {
        if (column.codes[row]! >= 0 || isMissing(cell)) continue;
        unknown.count++;
        unknown.first ??= { text: cell.trim().slice(0, 40), line: file.rows[row]!.line };
      }
    }
    return this;
  }

  /** Columns of which much more is unknown in these rows than in those that were learnt from. */
  notes(learnt: UnknownLevels): string[] {
    return [...this.#columns].flatMap(([index, { name, count, first }]) => {
      const usual = (learnt.#columns.get(index)?.count ?? 0) / learnt.#rows;
      if (!first || count / this.#rows < usual + MUCH) return [];
      return [
        `column "${name}" holds in ${count} of the ${this.#rows} rows to predict what was not learnt, the first "${first.text}" on line ${first.line}: they are predicted without it`,
      ];
    });
  }
}
