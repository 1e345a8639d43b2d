import {
  addReturnPhoto,
  amendOrder,
  cancelOrder,
  changeQuote,
  createQuote,
  createTask,
  insertOnce,
  placeOrder,
  requestReturn,
  upsertContact,
} from '../../crm/apply.ts';
import {
  changeDeal,
  createDeal,
  finishActivity,
  logActivity,
  removeActivity,
  removeDeal,
  reopenActivity,
} from '../../crm/apply-deal.ts';
import {
  decideApproval,
  expireApproval,
  openApproval,
  openHandoff,
  releaseHandoff,
  takeHandoff,
} from '../../crm/apply-handoff.ts';
import { bookMeeting, cancelMeeting, recordLead } from '../../crm/apply-lead.ts';
import { eraseProven, requestCode } from '../../crm/code-requests.ts';
import { erasePersonalData } from '../../crm/erase.ts';
import type { Models } from '../../crm/models/index.ts';
import { MEETING_MINUTES } from '../../crm/queries/free-slots.ts';
import type { Effect } from '../../dialogs/effect.ts';
import type { IncomingMessage } from '../../dialogs/message.ts';

/** Effects that reach into another conversation. */
export interface Carry {
  discountDecision(key: string, effect: Extract<Effect, { kind: 'discount.decide' }>): Promise<void>;
}

/** Performs one effect of a committed turn. Doing it again under the same key changes nothing. */
export async function performEffect(
  models: Models,
  key: string,
  message: IncomingMessage,
  effect: Effect,
  carry: Carry,
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
    case 'quote.email':
      return insertOnce(models.Mail, {
        effectKey: key,
        status: 'pending',
        identity,
        to: effect.to,
        language: effect.language,
        quoteNumber: effect.number,
        ...(effect.isReminder && { isReminder: true }),
        attempts: 0,
        nextAttemptAt: at,
        madeAt: at,
      });
    case 'order.place':
      return placeOrder(models, {
        number: effect.orderNumber,
        status: 'placed',
        identity,
        quoteNumber: effect.quoteNumber,
        lines: effect.lines,
        ...(effect.discount && { discount: effect.discount }),
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
    case 'meeting.book': {
      const { kind: _, ...meeting } = effect;
      const endsAt = new Date(meeting.startsAt.getTime() + MEETING_MINUTES * 60_000);
      return bookMeeting(
        models,
        {
          ...meeting,
          endsAt,
          status: 'booked',
          identity,
          conversationId,
          effectKey: key,
        },
        at,
      );
    }
    case 'meeting.cancel':
      return cancelMeeting(models, identity, effect.number);
    case 'lead.record': {
      const { kind: _, ...lead } = effect;
      return recordLead(models, identity, lead);
    }
    case 'contact.upsert': {
      const { kind: _, consent, ...details } = effect;
      return upsertContact(models, key, identity, {
        ...details,
        ...(consent !== undefined && { consent: { version: consent, at } }),
      });
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
    case 'handoff.open': {
      const { kind: _, ...request } = effect;
      return openHandoff(models, {
        ...request,
        conversationId,
        identity,
        status: 'waiting',
        requestedAt: at,
        effectKey: key,
      });
    }
    case 'handoff.take':
      return takeHandoff(models, key, conversationId, effect.rep, at);
    case 'handoff.release':
      return releaseHandoff(models, key, conversationId, effect.to, at);
    case 'approval.open': {
      const { kind: _, ...request } = effect;
      return openApproval(models, {
        ...request,
        conversationId,
        identity,
        status: 'open',
        requestedAt: at,
        effectKey: key,
      });
    }
    case 'approval.decide':
      return decideApproval(models, key, effect.quoteNumber, {
        status: effect.outcome,
        decidedBy: effect.rep,
        decidedAt: at,
        ...(effect.percent !== undefined && { granted: effect.percent }),
      });
    case 'approval.expire':
      return expireApproval(models, effect.quoteNumber);
    case 'discount.decide':
      return carry.discountDecision(key, effect);
    case 'deal.create':
      return createDeal(models, { ...effect.deal, sample: false });
    case 'deal.change':
      await changeDeal(models, key, effect.key, effect.change);
      if (effect.note !== undefined)
        await logActivity(models, {
          kind: 'note',
          rep: identity.id,
          text: effect.note,
          dealKey: effect.key,
          at,
          effectKey: key,
        });
      return;
    case 'privacy.erase':
      if (effect.code !== undefined) await eraseProven(models, identity, effect.code);
      return erasePersonalData(models, identity);
    case 'code.send': {
      const { kind: _, language, ...code } = effect;
      return requestCode(models, {
        effectKey: key,
        identity,
        language,
        code: { ...code, conversationId },
        at,
      });
    }
    case 'deal.remove':
      return removeDeal(models, effect.key);
    case 'activity.done':
      return finishActivity(models, effect.key, at);
    case 'activity.log':
      return logActivity(models, { ...effect.activity, at, effectKey: effect.key ?? key });
    case 'activity.reopen':
      return reopenActivity(models, effect.key);
    case 'activity.remove':
      return removeActivity(models, effect.key);
  }
}
