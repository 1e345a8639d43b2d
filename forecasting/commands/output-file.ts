import { type FileHandle, open } from 'node:fs/promises';
import { isSameFile } from '../../learning/commands/same-file.ts';
import { isFileError, SeriesFileError } from './series-file.ts';

/**
 * Opens a file for a command's result, lets `use` write to it and closes it. Throws `SeriesFileError` when it cannot be
 * opened or written, a full disk say, and before anything is lost when it is the input itself under whatever name.
 */
export async function writingTo<T>(
  { output, input }: { readonly output: string; readonly input: string },
  use: (write: (text: string) => Promise<void>) => Promise<T>,
): Promise<T> {
  if (await isSameFile(output, input))
    throw new SeriesFileError('OUTPUT_UNWRITABLE', 'output and input are the same file: name another output');
  const refuse = (error: unknown): never => {
    if (!isFileError(error)) throw error;
    throw new SeriesFileError('OUTPUT_UNWRITABLE', `${output} cannot be written: ${error.message}`, {
      cause: error,
    });
  };
  const file: FileHandle = await open(output, 'w').catch(refuse);
  try {
    return await use((text) => file.appendFile(text).catch(refuse));
  } finally {
    await file.close().catch(refuse);
  }
}
