import type { Express, Request } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type DataSubject, personalData } from '../../crm/queries/personal-data.ts';
import { LANGUAGES, type Language } from '../../nlu/understanding.ts';
import { RainmakerError } from '../errors.ts';
import type { LinkKind, Links } from './links.ts';
import { meetingFile } from './meeting-file.ts';
import { loadFonts } from './quote-pdf/fonts.ts';
import { type QuotePdfContext, quotePdf } from './quote-pdf/quote-pdf.ts';

/** Downloads from one address within a minute. */
const DOWNLOADS_PER_MINUTE = 30;
const QUOTE_LINK_DAYS = 30;
const MEETING_LINK_DAYS = 30;
const DATA_LINK_DAYS = 1;
const DAY_MS = 86_400_000;

/** For nobody's cache, index or log but the reader's. */
const PRIVATE = {
  'Cache-Control': 'private, no-store',
  'X-Robots-Tag': 'noindex',
  'Referrer-Policy': 'no-referrer',
} as const;

/** Where the PDF of a quote is to be had, for thirty days. */
export function quoteUrl(links: Links, number: string, language: Language, now: Date): string {
  const expires = new Date(now.getTime() + QUOTE_LINK_DAYS * DAY_MS);
  return links.url('quotes', `${language} ${number}`, expires);
}

/** Where the calendar file of a meeting is to be had. */
export function meetingUrl(links: Links, number: string, language: Language, now: Date): string {
  const expires = new Date(now.getTime() + MEETING_LINK_DAYS * DAY_MS);
  return links.url('meetings', `${language} ${number}`, expires);
}

/** Stands for a channel in the links of contacts. */
const CONTACT = 'contact';

/** Where what is stored about somebody is to be had, for a day. */
export function dataUrl(links: Links, subject: DataSubject, now: Date): string {
  const name =
    'contactKey' in subject ? `${CONTACT} ${subject.contactKey}` : `${subject.channel} ${subject.id}`;
  return links.url('data', name, new Date(now.getTime() + DATA_LINK_DAYS * DAY_MS));
}

function subjectOf(name: string): DataSubject {
  const separator = name.indexOf(' ');
  const [channel, id] = [name.slice(0, separator), name.slice(separator + 1)];
  return channel === CONTACT ? { contactKey: id } : { channel, id };
}

/** `/quotes/<token>.pdf`, `/meetings/<token>.ics` and `/data/<token>.json`: the document that a signed link opens. */
export function serveDocuments(express: Express, context: QuotePdfContext & { readonly links: Links }): void {
  const { links, now } = context;
  loadFonts();
  const downloads = new RateLimiterMemory({ points: DOWNLOADS_PER_MINUTE, duration: 60 });

  const admit = (request: Request) =>
    downloads.consume(request.ip ?? 'unknown').catch(() => {
      throw new RainmakerError('TOO_MANY_REQUESTS', 'Too many downloads; wait a minute and try again.');
    });

  /** What the token names, made by `make`, or the word that the link is no longer good. */
  const serve = async <T>(
    request: Request<{ token: string }>,
    kind: LinkKind,
    make: (context: QuotePdfContext, number: string, language: Language) => Promise<T | undefined>,
  ): Promise<{ readonly number: string; readonly content: T }> => {
    await admit(request);
    const [language, number] = links.read(kind, request.params.token, now())?.split(' ') ?? [];
    const known = LANGUAGES.find((one) => one === language);
    const content = known && number !== undefined ? await make(context, number, known) : undefined;
    if (content === undefined || number === undefined)
      throw new RainmakerError(
        'LINK_EXPIRED',
        'This link does not work any more. Ask in the chat again to get a new one.',
      );
    return { number, content };
  };
  express.get('/quotes/:token.pdf', async (request, response) => {
    const { number, content } = await serve(request, 'quotes', quotePdf);
    response
      .type('pdf')
      .set(PRIVATE)
      .set('Content-Disposition', `inline; filename="${number}.pdf"`)
      .send(content);
  });
  express.get('/meetings/:token.ics', async (request, response) => {
    const { number, content } = await serve(request, 'meetings', meetingFile);
    response
      .type('text/calendar; charset=utf-8')
      .set(PRIVATE)
      .set('Content-Disposition', `attachment; filename="${number}.ics"`)
      .send(content);
  });

  express.get('/data/:token.json', async (request, response) => {
    await admit(request);
    const name = links.read('data', request.params.token, now());
    if (name === undefined)
      throw new RainmakerError(
        'LINK_EXPIRED',
        'This link does not work any more. Ask for your data again in the chat to get a new one.',
      );
    response
      .type('json')
      .set({ ...PRIVATE, 'Content-Disposition': 'attachment; filename="my-data.json"' })
      .send(JSON.stringify(await personalData(context.models, subjectOf(name)), null, 2));
  });
}
