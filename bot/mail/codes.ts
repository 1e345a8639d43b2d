import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CodeRequest } from '../../crm/models/mail.ts';

const DIGITS = 6;

/**
 * One-time codes that prove that somebody reads the mail of an address. A code is the HMAC-SHA256 of its request under the
 * installation's secret, cut to six digits as in RFC 4226, section 5.3: it is made when the mail leaves and made again to be
 * compared, and stored nowhere.
 */
export class Codes {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  of({ number, address, conversationId, expiresAt }: CodeRequest): string {
    const request = JSON.stringify([number, address, conversationId, expiresAt.getTime()]);
    const mac = createHmac('sha256', this.#secret).update(`code\n${request}`).digest();
    const value = mac.readUInt32BE(mac.at(-1)! & 0x0f) & 0x7f_ff_ff_ff;
    return String(value % 10 ** DIGITS).padStart(DIGITS, '0');
  }

  /** Takes as long for a code that is nearly right as for any other. */
  matches(request: CodeRequest, said: string): boolean {
    const wanted = Buffer.from(this.of(request));
    const given = Buffer.from(said);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }
}
