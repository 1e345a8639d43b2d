import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { drawQuote } from '../../../bot/documents/quote-pdf/draw.ts';
import { quotePage } from '../../../bot/documents/quote-pdf/page.ts';
import type { Quote } from '../../../crm/models/quote.ts';
import { lineTotal } from '../../../forecasting/advice/price.ts';
import type { Language } from '../../../nlu/understanding.ts';
import { answers, catalogue, shop } from '../../dialogs/chat.ts';
import { openTestServer, type TestServer } from '../../support/server.ts';
import { connectWidget } from '../../support/widget-client.ts';

/** The text of a PDF page by page, as a reader selects it. */
async function textOf(pdf: Uint8Array): Promise<readonly string[]> {
  const document = await getDocument({ data: new Uint8Array(pdf), useSystemFonts: false, verbosity: 0 })
    .promise;
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    const words = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : ''));
    pages.push(words.join('').replace(/ +/g, ' '));
  }
  await document.destroy();
  return pages;
}

const quoteOf = (lines: number, discountPercent = 0): Quote => {
  const chosen = catalogue.slice(0, lines).map((product, index) => {
    const quantity = 12 * (index + 1);
    const { unitPrice, total } = lineTotal(product, quantity, discountPercent);
    return { sku: product.sku, name: product.names.en, quantity, unitPrice, total };
  });
  return {
    number: 'Q-260304-4K7P2M',
    status: 'open',
    identity: { channel: 'web', id: 'ann' },
    conversationId: 'web:ann',
    language: 'en',
    lines: chosen,
    total: { amount: chosen.reduce((sum, { total }) => sum + total.amount, 0), currency: 'GBP' },
    validUntil: '2026-03-18',
    promisedFor: '2026-03-09',
    madeAt: new Date('2026-03-04T10:00:00Z'),
    effectKey: 'web:ann:1:0',
  };
};

const drawn = (quote: Quote, language: Language, today = '2026-03-04') =>
  drawQuote(
    quotePage({ quote, products: catalogue, shop, answers, language, today }),
    (page, pages) => `${page}/${pages}`,
  );

describe('the PDF of a quote', () => {
  test('says all that was agreed, in English', async () => {
    const quote = quoteOf(2, 10);
    const [text] = await textOf(await drawn(quote, 'en'));
    for (const expected of [
      ...[shop.name, shop.email, shop.phone, ...shop.address],
      ...[
        'Quote',
        quote.number,
        'Wednesday, 4 March 2026',
        'Wednesday, 18 March 2026',
        'Monday, 9 March 2026',
      ],
      ...quote.lines.flatMap(({ sku, name }) => [sku, name]),
      ...['from 15: £10.95 each', 'Discount 10%: £15.30 off', '£137.70', '£12.75'],
      ...[
        'Prices do not include VAT (20%)',
        'United Kingdom: 2 to 3 working days, £5.95 (free from £150.00)',
      ],
    ])
      expect(text).toContain(expected);
  });

  test('embeds Chinese glyphs that can be read and searched, and only those it shows', async () => {
    const pdf = await drawn(quoteOf(2), 'zh');
    const [text] = await textOf(pdf);
    const names = catalogue.slice(0, 2).map(({ names }) => names.zh!);
    for (const expected of [
      '报价单',
      '2026年3月18日',
      '合计',
      '不含增值税（20%）',
      '满15件，单价£10.95',
      ...names,
    ])
      expect(text).toContain(expected);
    expect(pdf.length).toBeLessThan(60_000);
  });

  test('goes on over as many pages as it takes, with its headings and numbers', async () => {
    const pages = await textOf(await drawn(quoteOf(20), 'en'));
    expect(pages.length).toBeGreaterThan(1);
    for (const [index, text] of pages.entries()) expect(text).toContain(`${index + 1}/${pages.length}`);
    expect(pages[1]).toContain('Unit price');
    for (const { name } of quoteOf(20).lines) expect(pages.join(' ')).toContain(name);
  });

  test('says so when it can no longer be accepted', async () => {
    expect((await textOf(await drawn(quoteOf(1), 'en', '2026-03-19')))[0]).toContain('Expired');
    expect((await textOf(await drawn({ ...quoteOf(1), status: 'accepted' }, 'zh')))[0]).toContain('已下单');
  });
});

describe('its link', () => {
  let server: TestServer;
  let now = new Date('2026-03-04T10:00:00Z');
  beforeAll(async () => {
    server = await openTestServer({ now: () => now, forecasts: false });
  });
  afterAll(() => server?.stop());

  test('is in the reply, opens the quote as it now stands, and is for its holder alone', async () => {
    const client = await connectWidget(server.url);
    await client.say('how much is the party bunting?');
    const { reply } = await client.say('make me a quote for 12');
    const { url } = reply.links[0]!;
    expect(url).toMatch(new RegExp(`^${server.url}/quotes/[\\w-]+\\.[0-9a-z]+\\.[\\w-]{43}\\.pdf$`));
    const turn = await server.app.store.models.Turn.findOne({ 'decision.replies.links.url': url }).lean();
    expect(JSON.stringify(turn!.decision)).toContain(`As a PDF: ${url}`);

    await client.say('make it 40');
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-disposition': expect.stringMatching(/^inline; filename="Q-260304-[0-9A-Z]{6}\.pdf"$/),
    });
    const [text] = await textOf(new Uint8Array(await response.arrayBuffer()));
    expect(text).toContain('Party bunting 40 £4.15 £166.00');

    const forged = url.replace(
      /\.(.)([\w-]*)\.pdf$/,
      (_, first, rest) => `.${first === 'A' ? 'B' : 'A'}${rest}.pdf`,
    );
    const [, subject, , signature] = url.match(/quotes\/([\w-]+)\.(\w+)\.([\w-]+)\.pdf$/)!;
    const stretched = `${server.url}/quotes/${subject}.zzzzzz.${signature}.pdf`;
    for (const wrong of [forged, stretched, `${server.url}/quotes/x.pdf`])
      expect((await fetch(wrong)).status).toBe(410);
    now = new Date('2026-04-04T10:00:00Z');
    const late = await fetch(url);
    expect([late.status, await late.json()]).toMatchObject([410, { error: { code: 'LINK_EXPIRED' } }]);
    now = new Date('2026-03-04T10:00:00Z');
    client.socket.disconnect();
  });

  test('may not be tried without end', async () => {
    const statuses = new Set<number>();
    for (let attempt = 0; attempt < 40; attempt++)
      statuses.add((await fetch(`${server.url}/quotes/guess.abc.${'x'.repeat(43)}.pdf`)).status);
    expect(statuses).toContain(429);
  });
});
