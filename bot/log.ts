import pino, { type Logger } from 'pino';

export type Log = Logger;

/** JSON lines on standard error; standard output belongs to the commands' own words. */
export const createLog = (level: string): Log =>
  pino(
    {
      level,
      // What people write, and who they are, never reaches a log.
      redact: { paths: ['text', '*.text', 'message', 'email', '*.email', 'phone', '*.phone'], remove: true },
    },
    pino.destination({ dest: 2, sync: true }),
  );
