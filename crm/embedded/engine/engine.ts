/** The store without its wire: what the commands work on. */
import { Catalog } from './catalog.ts';
import { isIntact } from './collection.ts';
import { Cursors } from './cursors.ts';
import { Environment } from './environment.ts';

export class Engine {
  readonly environment: Environment;
  readonly catalog: Catalog;
  readonly cursors: Cursors;
  readonly now: () => number;

  /** @param now milliseconds since the epoch @throws StoreError when the files can't be opened */
  constructor(file: string, now: () => number) {
    this.now = now;
    this.environment = new Environment(file, isIntact);
    this.catalog = new Catalog(this.environment);
    this.cursors = new Cursors(now);
  }

  async close(): Promise<void> {
    await this.environment.close();
  }
}
