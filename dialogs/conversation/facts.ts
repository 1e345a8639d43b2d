import type { Deal, Qualification } from '../../crm/models/deal.ts';
import type { ReturnReason } from '../../crm/models/return.ts';
import type { Discount, Line } from '../../crm/models/schemas.ts';
import type { Money } from '../../crm/money.ts';
import type { Understanding } from '../../nlu/understanding.ts';
import type { Subject } from '../ports.ts';
import type { DealFilter } from '../sales-book.ts';

/** A line of a quote on its way: what is not there is still missing. */
export interface BegunLine {
  readonly sku?: string;
  readonly quantity?: number;
  /** The words for a product that fit several, and those several. */
  readonly said?: string;
  readonly among?: readonly string[];
  /** What is to be done with it in an open quote. */
  readonly verb?: 'add' | 'remove' | 'set' | 'none';
}

export interface Callback {
  readonly task: 'call' | 'email' | 'contact';
  /** The words it was wanted in, where something had to be asked first. */
  readonly note?: string;
  /** Local day, YYYY-MM-DD. */
  readonly dueOn?: string;
  /** The time of day that was asked for, HH:MM; nobody promises it. */
  readonly at?: string;
}

/** What a yes does to an order that has not left yet. */
export type OrderChange =
  | { readonly kind: 'cancel'; readonly number: string }
  | {
      readonly kind: 'amend';
      readonly number: string;
      readonly lines: readonly Line[];
      readonly discount?: Discount;
      readonly total: Money;
      /** Local day, YYYY-MM-DD. */
      readonly promisedFor: string;
    };

export interface ReturnClaim {
  readonly order: string;
  readonly reason?: ReturnReason;
  /** Where a photo is to be seen: an address or a file name, as the visitor gave it. Nothing fetches it. */
  readonly photo?: string;
}

export interface MeetingSlot {
  readonly repKey: string;
  readonly startsAt: Date;
}

export type LeadFacts = Qualification;
export type LeadQuestion = 'neededBy' | 'budget' | 'authority';

/** A code that was sent to an e-mail address, and what it is asked for. */
export interface CodeChallenge {
  readonly number: string;
  readonly intent: 'privacy.export' | 'privacy.erase';
  readonly address: string;
  readonly expiresAt: Date;
  /** Wrong codes so far. */
  readonly tries?: number;
}

/** A rep. */
export interface Person {
  readonly key: string;
  readonly name: string;
}

/** A list that a rep was shown, in its order; at most 50. */
export interface RepList {
  readonly of: 'deal' | 'contact' | 'product' | 'reminder' | 'alert';
  /** Of deals, contacts, products (stock codes), activities (the keys of their effects) or alerts. */
  readonly keys: readonly string[];
  /** How many of them, from the first. */
  readonly shown: number;
}

/** Local days, both within it. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** A request of a rep that fits several deals: it is done to the one that the answer chooses. */
export interface OpenChoice {
  readonly intent: string;
  /** What was said, to be read again of the deal chosen. */
  readonly request: Understanding;
  /** In the order offered. */
  readonly deals: readonly Pick<Deal, 'key' | 'name' | 'stage' | 'amount' | 'closeDate'>[];
}

/** What a rep asked for: with the same intent and another detail it is asked again. */
export interface RepQuestion {
  readonly intent: string;
  readonly subject?: Subject;
  readonly period?: Period;
  /** Of which goods and to which contacts sales were asked for, and what of them was ranked. */
  readonly goods?: { readonly name: string; readonly skus: readonly string[] };
  readonly customers?: readonly string[];
  readonly ranks?: 'products' | 'customers';
  readonly deals?: DealFilter;
  /** Of which reps. */
  readonly reps?: readonly string[];
}

export type DiscountOutcome = 'approved' | 'countered' | 'declined';
