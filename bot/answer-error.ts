import type { IncomingMessage, ServerResponse } from 'node:http';
import { RainmakerError } from './errors.ts';
import type { Log } from './log.ts';

/** Answers a request with what went wrong, as JSON; what is not for the sender is only in the log. */
export function answerError(
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  log: Log,
): void {
  const { code, status, message } = toRainmakerError(error);
  if (status >= 500) log.error({ err: error, path: request.url?.split('?')[0] }, 'a request failed');
  if (response.headersSent) return;
  response.statusCode = status;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify({ error: { code, message } }));
}

/** Express and its body parser throw errors with a status of their own. */
function toRainmakerError(error: unknown): RainmakerError {
  if (error instanceof RainmakerError) return error;
  const status = (error as { status?: unknown }).status;
  if (status === 413) return new RainmakerError('MESSAGE_TOO_LONG', 'The request body is too large.');
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new RainmakerError('MESSAGE_INVALID', 'The request cannot be read. Send a valid JSON body.');
  return new RainmakerError('INTERNAL', 'Something went wrong on the server; its log says what.');
}
