import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { type App, createApp } from '../../bot/app.ts';
import { createLog } from '../../bot/log.ts';
import { plainText } from '../../dialogs/reply.ts';
import { seededRandom } from '../../nlu/random.ts';
import type { Understanding } from '../../nlu/understanding.ts';
import { understood } from '../dialogs/chat.ts';
import { shopFolder, testConfig } from '../support/folder.ts';
import { customerStep, type Step } from './step.ts';
import { verifyEffects, verifyLog } from './verify.ts';
import { check, WalkingVisitor } from './visitor.ts';

export interface WalkOptions {
  readonly seed: number;
  readonly turns: number;
  /** Turns between two restarts. */
  readonly turnsPerStart: number;
  readonly report?: (line: string) => void;
}

export interface WalkResult {
  readonly turns: number;
  readonly orders: number;
  /** Of the heap after a collection, at the end of each run of the server. */
  readonly heapMegabytes: readonly number[];
}

const VISITORS = 16;
const START = Date.parse('2026-03-04T10:00:00Z');
const STEP_MS = 40_000;
const DAY_MS = 86_400_000;

/**
 * Random walks of 16 visitors at a time through the whole server but its language pipeline, on the embedded store.
 * Messages are sent again, several at once and out of order; deliveries fail; before each restart the line to the
 * visitors goes dead, so that turns are left to finish. Throws at the first promise that is broken.
 */
export async function walk({ seed, turns, turnsPerStart, report }: WalkOptions): Promise<WalkResult> {
  const random = seededRandom(seed);
  const { dir, remove } = await shopFolder(new Date(START));
  const heapMegabytes: number[] = [];
  let startStock: ReadonlyMap<string, number> | undefined;
  let clock = START;
  let orders = 0;
  let done = 0;
  try {
    while (done < turns) {
      const meanings = new Map<string, Understanding>();
      const visitors = new Map<string, WalkingVisitor>();
      for (let index = 0; index < VISITORS; index++) {
        const visitor = new WalkingVisitor(`${seed}-${done}-${index}`);
        visitors.set(visitor.conversationId, visitor);
      }
      let isDead = false;
      const open = async (): Promise<App> => {
        const app = await createApp({
          config: testConfig(dir),
          log: createLog('silent'),
          now: () => new Date(clock),
          forecasts: false,
          understand: (text) => meanings.get(text) ?? understood(text, {}),
        });
        app.attach(() => ({
          name: 'terminal',
          async deliver({ conversationId, number, reply }) {
            if (isDead || random() < 0.005) throw new Error('the line is dead');
            const visitor = visitors.get(conversationId);
            const text = plainText(reply);
            if (!visitor) return;
            check((visitor.replies.get(number) ?? text) === text, visitor, `reply ${number} has two texts`);
            visitor.replies.set(number, text);
          },
          async stop() {},
        }));
        return app;
      };

      let app = await open();
      startStock ??= new Map(
        (await app.store.models.Product.find({}).lean()).map(({ sku, stock }) => [sku, stock]),
      );
      const end = Math.min(turns, done + turnsPerStart);
      const steps = fc.sample(customerStep, { seed: seed + done, numRuns: end - done });
      const say = async (visitor: WalkingVisitor, one: Step) => {
        clock += STEP_MS + (one.days > 0 && random() < 0.02 ? one.days * DAY_MS : 0);
        const text = one.understanding.text + blanks(++done);
        meanings.set(text, one.understanding);
        return visitor.say(app, one, text);
      };
      await Promise.all(
        [...visitors.values()].map(async (visitor) => {
          while (steps.length > 0) {
            if (steps.length < VISITORS / 2) isDead = true;
            const burst = random() < 0.05 ? steps.splice(0, 3) : steps.splice(0, 1);
            await Promise.all([
              ...burst.map((one) => say(visitor, one)),
              ...(random() < 0.05 ? [visitor.repeat(app, random), visitor.repeat(app, random)] : []),
            ]);
          }
        }),
      );
      await app.stop();

      isDead = false;
      app = await open();
      await app.recover();
      await Promise.all(
        [...visitors.values()].map(async (visitor) => {
          await visitor.repeat(app, random);
          for (const [intent, skill] of [
            ['help', 'help'],
            ['human.request', 'human'],
          ] as const) {
            const understanding = understood(intent, { [intent]: 0.9 });
            const decision = await say(visitor, { understanding, pressed: undefined, days: 0 });
            check(decision.skill === skill, visitor, `${intent} was taken by ${decision.skill}`);
          }
        }),
      );
      await app.turns.idle();
      for (const visitor of visitors.values()) await verifyLog(app, visitor);
      orders = await verifyEffects(app, startStock);
      await app.stop();
      heapMegabytes.push(heapAfterCollection());
      report?.(`${done} turns, ${orders} orders, heap ${heapMegabytes.at(-1)!.toFixed(0)} MB`);
    }
    return { turns: done, orders, heapMegabytes };
  } finally {
    await remove();
  }
}

/** A number in white space, which makes a text unlike any other without changing what it says. */
const blanks = (number: number) =>
  [...String(number)].map((digit) => String.fromCharCode(0x2000 + Number(digit))).join('');

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
