import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link opens: the PDF of a quote, what is stored about a visitor, a meeting for the calendar. */
export type LinkKind = keyof typeof EXTENSIONS;

const EXTENSIONS = { quotes: 'pdf', data: 'json', meetings: 'ics' } as const;

const TOKEN = /^([A-Za-z0-9_-]{1,400})\.([0-9a-z]{1,10})\.([A-Za-z0-9_-]{43})$/;

/**
 * Links that open one thing to whoever holds them, until they expire. A token is subject, expiry and an
 * HMAC-SHA256 of both under the installation's secret: nobody can guess one or stretch its time, and none is stored.
 */
export class Links {
  readonly #secret: string;
  #base: string;

  constructor(secret: string, base: string) {
    this.#secret = secret;
    this.#base = base;
  }

  /** Where the server answers, e.g. https://chat.example.com */
  set base(url: string) {
    this.#base = url.replace(/\/$/, '');
  }

  url(kind: LinkKind, subject: string, expires: Date): string {
    const subjectPart = Buffer.from(subject).toString('base64url');
    const expiryPart = Math.ceil(expires.getTime() / 1_000).toString(36);
    const token = `${subjectPart}.${expiryPart}.${this.#sign(kind, subjectPart, expiryPart).toString('base64url')}`;
    return `${this.#base}/${kind}/${token}.${EXTENSIONS[kind]}`;
  }

  /** The subject of a token that was signed here for this kind and has not expired. */
  read(kind: LinkKind, token: string, now: Date): string | undefined {
    const [, subject, expiry, signature] = TOKEN.exec(token) ?? [];
    if (subject === undefined || expiry === undefined || signature === undefined) return undefined;
    const isOurs = timingSafeEqual(Buffer.from(signature, 'base64url'), this.#sign(kind, subject, expiry));
    if (!isOurs || Number.parseInt(expiry, 36) * 1_000 < now.getTime()) return undefined;
    return Buffer.from(subject, 'base64url').toString();
  }

  #sign(kind: LinkKind, subject: string, expiry: string): Buffer {
    return createHmac('sha256', this.#secret).update(`link\n${kind}\n${subject}\n${expiry}`).digest();
  }
}
