import { readFileSync, writeFileSync } from 'node:fs';
import gifenc from 'gifenc';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';

const { GIFEncoder, quantize, applyPalette } = gifenc;

const COLOURS = 128;

/** Screenshots of pages, put together as one animated picture. All have to be of one size. */
export class Film {
  readonly #gif = GIFEncoder();

  async shoot(page: Page, milliseconds: number): Promise<void> {
    const { data, width, height } = PNG.sync.read(await page.screenshot());
    const palette = quantize(data, COLOURS);
    this.#gif.writeFrame(applyPalette(data, palette), width, height, { palette, delay: milliseconds });
  }

  save(file: string): number {
    this.#gif.finish();
    writeFileSync(file, this.#gif.bytes());
    return readFileSync(file).length;
  }
}
