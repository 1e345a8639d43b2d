import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { Line } from '../support/line.ts';
import { openTestServer, type TestServer } from '../support/server.ts';

const artefacts = fileURLToPath(new URL('../artefacts/', import.meta.url));
const REPLY_MS = 120_000;

describe('the widget on the demo page', () => {
  let server: TestServer;
  let line: Line;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    mkdirSync(artefacts, { recursive: true });
    server = await openTestServer({ forecasts: false });
    line = new Line(server.port);
    await line.mend();
    browser = await launchBrowser();
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    page = await open(context);
  });

  afterAll(async () => {
    await browser?.close();
    await line?.cut();
    await server?.stop();
  });

  /** A new tab with the chat open. Nothing may be asked of any other host, and nothing may go wrong unseen. */
  async function open(of: BrowserContext): Promise<Page> {
    const tab = await of.newPage();
    tab.on('pageerror', (error) => faults.push(error.message));
    tab.on('console', (line) => {
      if (line.type() === 'error') faults.push(line.text());
    });
    tab.on('request', (request) => {
      if (!request.url().startsWith(line.url)) faults.push(`request to ${request.url()}`);
    });
    await tab.goto(line.url);
    await tab.getByRole('button', { name: /Chat with us|在线咨询/ }).click();
    return tab;
  }

  /** The new replies to a message. */
  async function ask(tab: Page, text: string): Promise<string> {
    const replies = tab.locator('.bot');
    const before = await replies.count();
    await tab.getByRole('textbox').fill(text);
    await tab.getByRole('textbox').press('Enter');
    await replies.nth(before).waitFor({ timeout: REPLY_MS });
    return (await replies.allTextContents()).slice(before).join('\n');
  }

  test('the quote conversation, from a product to its order', async () => {
    expect(await ask(page, 'do you have white hanging heart t-light holders?')).toContain(
      'White hanging heart t-light holder',
    );
    expect(await ask(page, 'how much for 100?')).toContain('£');
    expect(await ask(page, 'when could I have 500?')).toContain('90%');
    expect(await ask(page, 'ok make me a quote for 500')).toMatch(/Quote Q-\d{6}-[0-9A-Z]{6}/);
    const changed = await ask(page, 'make it 300 and add 50 red retrospot lunch bags');
    expect(changed).toContain('300');
    expect(changed).toContain('Lunch bag red retrospot');
    await page.screenshot({ path: path.join(artefacts, 'quote.png') });
    expect(await ask(page, 'yes, go ahead')).toMatch(/O-\d{6}-[0-9A-Z]{6}/);
    await page.screenshot({ path: path.join(artefacts, 'order.png') });
  });

  test('a new tab of the same visitor shows the conversation and knows the order', async () => {
    const tab = await open(context);
    await tab.getByText('yes, go ahead').waitFor({ timeout: REPLY_MS });
    expect(await ask(tab, 'where is my order?')).toMatch(/O-\d{6}-[0-9A-Z]{6}/);
    await tab.close();
  });

  test('another visitor sees nothing of it', async () => {
    const other = await browser.newContext({ locale: 'en-GB' });
    const tab = await open(other);
    expect(await ask(tab, 'where is my order?')).not.toMatch(/O-\d{6}/);
    expect(await tab.getByText('yes, go ahead').count()).toBe(0);
    await other.close();
  });

  test('a quick reply is pressed like a message', async () => {
    const other = await browser.newContext({ locale: 'en-GB' });
    const tab = await open(other);
    await ask(tab, 'how much are lunch bags?');
    const choice = tab.locator('.choices button').first();
    const label = (await choice.textContent())!;
    const before = await tab.locator('.bot').count();
    await choice.click();
    await tab.locator('.bot').nth(before).waitFor({ timeout: REPLY_MS });
    expect(await tab.locator('.visitor').last().textContent()).toContain(label);
    await other.close();
  });

  test('on a phone, in Chinese', async () => {
    const phone = await browser.newContext({
      locale: 'zh-CN',
      viewport: { width: 375, height: 667 },
      isMobile: true,
      hasTouch: true,
    });
    const tab = await open(phone);
    expect(await ask(tab, '红色复古圆点午餐袋多少钱？')).toContain('红色复古圆点午餐袋');
    expect(await ask(tab, '买200个呢？')).toContain('200');
    const panel = await tab.getByRole('dialog').boundingBox();
    expect(panel).toEqual({ x: 0, y: 0, width: 375, height: 667 });
    await tab.screenshot({ path: path.join(artefacts, 'phone-zh.png') });
    await phone.close();
  });

  test('markup in a message stays text', async () => {
    const tab = await open(context);
    await ask(tab, '<img src=x onerror="document.title=1"> hello');
    expect(await tab.title()).not.toBe('1');
    await tab.close();
  });

  test('a connection that breaks is said, and the message written meanwhile arrives once', async () => {
    const text = 'what payment methods do you take?';
    const tab = await open(await browser.newContext({ locale: 'en-GB' }));
    await ask(tab, 'hello');
    await line.cut();
    await tab.getByText('No connection.').waitFor({ timeout: REPLY_MS });
    const before = await tab.locator('.bot').count();
    await tab.getByRole('textbox').fill(text);
    await tab.getByRole('textbox').press('Enter');
    await line.mend();
    await tab.locator('.bot').nth(before).waitFor({ timeout: REPLY_MS });
    expect(await server.app.store.models.Turn.countDocuments({ 'message.text': text })).toBe(1);
    await tab.close();
  });

  test('by keyboard alone: a quick reply leaves the focus in the chat, Escape closes it', async () => {
    const tab = await open(await browser.newContext({ locale: 'en-GB' }));
    await ask(tab, 'do you have doormats?');
    const before = await tab.locator('.bot').count();
    await tab.locator('.choices button').first().focus();
    await tab.keyboard.press('Enter');
    await tab.locator('.bot').nth(before).waitFor({ timeout: REPLY_MS });
    await tab.keyboard.press('Escape');
    expect(await tab.getByRole('dialog').isVisible()).toBe(false);
    await tab.keyboard.press('Enter');
    expect(await tab.getByRole('dialog').isVisible()).toBe(true);
    await tab.close();
  });

  test('an answer that does not fit is shown from its beginning', async () => {
    const tab = await open(
      await browser.newContext({ locale: 'en-GB', viewport: { width: 360, height: 500 } }),
    );
    await ask(tab, 'do you have lunch bags?');
    const [log, reply] = await Promise.all([
      tab.getByRole('log').boundingBox(),
      tab.locator('.bot').last().boundingBox(),
    ]);
    expect(reply!.height).toBeGreaterThan(log!.height);
    expect(reply!.y).toBeGreaterThanOrEqual(log!.y);
    await tab.close();
  });

  test('a message that is nearly full says how much is left', async () => {
    const tab = await open(await browser.newContext({ locale: 'zh-CN' }));
    await tab.getByRole('textbox').fill('长'.repeat(3_950));
    await tab.getByText('还可以输入50个字').waitFor({ timeout: REPLY_MS });
    await tab.getByRole('textbox').fill('短');
    expect(await tab.getByText('还可以输入').count()).toBe(0);
    await tab.close();
  });

  test('nothing went wrong unseen', () => {
    expect(
      faults.filter((fault) => !/WebSocket connection|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE/.test(fault)),
    ).toEqual([]);
  });
});
