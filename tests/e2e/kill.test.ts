import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import { createLog } from '../../bot/log.ts';
import { PATHS } from '../../bot/paths.ts';
import { openStore } from '../../bot/store.ts';
import type { Models } from '../../crm/models/index.ts';
import { loadSampleShop } from '../../crm/sample/load.ts';
import type { ExplainedDecision } from '../../dialogs/skill.ts';
import { seededRandom } from '../../nlu/random.ts';
import type {
  Acknowledgement,
  ClientToServerEvents,
  ServerToClientEvents,
} from '../../web-widget/protocol.ts';
import { forkServer, kill, stop } from '../support/child-server.ts';
import { shopFolder } from '../support/folder.ts';
import { freePort } from '../support/free-port.ts';
import { until } from '../support/until.ts';

const SEED = Number(process.env.TEST_SEED ?? 20_261_123);
const VISITORS = 10;
const TURNS_EACH = 20;
const KILLS = 6;
const SCRIPT = [
  'do you have white hanging heart t-light holders?',
  'make me a quote for 12',
  'yes, go ahead',
  'thanks!',
];

/** A visitor as the widget is one: sends a message under one id until it is acknowledged, resumes by number. */
class Visitor {
  readonly accepted: string[] = [];
  readonly replies = new Map<number, string>();
  readonly #socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  readonly #name: string;
  #token: string | undefined;

  constructor(name: string, url: string) {
    this.#name = name;
    this.#socket = io(url, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
      auth: (send) => send({ token: this.#token, since: Math.max(0, ...this.replies.keys()), locale: 'en' }),
    });
    this.#socket.on('welcome', ({ token, turns }) => {
      this.#token = token;
      for (const { replies } of turns)
        for (const { number, reply } of replies) this.replies.set(number, reply.text);
    });
    this.#socket.on('reply', ({ number, reply }) => this.replies.set(number, reply.text));
  }

  async talk(turns: number, pause: () => number): Promise<void> {
    for (let count = 0; count < turns; count++) {
      const id = `${this.#name}-message-${count}`;
      while (!(await this.#send(id, SCRIPT[count % SCRIPT.length]!))) await sleep(50);
      this.accepted.push(id);
      await sleep(pause());
    }
  }

  /** False when the line broke before the acknowledgement: nobody knows then, so the same id goes out again. */
  async #send(id: string, text: string): Promise<boolean> {
    if (this.#token === undefined || !this.#socket.connected) return false;
    const acknowledgement = await this.#socket
      .timeout(2_000)
      .emitWithAck('message', { id, text })
      .catch((): Acknowledgement | undefined => undefined);
    if (acknowledgement?.accepted === false && acknowledgement.error.code !== 'TOO_MANY_REQUESTS')
      throw new Error(`${id} refused: ${acknowledgement.error.message}`);
    return acknowledgement?.accepted === true;
  }

  /** Waits for the replies to what was accepted. */
  async hearsAll({ Turn }: Models): Promise<void> {
    const { conversationId } = (await Turn.findOne({ messageId: this.accepted[0]! }).lean())!;
    const { lastReply } = (await Turn.findOne({ conversationId }).sort({ seq: -1 }).lean())!;
    await until(() => this.replies.has(lastReply));
  }

  close(): void {
    this.#socket.disconnect();
  }
}

test(`SIGKILL at ${KILLS} random instants of ${VISITORS * TURNS_EACH} turns: nothing accepted is lost, nothing is done twice (seed ${SEED})`, async () => {
  const random = seededRandom(SEED);
  const { dir, remove } = await shopFolder();
  const options = { dataDir: dir, port: await freePort() };
  let server = await forkServer(options);

  const visitors = Array.from(
    { length: VISITORS },
    (_, index) => new Visitor(`visitor-${index}`, `http://127.0.0.1:${options.port}`),
  );
  const talking = Promise.all(visitors.map((visitor) => visitor.talk(TURNS_EACH, () => 700 * random())));
  let isTalking = true;
  void talking.finally(() => {
    isTalking = false;
  });
  for (let count = 0; count < KILLS && isTalking; count++) {
    await sleep(200 + 1_200 * random());
    await kill(server, 'SIGKILL');
    server = await forkServer(options);
  }
  await talking;
  const running = await openStore({ dataDir: dir, log: createLog('silent'), share: true });
  for (const visitor of visitors) await visitor.hearsAll(running.models);
  await running.close();
  await stop(server);
  for (const visitor of visitors) visitor.close();

  const store = await openStore({ dataDir: dir, log: createLog('silent') });
  try {
    const { Turn, Order, Quote, Product } = store.models;
    const turns = await Turn.find({}).sort({ conversationId: 1, seq: 1 }).lean();
    const messageIds = turns.map((turn) => turn.messageId);
    expect(new Set(messageIds)).toEqual(new Set(visitors.flatMap((visitor) => visitor.accepted)));
    expect(messageIds).toHaveLength(VISITORS * TURNS_EACH);
    expect(turns.every((turn) => turn.status === 'done')).toBe(true);

    const decided = (kind: string) =>
      turns.flatMap((turn) =>
        (turn.decision as ExplainedDecision).effects.flatMap((effect, index) =>
          effect.kind === kind ? [`${turn.conversationId}:${turn.seq}:${index}`] : [],
        ),
      );
    const quotes = await Quote.find({}).lean();
    const orders = await Order.find({ source: 'chat' }).lean();
    expect(quotes.map((quote) => quote.effectKey).sort()).toEqual(decided('quote.create').sort());
    expect(orders.map((order) => order.effectKey).sort()).toEqual(decided('order.place').sort());
    expect(orders).toHaveLength((VISITORS * TURNS_EACH) / SCRIPT.length);

    const sold = new Map<string, number>();
    for (const { sku, quantity } of orders.flatMap((order) => order.lines))
      sold.set(sku, (sold.get(sku) ?? 0) + quantity);
    for (const [sku, units] of sold)
      expect([sku, (await Product.findOne({ sku }).lean())!.stock]).toEqual([sku, startStock(sku) - units]);

    for (const visitor of visitors) {
      const own = turns.filter((turn) => turn.messageId === visitor.accepted[0]);
      const last = turns.filter((turn) => turn.conversationId === own[0]!.conversationId).at(-1)!;
      expect([...visitor.replies.keys()].sort((a, b) => a - b)).toEqual(
        Array.from({ length: last.lastReply }, (_, index) => index + 1),
      );
    }
  } finally {
    await store.close();
    await remove();
  }
}, 400_000);

/** What the sample shop had of a product before anybody ordered. */
function startStock(sku: string): number {
  const { products } = loadSampleShop({
    dir: PATHS.sampleShop,
    today: new Date(),
    timeZone: 'Europe/London',
  });
  return products.find((product) => product.sku === sku)!.stock;
}
