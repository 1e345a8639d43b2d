import type { IncomingMessage } from 'node:http';
import { RainmakerError } from '../errors.ts';

/**
 * The JSON body of a request, read as UTF-8 (RFC 8259).
 * @param limit bytes
 * @throws RainmakerError MESSAGE_TOO_LONG, MESSAGE_INVALID
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = request.headers;
  if (!/^application\/json\s*(?:;|$)/i.test(type) || encoding !== 'identity') throw unreadable();
  const body = await readBody(request, limit);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw unreadable({ cause: error });
  }
}

function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      // What follows is read and dropped, so that the answer reaches the sender.
      else reject(new RainmakerError('MESSAGE_TOO_LONG', 'The request body is too large.'));
    });
    request.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.once('error', (error) => reject(unreadable({ cause: error })));
  });
}

const unreadable = (options?: ErrorOptions) =>
  new RainmakerError('MESSAGE_INVALID', 'The request cannot be read. Send a valid JSON body.', options);
