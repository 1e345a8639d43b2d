import {
  addReturnPhoto,
  amendOrder,
  cancelOrder,
  changeQuote,
  createQuote,
  createTask,
  placeOrder,
  requestReturn,
  upsertContact,
} from '../crm/apply.ts';
import type { Models } from '../crm/models/index.ts';
import type { Effect } from '../dialogs/effect.ts';
import type { IncomingMessage } from '../dialogs/message.ts';

/** Performs one effect of a committed turn. Doing it again under the same key changes nothing. */
export async function performEffect(
  models: Models,
  key: string,
  message: IncomingMessage,
  effect: Effect,
): Promise<void> {
  const identity = { channel: message.channel, id: message.sender.id };
  const { conversationId, at } = message;
  switch (effect.kind) {
    case 'quote.create':
      return createQuote(models, {
        ...effect.quote,
        status: 'open',
        identity,
        conversationId,
        language: effect.language,
        madeAt: at,
        effectKey: key,
      });
    case 'quote.change': {
      const { number, ...change } = effect.quote;
      return changeQuote(models, key, number, change);
    }
    case 'quote.cancel':
      return changeQuote(models, key, effect.number, { status: 'cancelled' });
    case 'order.place':
      return placeOrder(models, {
        number: effect.orderNumber,
        status: 'placed',
        identity,
        quoteNumber: effect.quoteNumber,
        lines: effect.lines,
        total: effect.total,
        placedAt: at,
        promisedFor: effect.promisedFor,
        source: 'chat',
        effectKey: key,
      });
    case 'order.cancel':
      return cancelOrder(models, key, effect.number);
    case 'order.amend': {
      const { kind: _, number, ...change } = effect;
      return amendOrder(models, key, number, change);
    }
    case 'return.request': {
      const { kind: _, ...request } = effect;
      return requestReturn(models, {
        ...request,
        status: 'labelWanted',
        identity,
        conversationId,
        madeAt: at,
        effectKey: key,
      });
    }
    case 'return.photo':
      return addReturnPhoto(models, key, identity, effect);
    case 'contact.upsert': {
      const { kind: _, ...details } = effect;
      return upsertContact(models, key, identity, details);
    }
    case 'task.create':
      return createTask(models, {
        kind: effect.task,
        status: 'open',
        identity,
        conversationId,
        ...(effect.dueOn !== undefined && { dueOn: effect.dueOn }),
        note: effect.note,
        madeAt: at,
        effectKey: key,
      });
  }
}
