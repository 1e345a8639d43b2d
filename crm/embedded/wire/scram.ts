/** The server's side of SCRAM-SHA-256 (RFC 5802, RFC 7677). The password itself is not kept. */
import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { StoreError } from '../errors.ts';

export const MECHANISM = 'SCRAM-SHA-256';
const ITERATIONS = 15_000;
const SALT_BYTES = 28;
const NONCE_BYTES = 24;
const KEY_BYTES = 32;
const GS2_HEADER = 'n,,';

export interface Credentials {
  readonly username: string;
  readonly salt: Buffer;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

/** NFKC stands for SASLprep, which differs from it only in characters that it forbids. */
export async function makeCredentials(username: string, password: string): Promise<Credentials> {
  const salt = randomBytes(SALT_BYTES);
  const salted = await promisify(pbkdf2)(password.normalize('NFKC'), salt, ITERATIONS, KEY_BYTES, 'sha256');
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest();
  return { username, salt, storedKey, serverKey: hmac(salted, 'Server Key') };
}

/** One login: `start` answers the client's first message, `finish` its proof. */
export class ScramConversation {
  private readonly credentials: Credentials;
  private readonly clientFirst: string;
  private readonly nonce: string;
  private readonly isKnownUser: boolean;
  /** What the server sent first. */
  readonly serverFirst: string;

  /** @throws StoreError AuthenticationFailed */
  constructor(credentials: Credentials, clientMessage: string) {
    if (!clientMessage.startsWith(GS2_HEADER)) throw failed();
    this.credentials = credentials;
    this.clientFirst = clientMessage.slice(GS2_HEADER.length);
    const { n: name = '', r: clientNonce = '' } = attributes(this.clientFirst);
    if (clientNonce === '') throw failed();
    // A wrong name fails with the proof, so that the answer does not tell which names exist.
    this.isKnownUser = name.replaceAll('=2C', ',').replaceAll('=3D', '=') === credentials.username;
    this.nonce = clientNonce + randomBytes(NONCE_BYTES).toString('base64');
    this.serverFirst = `r=${this.nonce},s=${credentials.salt.toString('base64')},i=${ITERATIONS}`;
  }

  /** The server's signature. @throws StoreError AuthenticationFailed when the proof is wrong */
  finish(clientFinal: string): string {
    const { c: channel, r: nonce, p: proof = '' } = attributes(clientFinal);
    const withoutProof = clientFinal.slice(0, clientFinal.lastIndexOf(',p='));
    const message = `${this.clientFirst},${this.serverFirst},${withoutProof}`;
    const signature = hmac(this.credentials.storedKey, message);
    const given = Buffer.from(proof, 'base64');
    const isBound = channel === Buffer.from(GS2_HEADER).toString('base64') && nonce === this.nonce;
    if (!isBound || given.length !== KEY_BYTES) throw failed();
    const clientKey = Buffer.from(given.map((byte, i) => byte ^ signature[i]!));
    const isRight = timingSafeEqual(
      createHash('sha256').update(clientKey).digest(),
      this.credentials.storedKey,
    );
    if (!isRight || !this.isKnownUser) throw failed();
    return `v=${hmac(this.credentials.serverKey, message).toString('base64')}`;
  }
}

function attributes(message: string): Partial<Record<string, string>> {
  return Object.fromEntries(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}

function hmac(key: Buffer, message: string): Buffer {
  return createHmac('sha256', key).update(message).digest();
}

function failed(): StoreError {
  return new StoreError('AuthenticationFailed', 'Authentication failed.');
}
