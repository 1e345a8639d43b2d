import { createHash } from 'node:crypto';
import { createTransport, type Transporter } from 'nodemailer';
import type { Mail } from '../../crm/models/mail.ts';
import type { Language } from '../../nlu/understanding.ts';
import { type QuotePdfContext, quotePdf } from '../documents/quote-pdf/quote-pdf.ts';
import type { Log } from '../log.ts';

export interface MailSettings {
  /** smtp: or smtps: with user and password where the server wants them. */
  readonly smtpUrl: string;
  readonly from: string;
}

export interface MailerOptions extends QuotePdfContext {
  readonly settings: MailSettings;
  readonly log: Log;
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

  async #send({ effectKey, to, language, quoteNumber, isReminder }: Mail): Promise<void> {
    const { settings, shop, answers, models } = this.#options;
    if (isReminder && !(await models.Quote.exists({ number: quoteNumber, status: 'open' }))) return;
    const [subject, body] = isReminder
      ? ['mail.reminder.subject', 'mail.reminder.body']
      : ['mail.quote.subject', 'mail.quote.body'];
    const pdf = await quotePdf(this.#options, quoteNumber, language as Language);
    // Erased meanwhile: there is nothing to send.
    if (!pdf || to === undefined) return;
    const say = (key: string) =>
      answers.say(
        language as Language,
        key,
        { number: quoteNumber, shop: shop.name, phone: shop.phone },
        quoteNumber,
        0,
      );
    await this.#transport.sendMail({
      from: { name: shop.name, address: settings.from },
      to: { name: '', address: to },
      subject: say(subject),
      text: say(body),
      messageId: `<${createHash('sha256').update(effectKey).digest('hex').slice(0, 32)}@${settings.from.split('@')[1]}>`,
      attachments: [{ filename: `${quoteNumber}.pdf`, content: pdf, contentType: 'application/pdf' }],
    });
  }
}
