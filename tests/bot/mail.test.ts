import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../bot/config.ts';
import { createLog } from '../../bot/log.ts';
import { Codes } from '../../bot/mail/codes.ts';
import { Mailer } from '../../bot/mail/mailer.ts';
import { expireQuotes } from '../../crm/apply.ts';
import { openMailServer, type Received } from '../support/mail-server.ts';
import { openTestServer, type TestServer } from '../support/server.ts';
import { connectWidget } from '../support/widget-client.ts';

describe('a quote by e-mail', () => {
  let smtp: Awaited<ReturnType<typeof openMailServer>>;
  let server: TestServer;
  let mailer: Mailer;
  let now = new Date('2026-03-04T10:00:00Z');

  beforeAll(async () => {
    smtp = await openMailServer();
    const mail = { smtpUrl: smtp.url, from: 'quotes@shop.example' };
    server = await openTestServer({ now: () => now, forecasts: false }, { mail });
    const { shop, answers, store } = server.app;
    mailer = new Mailer({
      ...{ settings: mail, shop, answers, models: store.models, now: () => now },
      codes: new Codes('of no use here'),
      log: createLog('silent'),
    });
  });
  afterAll(async () => {
    await server?.stop();
    mailer?.close();
    await smtp?.close();
  });

  test('asks for the address, is tried again, and leaves once with the PDF', async () => {
    const client = await connectWidget(server.url);
    const { Mail, Contact } = server.app.store.models;
    await client.say('how much is the party bunting?');
    await client.say('make me a quote for 12');
    smtp.refuse(1);
    expect((await client.say('email it to me')).reply.text).toContain('To which e-mail address');
    expect((await client.say('ann@example.org')).reply.text).toContain('as a PDF to ann@example.org');
    for (let tries = 0; tries < 8 && smtp.received.length === 0; tries++) {
      await mailer.sendDue();
      now = new Date(now.getTime() + 60_000);
    }
    await mailer.sendDue();
    expect(smtp.received).toHaveLength(1);
    const [{ from, to, source }] = smtp.received as [Received];
    expect([from, to]).toEqual(['quotes@shop.example', ['ann@example.org']]);
    expect(source).toMatch(/^Subject: Your quote Q-260304-[0-9A-Z]{6} from Rainmaker Gifts\r?$/m);
    expect(source).toMatch(/^Message-ID: <[0-9a-f]{32}@shop\.example>\r?$/m);
    expect(source).toContain('Content-Type: application/pdf');
    const base64 = source.match(
      /Content-Disposition: attachment[\s\S]*?\r?\n\r?\n([A-Za-z0-9+/=\r\n]+)/,
    )![1]!;
    expect(Buffer.from(base64, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    // The address was for this alone.
    expect(await Mail.find({}).lean()).toMatchObject([{ status: 'sent', attempts: 2 }]);
    expect(JSON.stringify(await Mail.find({}).lean())).not.toContain('ann@example.org');
    expect(await Contact.countDocuments({ emails: 'ann@example.org' })).toBe(0);
    client.socket.disconnect();
  });

  test('no more than five a day for one visitor', async () => {
    const client = await connectWidget(server.url);
    await client.say('how much is the party bunting?');
    await client.say('make me a quote for 12');
    for (let count = 0; count < 5; count++)
      expect((await client.say('email it to bob@example.org')).reply.text).toContain('bob@example.org');
    expect((await client.say('email it to bob@example.org')).reply.text).toContain(
      'as many e-mails as I may',
    );
    client.socket.disconnect();
  });

  test('quotes past their last day expire', async () => {
    const { Quote } = server.app.store.models;
    const [quote] = await Quote.find({ status: 'open' }).lean();
    await expireQuotes(server.app.store.models, quote!.validUntil);
    expect((await Quote.findOne({ number: quote!.number }).lean())!.status).toBe('open');
    await expireQuotes(server.app.store.models, '2026-12-31');
    expect((await Quote.findOne({ number: quote!.number }).lean())!.status).toBe('expired');
  });
});

test('half of the mail settings is an error that names the other half', () => {
  expect(() => readConfig({ SMTP_URL: 'smtp://localhost' })).toThrow('set MAIL_FROM too');
  expect(() => readConfig({ MAIL_FROM: 'a@b.example' })).toThrow('set SMTP_URL too');
  expect(() => readConfig({ SMTP_URL: 'http://x', MAIL_FROM: 'x\r\nBcc: y@z.example' })).toThrow(
    /SMTP_URL must be a URL[\s\S]*MAIL_FROM must be an e-mail address/,
  );
});
