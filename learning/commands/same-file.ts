import { stat } from 'node:fs/promises';

/** Whether two paths lead to one file, by links or otherwise; a terminal may be both input and output. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((file) => stat(file).catch(() => undefined)));
  return a !== undefined && b !== undefined && a.isFile() && a.dev === b.dev && a.ino === b.ino;
}
