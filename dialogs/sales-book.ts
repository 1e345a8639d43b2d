import type { Activity } from '../crm/models/activity.ts';
import type { Contact } from '../crm/models/contact.ts';
import type { Deal, DealStage } from '../crm/models/deal.ts';
import type { Meeting } from '../crm/models/meeting.ts';
import type { Order } from '../crm/models/order.ts';
import type { Rep } from '../crm/models/rep.ts';
import type { CustomerScore } from '../crm/models/score.ts';
import type { Money } from '../crm/money.ts';
import type { OpenApproval } from '../crm/queries/approvals.ts';
import type { CustomerSales, ProductSales, Sales, SalesFilter } from '../crm/queries/sales.ts';

/** Which deals; all where nothing is said. */
export interface DealFilter {
  readonly keys?: readonly string[];
  readonly owner?: string;
  readonly stages?: readonly DealStage[];
  readonly companyKey?: string;
  /** Local days, both included. */
  readonly closes?: { readonly from: string; readonly to: string };
  /** Minor units. */
  readonly least?: number;
  readonly most?: number;
}

/** What reps may ask; no skill for visitors does. Days are local, YYYY-MM-DD; lists are bounded. */
export interface SalesBook {
  /** By close date; at most 200. */
  deals(filter: DealFilter): Promise<readonly Deal[]>;
  deal(key: string): Promise<Deal | undefined>;
  /** Of open deals: the probability to be won, as of last night; of a deal that is younger, nothing. */
  dealChances(keys: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The day of the last activity on each deal, else that on which it came to its stage or was made. */
  lastTouched(keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  reps(): Promise<readonly Rep[]>;
  /** None where nothing is asked for; `named` is the beginning of a name. */
  contacts(filter: {
    readonly keys?: readonly string[];
    readonly named?: string;
    readonly email?: string;
    readonly companyKey?: string;
  }): Promise<readonly Contact[]>;
  ordersOf(
    contactKey: string,
  ): Promise<{ readonly count: number; readonly total?: Money; readonly last?: string }>;
  /** The newest order of any of them, cancelled ones left out. */
  lastOrder(contactKeys: readonly string[]): Promise<Order | undefined>;
  scoreOf(contactKey: string): Promise<CustomerScore | undefined>;
  /** What reps noted, newest first; `isOpen`: what is still to be done, the soonest first. */
  activities(filter: {
    readonly keys?: readonly string[];
    readonly rep?: string;
    readonly dealKey?: string;
    readonly isOpen?: true;
    readonly dueBy?: string;
    /** Noted on these days. */
    readonly noted?: { readonly from: string; readonly to: string };
  }): Promise<readonly Activity[]>;
  /** Booked with a rep on these days, the soonest first. */
  meetings(rep: string, from: string, to: string): Promise<readonly Meeting[]>;
  /** Visitors who asked to be called or written to by that day. */
  callbacks(dueBy: string): Promise<number>;
  approvals(today: string): Promise<readonly OpenApproval[]>;
  /** Visitors who wait for a person. */
  waiting(): Promise<number>;
  /** What was sold, cancelled orders left out. */
  sold(filter: SalesFilter): Promise<Sales>;
  /** By revenue. */
  bestSellers(filter: SalesFilter, limit: number): Promise<readonly ProductSales[]>;
  topCustomers(filter: SalesFilter, limit: number): Promise<readonly CustomerSales[]>;
  /** Nothing is known of the days before. */
  firstSale(): Promise<string | undefined>;
  /** Mean of the demand forecasts at list prices, and of how many products there is one. */
  expectedSales(from: string, to: string): Promise<{ readonly amount: number; readonly products: number }>;
}
