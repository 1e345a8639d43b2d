/** backup: this store's own command, which writes a consistent copy of all data beside running writes. */
import path from 'node:path';
import { StoreError } from '../errors.ts';
import type { Command } from './command.ts';
import { ok } from './reply.ts';

export const backup: Command = async (args, { engine, client }) => {
  const file = args.required('file', args.string('file'));
  args.refuseOthers();
  if (!client.isLocal) {
    throw new StoreError('Unauthorized', 'A backup can be asked for through the local socket only.');
  }
  if (!path.isAbsolute(file)) throw new StoreError('BadValue', `'${file}' is not an absolute path.`);
  await engine.environment.copyTo(file);
  return ok();
};
