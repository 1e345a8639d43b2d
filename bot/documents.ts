import type { Express, Request } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { LANGUAGES, type Language } from '../nlu/understanding.ts';
import { RainmakerError } from './errors.ts';
import type { Links } from './links.ts';
import { loadFonts } from './quote-pdf/fonts.ts';
import { type QuotePdfContext, quotePdf } from './quote-pdf/quote-pdf.ts';

/** Downloads from one address within a minute. */
const DOWNLOADS_PER_MINUTE = 30;
const QUOTE_LINK_DAYS = 30;
const DAY_MS = 86_400_000;

/** Where the PDF of a quote is to be had, for thirty days. */
export function quoteUrl(links: Links, number: string, language: Language, now: Date): string {
  const expires = new Date(now.getTime() + QUOTE_LINK_DAYS * DAY_MS);
  return links.url('quotes', `${language} ${number}`, expires);
}

/** `/quotes/<token>.pdf`: the document that a signed link opens. */
export function serveDocuments(express: Express, context: QuotePdfContext & { readonly links: Links }): void {
  const { links, now } = context;
  loadFonts();
  const downloads = new RateLimiterMemory({ points: DOWNLOADS_PER_MINUTE, duration: 60 });

  const admit = (request: Request) =>
    downloads.consume(request.ip ?? 'unknown').catch(() => {
      throw new RainmakerError('TOO_MANY_REQUESTS', 'Too many downloads; wait a minute and try again.');
    });

  express.get('/quotes/:token.pdf', async (request, response) => {
    await admit(request);
    const subject = links.read('quotes', request.params.token, now());
    const [language, number] = subject?.split(' ') ?? [];
    const isKnown = LANGUAGES.some((one) => one === language);
    const pdf = isKnown ? await quotePdf(context, number!, language as Language) : undefined;
    if (!pdf)
      throw new RainmakerError(
        'LINK_EXPIRED',
        'This link does not work any more. Ask for the quote again in the chat to get a new one.',
      );
    response
      .type('pdf')
      .set('Cache-Control', 'private, no-store')
      .set('X-Robots-Tag', 'noindex')
      .set('Referrer-Policy', 'no-referrer')
      .set('Content-Disposition', `inline; filename="${number}.pdf"`)
      .send(pdf);
  });
}
