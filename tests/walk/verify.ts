import { isDeepStrictEqual } from 'node:util';
import type { App } from '../../bot/app.ts';
import { Conversations } from '../../bot/turns/conversations.ts';
import type { TurnRecord } from '../../crm/models/turn.ts';
import { replay } from '../../dialogs/conversation/conversation.ts';
import { newConversation } from '../../dialogs/conversation/state.ts';
import type { ExplainedDecision } from '../../dialogs/skill.ts';
import { until } from '../support/until.ts';
import { check, type WalkingVisitor } from './visitor.ts';

/** Dates and absent fields as they come back from any store. */
const stored = (value: unknown) => JSON.parse(JSON.stringify(value));

/** The log has what was accepted, in order and finished; replayed it makes the state that lived; replies all came. */
export async function verifyLog(app: App, visitor: WalkingVisitor): Promise<void> {
  const { models } = app.store;
  const { conversationId } = visitor;
  // What the server adds by itself, such as that nobody decided in time, may come at any moment.
  let log: readonly TurnRecord[] = [];
  let standing = newConversation;
  await until(async () => {
    log = await models.Turn.find({ conversationId }).sort({ seq: 1 }).lean();
    standing = (await new Conversations(models, () => 0).standing(conversationId)).state;
    const isWhole = (await models.Turn.countDocuments({ conversationId })) === log.length;
    return isWhole && log.every(({ status }) => status === 'done');
  });
  let live = newConversation;
  let replayed = newConversation;
  let lastReply = 0;
  for (const [index, turn] of log.entries()) {
    const { seq, by } = turn;
    const { events, replies } = turn.decision as ExplainedDecision;
    const known = visitor.turns.get(seq);
    check(seq === index + 1, visitor, `turn ${index + 1} is missing`);
    check(by !== undefined || known?.messageId === turn.messageId, visitor, `turn ${seq} was never accepted`);
    check(turn.firstReply === lastReply + 1, visitor, `replies of turn ${seq} are out of order`);
    lastReply += replies.length;
    live = replay(known?.events ?? events, live);
    replayed = replay(events, replayed);
  }
  const own = log.filter(({ by }) => by === undefined);
  check(
    own.length === visitor.turns.size,
    visitor,
    `${visitor.turns.size} accepted, ${own.length} in the log`,
  );
  check(isDeepStrictEqual(stored(replayed), stored(live)), visitor, 'the log makes another state');
  check(isDeepStrictEqual(stored(standing), stored(live)), visitor, 'the session makes another state');
  for (let number = 1; number <= lastReply; number++)
    check(visitor.replies.has(number), visitor, `reply ${number} was never delivered`);
}

/** Every effect was done, none of them twice, and what was ordered is what left the shelf. */
export async function verifyEffects(app: App, startStock: ReadonlyMap<string, number>): Promise<number> {
  const { Turn, Quote, Order, Product } = app.store.models;
  const decided = { 'quote.create': 0, 'order.place': 0 };
  const log = Turn.collection.find<{ decision: ExplainedDecision }>(
    {},
    { projection: { 'decision.effects.kind': 1 } },
  );
  for await (const { decision } of log)
    for (const { kind } of decision.effects) if (kind in decided) decided[kind as keyof typeof decided]++;
  const orders = await Order.find({ source: 'chat' }).lean();
  const made = { 'quote.create': await Quote.countDocuments(), 'order.place': orders.length };
  if (!isDeepStrictEqual(decided, made))
    throw new Error(`decided ${JSON.stringify(decided)}, in the store ${JSON.stringify(made)}`);

  const stock = new Map(startStock);
  for (const { status, lines } of orders)
    if (status !== 'cancelled')
      for (const { sku, quantity } of lines) stock.set(sku, stock.get(sku)! - quantity);
  for (const { sku, stock: units } of await Product.find({}).lean())
    if (units !== stock.get(sku))
      throw new Error(`${sku}: ${units} on the shelf, ${stock.get(sku)} by the orders`);
  return orders.length;
}
