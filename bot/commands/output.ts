/** How commands speak: lines for people, or one JSON object on the last line of standard output. */
import { InvalidArgumentError } from 'commander';

export interface OutputOptions {
  readonly json?: true;
}

export const JSON_HELP = 'the result as one JSON object on the last line';

/** Prints lines for people, unless JSON is wanted. */
export const printer =
  ({ json }: OutputOptions) =>
  (line: string): void => {
    if (!json) console.log(line);
  };

/** Clears the progress bar and prints the result if JSON is wanted. */
export function finish({ json }: OutputOptions, result: object): void {
  clearProgress();
  if (json) console.log(JSON.stringify(result));
}

const BAR = 30;

/** A bar on standard error, where that is a terminal; `done` goes from 0 to 1. */
export function showProgress(done: number): void {
  if (!process.stderr.isTTY) return;
  const full = Math.round(BAR * done);
  process.stderr.write(`\r${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${Math.round(100 * done)} %`);
}

/** What is being done, in place of what was before, where standard error is a terminal. */
export function showStage(stage: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${stage} ...`);
}

export function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}

/** A parser of options for whole numbers within bounds. */
export const wholeNumber = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  }
  return value;
};
