import { writeFile } from 'node:fs/promises';

/** A result that can't be written where the user wants it; the message says why. */
export class OutputError extends Error {
  readonly code = 'output.unwritable';
}

/** Writes a result file; throws an OutputError. */
export async function writeOutput(file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (error) {
    const reason = (error as Error).message;
    throw new OutputError(`${file} can't be written (${reason}); check the path and its permissions.`, {
      cause: error,
    });
  }
}
