// Films the product as visitors see it, for docs/images: `npm run tour`.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { openTestServer, type TestServer } from '../support/server.ts';
import { Film } from './film.ts';
import { openPdf } from './pdf-page.ts';
import { openRep, type RepTerminal } from './rep-terminal.ts';

type Step =
  | { readonly say: string }
  | { readonly press: string }
  | { readonly rep: 'approve' }
  | { readonly open: 'pdf' };

/** Find, compare, price, a question in between, back to the quote, a correction, a discount, the order, its paper. */
const TOURS: Readonly<Record<string, { readonly locale: string; readonly steps: readonly Step[] }>> = {
  en: {
    locale: 'en-GB',
    steps: [
      { say: 'show me lunch bags under £2' },
      { say: 'compare the first and the second' },
      { say: 'how much for 200 of the red retrospot lunch bag?' },
      { say: 'make me a quote' },
      { say: 'wait, what does shipping to Germany cost?' },
      { say: 'no, I meant 300' },
      { say: 'can you do 12% off?' },
      { rep: 'approve' },
      { open: 'pdf' },
      { say: 'yes, go ahead' },
    ],
  },
  zh: {
    locale: 'zh-CN',
    steps: [
      { say: '有没有2英镑以下的午餐袋？' },
      { say: '比较一下第一个和第二个' },
      { say: '红色复古圆点午餐袋200个多少钱？' },
      { say: '给我做个报价' },
      { say: '等一下，送到德国运费多少？' },
      { say: '不对，我说的是300个' },
      { say: '能打88折吗？' },
      { rep: 'approve' },
      { open: 'pdf' },
      { say: '好的，下单' },
    ],
  },
};
const SIZE = { width: 760, height: 640 };
const READ_MS = 2_600;
const TYPED_MS = 900;
const REPLY_MS = 30_000;
const SETTLE_MS = 700;

// The browser brings no Chinese glyphs; those that the PDFs embed stand in for a font of the visitor's machine.
const FONT = readFileSync(
  createRequire(import.meta.url).resolve(
    '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff2',
  ),
).toString('base64');
const FONT_FACE = `@font-face { font-family: 'Noto Sans CJK SC'; src: url(data:font/woff2;base64,${FONT}) }`;

const server = await openTestServer({ forecasts: true });
await server.app.forecastsReady;
const browser = await launchBrowser();
try {
  for (const [name, { locale, steps }] of Object.entries(TOURS)) {
    const context = await browser.newContext({ viewport: SIZE, locale });
    const page = await context.newPage();
    const rep = await openRep(server);
    const film = new Film();
    await page.route('**/demo.css', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${FONT_FACE}\n${await response.text()}` });
    });
    await page.goto(server.url);
    await page.getByRole('button', { name: /Chat with us|在线咨询/ }).click();
    await film.shoot(page, TYPED_MS);
    for (const step of steps) await act(step, page, film, rep, server);
    const file = path.join('docs/images', `tour-${name}.gif`);
    console.log(`${file}: ${film.save(file)} bytes`);
    await rep.close();
    await context.close();
  }
} finally {
  await browser.close();
  await server.stop();
}

async function act(step: Step, page: Page, film: Film, rep: RepTerminal, { url }: TestServer): Promise<void> {
  const replies = page.locator('.bot');
  const before = await replies.count();
  const answered = async () => {
    await replies.nth(before).waitFor({ timeout: REPLY_MS });
    await sleep(SETTLE_MS);
  };
  if ('say' in step) {
    await page.getByRole('textbox').fill(step.say);
    await film.shoot(page, TYPED_MS);
    await page.getByRole('textbox').press('Enter');
    await answered();
    return film.shoot(page, READ_MS);
  }
  if ('press' in step) {
    await page.getByRole('button', { name: step.press }).last().click();
    await answered();
    return film.shoot(page, READ_MS);
  }
  if ('rep' in step) {
    const quote = /Q-\d{6}-\w{6}/g;
    const said = (await page.locator('.bot').allTextContents()).join(' ');
    await rep.approve(said.match(quote)!.at(-1)!);
    await answered();
    return film.shoot(page, READ_MS);
  }
  const href = await page.locator('a[href*="/quotes/"]').last().getAttribute('href');
  const paper = await openPdf(page.context(), url, new URL(href!, url).href);
  await film.shoot(paper, READ_MS);
  await paper.close();
}
