import type { DealChange } from '../crm/apply-deal.ts';
import type { Activity } from '../crm/models/activity.ts';
import type { Deal } from '../crm/models/deal.ts';
import type { ReturnReason } from '../crm/models/return.ts';
import type { Discount, Line } from '../crm/models/schemas.ts';
import type { Money } from '../crm/money.ts';
import type { DiscountOutcome, LeadFacts, Person } from './conversation/facts.ts';

/** A quote as the conversation knows it: complete, so that state is a reduction of events alone. */
export interface QuoteDraft {
  readonly number: string;
  readonly lines: readonly Line[];
  readonly discount?: Discount;
  readonly total: Money;
  /** Local days, YYYY-MM-DD. */
  readonly validUntil: string;
  readonly promisedFor: string;
}

/**
 * What a decision wants written. Skills only describe; the outbox performs each effect once, under a key made
 * of the turn and the effect's index.
 */
export type Effect =
  | { readonly kind: 'quote.create'; readonly quote: QuoteDraft; readonly language: 'en' | 'zh' }
  | { readonly kind: 'quote.change'; readonly quote: QuoteDraft }
  | { readonly kind: 'quote.cancel'; readonly number: string }
  /** Sends the quote as PDF by e-mail, sooner or later. */
  | {
      readonly kind: 'quote.email';
      readonly number: string;
      readonly to: string;
      readonly language: 'en' | 'zh';
      /** Nobody asked for it: it leaves only while the quote is open. */
      readonly isReminder?: true;
    }
  /** Turns an open quote into an order, and takes its units from the stock. */
  | {
      readonly kind: 'order.place';
      readonly orderNumber: string;
      readonly quoteNumber: string;
      readonly lines: readonly Line[];
      readonly discount?: Discount;
      readonly total: Money;
      readonly promisedFor: string;
    }
  /** Cancels an order that has not left, and puts its units back. */
  | { readonly kind: 'order.cancel'; readonly number: string }
  /** Gives an order that has not left other lines, and takes the difference from the stock. */
  | {
      readonly kind: 'order.amend';
      readonly number: string;
      readonly lines: readonly Line[];
      readonly discount?: Discount;
      readonly total: Money;
      readonly promisedFor: string;
    }
  | {
      readonly kind: 'return.request';
      readonly number: string;
      readonly orderNumber: string;
      readonly reason: ReturnReason;
      readonly photo?: string;
      readonly note: string;
    }
  | { readonly kind: 'return.photo'; readonly number: string; readonly photo: string }
  | {
      readonly kind: 'contact.upsert';
      readonly name?: string;
      readonly email?: string;
      readonly phone?: string;
      /** Version of the text that said what the details are kept for, where the visitor has just agreed to it. */
      readonly consent?: string;
      readonly language: 'en' | 'zh';
    }
  | {
      readonly kind: 'task.create';
      readonly task: 'call' | 'email' | 'contact' | 'handoff';
      readonly dueOn?: string;
      readonly note: string;
    }
  /** Books the time with the rep; where it was taken a moment ago, with whoever is free then. */
  | {
      readonly kind: 'meeting.book';
      readonly number: string;
      readonly repKey: string;
      readonly startsAt: Date;
      readonly with: { readonly name?: string; readonly email?: string; readonly phone?: string };
      readonly note: string;
    }
  | { readonly kind: 'meeting.cancel'; readonly number: string }
  /** What is known of somebody who may buy: makes or completes the deal of that person. */
  | {
      readonly kind: 'lead.record';
      readonly qualification: LeadFacts;
      readonly stage: 'lead' | 'qualified';
      readonly amount: Money;
      readonly closeDate: string;
    }
  /** Puts the conversation into the queue of the reps. */
  | {
      readonly kind: 'handoff.open';
      readonly reason: string;
      readonly priority: number;
      readonly language: 'en' | 'zh';
      readonly products: readonly string[];
      readonly quoteNumber?: string;
      readonly lastOrder?: string;
      readonly mood: number;
    }
  | { readonly kind: 'handoff.take'; readonly rep: string }
  | { readonly kind: 'handoff.release'; readonly to: 'bot' | 'queue' }
  | {
      readonly kind: 'approval.open';
      readonly quoteNumber: string;
      readonly percent?: number;
      readonly listTotal: Money;
      readonly expiresOn: string;
      readonly language: 'en' | 'zh';
    }
  | {
      readonly kind: 'approval.decide';
      readonly quoteNumber: string;
      readonly outcome: DiscountOutcome;
      readonly percent?: number;
      readonly rep: string;
    }
  /** Nobody decided in time. */
  | { readonly kind: 'approval.expire'; readonly quoteNumber: string }
  /** Sends a one-time code where something is stored under the address. */
  | {
      readonly kind: 'code.send';
      readonly number: string;
      readonly address: string;
      readonly expiresAt: Date;
      readonly language: 'en' | 'zh';
    }
  /** Removes what is stored about the sender, and under the address that the code of this number was sent to. */
  | { readonly kind: 'privacy.erase'; readonly code?: string }
  | RepEffect;

/** What a rep wants written; done after a yes. */
export type RepEffect =
  /** A rep's decision about a discount, made in the rep's conversation: it is carried into that of the quote. */
  | {
      readonly kind: 'discount.decide';
      readonly quoteNumber: string;
      readonly outcome: DiscountOutcome;
      readonly percent?: number;
      readonly rep: Person;
    }
  | { readonly kind: 'deal.create'; readonly deal: Omit<Deal, 'sample'> }
  | {
      readonly kind: 'deal.change';
      readonly key: string;
      readonly change: DealChange;
      /** What is to be read about it on the deal from then on. */
      readonly note?: string;
    }
  /** Takes back one that was just made. */
  | { readonly kind: 'deal.remove'; readonly key: string }
  /** A reminder, by the key of the effect that made it, is dealt with. */
  | { readonly kind: 'activity.done'; readonly key: string }
  /** Puts back on the list what was ticked off. */
  | { readonly kind: 'activity.reopen'; readonly key: string }
  /** Under a key chosen before a yes, so that it can be taken back; without one, under that of the effect. */
  | {
      readonly kind: 'activity.log';
      readonly key?: string;
      readonly activity: Omit<Activity, 'at' | 'effectKey'>;
    }
  | { readonly kind: 'activity.remove'; readonly key: string };
