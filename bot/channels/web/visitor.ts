import { createHash, randomBytes } from 'node:crypto';

/** A visitor of the website, known only by a secret that their browser keeps. */
export interface Visitor {
  /** Hash of the secret: knowing an id gives no access. */
  readonly id: string;
  readonly conversationId: string;
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits, base64url. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** The visitor behind a token, or undefined when it has not the form of one. */
export function visitorOf(token: string): Visitor | undefined {
  if (!TOKEN.test(token)) return undefined;
  const id = createHash('sha256').update(token).digest('base64url').slice(0, 32);
  return { id, conversationId: `web:${id}` };
}
