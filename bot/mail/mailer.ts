import { createHash } from 'node:crypto';
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer';
import type { Mail } from '../../crm/models/mail.ts';
import type { Language } from '../../nlu/understanding.ts';
import { type QuotePdfContext, quotePdf } from '../documents/quote-pdf/quote-pdf.ts';
import type { Log } from '../log.ts';
import type { Codes } from './codes.ts';

export interface MailSettings {
  /** smtp: or smtps: with user and password where the server wants them. */
  readonly smtpUrl: string;
  readonly from: string;
}

export interface MailerOptions extends QuotePdfContext {
  readonly settings: MailSettings;
  readonly codes: Codes;
  readonly log: Log;
}

/** What a mail says: the texts `mail.<about>.subject` and `.body`, and what goes with them. */
interface Content {
  readonly about: 'quote' | 'reminder' | 'code';
  readonly values: Readonly<Record<string, string>>;
  readonly attachments?: SendMailOptions['attachments'];
}

/** Mails taken up at a time. */
const BATCH = 20;
const ATTEMPTS = 10;
/** A mail that was taken up and not reported on, as after a crash, is tried again after this. */
const LEASE_MS = 5 * 60_000;
const BACKOFF_MS = 30_000;
const TIMEOUT_MS = 20_000;

/**
 * Sends what waits in the store, outside of any turn. A mail is sent once, but for a crash between its sending and its
 * mark: then it goes again under the same Message-ID, by which mail programs know it.
 */
export class Mailer {
  readonly #options: MailerOptions;
  readonly #transport: Transporter;

  constructor(options: MailerOptions) {
    this.#options = options;
    this.#transport = createTransport({
      url: options.settings.smtpUrl,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    });
  }

  /** Sends what is due; a failure waits longer each time and is given up after ten. */
  async sendDue(): Promise<void> {
    for (let sent = 0; sent < BATCH; sent++) {
      const mail = await this.#take();
      if (!mail) return;
      await this.#attempt(mail);
    }
  }

  close(): void {
    this.#transport.close();
  }

  /** Only one process gets it. */
  #take(): Promise<Mail | null> {
    const { models, now } = this.#options;
    return models.Mail.findOneAndUpdate(
      { status: 'pending', nextAttemptAt: { $lte: now() } },
      { $set: { nextAttemptAt: new Date(now().getTime() + LEASE_MS) }, $inc: { attempts: 1 } },
      { sort: { nextAttemptAt: 1 }, returnDocument: 'after' },
    ).lean();
  }

  async #attempt(mail: Mail): Promise<void> {
    const { models, now, log } = this.#options;
    const { effectKey, attempts } = mail;
    try {
      await this.#send(mail);
      await models.Mail.updateOne({ effectKey }, { $set: { status: 'sent' }, $unset: { to: 1 } });
    } catch (error) {
      // A server's words may repeat the address.
      const cause = (error as { readonly code?: string }).code ?? 'unknown';
      const isGivenUp = attempts >= ATTEMPTS;
      log[isGivenUp ? 'error' : 'warn'](
        { key: effectKey, attempts, cause },
        isGivenUp ? 'an e-mail is given up' : 'an e-mail could not be sent, will be tried again',
      );
      await models.Mail.updateOne(
        { effectKey },
        isGivenUp
          ? { $set: { status: 'failed' }, $unset: { to: 1 } }
          : { $set: { nextAttemptAt: new Date(now().getTime() + BACKOFF_MS * 2 ** (attempts - 1)) } },
      );
    }
  }

  async #send(mail: Mail): Promise<void> {
    const { settings, shop, answers } = this.#options;
    const content = await this.#contentOf(mail);
    // Erased or out of date meanwhile: there is nothing to send.
    if (!content || mail.to === undefined) return;
    const written = (part: 'subject' | 'body') =>
      answers.say(
        mail.language as Language,
        `mail.${content.about}.${part}`,
        { ...content.values, shop: shop.name, phone: shop.phone },
        mail.effectKey,
        0,
      );
    const id = createHash('sha256').update(mail.effectKey).digest('hex').slice(0, 32);
    await this.#transport.sendMail({
      from: { name: shop.name, address: settings.from },
      to: { name: '', address: mail.to },
      subject: written('subject'),
      text: written('body'),
      messageId: `<${id}@${settings.from.split('@')[1]}>`,
      ...(content.attachments && { attachments: content.attachments }),
    });
  }

  async #contentOf({ language, quoteNumber, isReminder, code }: Mail): Promise<Content | undefined> {
    const { models, codes, now } = this.#options;
    if (code) return now() > code.expiresAt ? undefined : { about: 'code', values: { code: codes.of(code) } };
    if (quoteNumber === undefined) return undefined;
    if (isReminder && !(await models.Quote.exists({ number: quoteNumber, status: 'open' }))) return undefined;
    const pdf = await quotePdf(this.#options, quoteNumber, language as Language);
    return (
      pdf && {
        about: isReminder ? 'reminder' : 'quote',
        values: { number: quoteNumber },
        attachments: [{ filename: `${quoteNumber}.pdf`, content: pdf, contentType: 'application/pdf' }],
      }
    );
  }
}
