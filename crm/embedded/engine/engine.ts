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

  private constructor(environment: Environment, now: () => number) {
    this.now = now;
    this.environment = environment;
    this.catalog = new Catalog(environment);
    this.cursors = new Cursors(now);
  }

  /**
   * Opens or creates the data file, checks it, and upgrades it from an earlier format.
   * @param now milliseconds since the epoch
   * @throws StoreError DataCorruptionDetected, UnsupportedFormat, OutOfDiskSpace, OperationFailed
   */
  static async open(file: string, now: () => number): Promise<Engine> {
    const engine = new Engine(new Environment(file, { checkValue: isIntact }), now);
    await engine.catalog.upgrade();
    return engine;
  }

  async close(): Promise<void> {
    await this.environment.close();
  }
}
