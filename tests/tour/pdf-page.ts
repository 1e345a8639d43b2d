import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';

const PDFJS = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

const PAGE = (pdf: string) => `<!doctype html><meta charset="utf-8"><title>…</title>
<style>body{margin:0;background:#525659;display:flex;justify-content:center}canvas{height:100vh}</style>
<canvas></canvas><script type="module">
import * as pdfjs from '/tour/pdf.mjs';
pdfjs.GlobalWorkerOptions.workerSrc = '/tour/pdf.worker.mjs';
const document_ = await pdfjs.getDocument(${JSON.stringify(pdf)}).promise;
const page = await document_.getPage(1);
const viewport = page.getViewport({ scale: 2 });
const canvas = document.querySelector('canvas');
canvas.width = viewport.width; canvas.height = viewport.height;
await page.render({ canvas, canvasContext: canvas.getContext('2d'), viewport }).promise;
document.title = 'ready';
</script>`;

/** Opens a PDF of the server in the browser: headless Chromium has no viewer of its own. */
export async function openPdf(context: BrowserContext, origin: string, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.route(`${origin}/tour/*`, (route) => {
    const name = path.basename(new URL(route.request().url()).pathname);
    return name === 'pdf.html'
      ? route.fulfill({ contentType: 'text/html', body: PAGE(url) })
      : route.fulfill({
          contentType: 'text/javascript',
          body: readFileSync(path.join(PDFJS, 'legacy/build', name)),
        });
  });
  await page.goto(`${origin}/tour/pdf.html`);
  await page.waitForFunction(() => document.title === 'ready', undefined, { timeout: 30_000 });
  return page;
}
