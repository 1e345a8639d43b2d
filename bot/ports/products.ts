import type { Models } from '../../crm/models/index.ts';
import type { Product } from '../../crm/models/product.ts';

/** How old an answer may be when another process wrote. */
const FRESH_MS = 250;
/** Clocks of processes that share a store may differ by this much. */
const CLOCK_SKEW_MS = 10_000;
/** Products that were removed, or changed by something that sets no `updatedAt`, are noticed after this long. */
const WHOLE_MS = 60_000;

/**
 * What is on sale, in memory. A read that is older than a quarter of a second first asks the store for what has
 * changed since; what this process writes is seen at once, because `changed` is called after it.
 */
export class Products {
  readonly #models: Models;
  readonly #clock: () => number;
  #bySku: ReadonlyMap<string, Product> = new Map();
  #all: readonly Product[] = [];
  #readAt = Number.NEGATIVE_INFINITY;
  #wholeAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;
  /** Writes of this process, and how many of them the last read has seen. */
  #changes = 0;
  #seen = 0;

  constructor(models: Models, clock: () => number = Date.now) {
    this.#models = models;
    this.#clock = clock;
  }

  async bySku(): Promise<ReadonlyMap<string, Product>> {
    await this.#refresh();
    return this.#bySku;
  }

  async all(): Promise<readonly Product[]> {
    await this.#refresh();
    return this.#all;
  }

  /** Says that this process has written products. */
  changed(): void {
    this.#changes++;
  }

  async #refresh(): Promise<void> {
    const changes = this.#changes;
    if (this.#seen === changes && this.#clock() - this.#readAt < FRESH_MS) return;
    do {
      this.#reading ??= this.#read().finally(() => {
        this.#reading = undefined;
      });
      await this.#reading;
    } while (this.#seen < changes);
  }

  async #read(): Promise<void> {
    const at = this.#clock();
    const changes = this.#changes;
    const isWhole = at - this.#wholeAt >= WHOLE_MS;
    const filter = isWhole ? {} : { updatedAt: { $gte: new Date(this.#readAt - CLOCK_SKEW_MS) } };
    const found = await this.#models.Product.find(filter).lean();
    if (isWhole || found.length > 0) {
      const bySku = new Map(isWhole ? [] : this.#bySku);
      for (const product of found) {
        if (product.active) bySku.set(product.sku, product);
        else bySku.delete(product.sku);
      }
      this.#bySku = bySku;
      this.#all = [...bySku.values()];
    }
    if (isWhole) this.#wholeAt = at;
    this.#readAt = at;
    this.#seen = changes;
  }
}
