import type { Contact } from '../crm/models/contact.ts';
import type { DemandAlert } from '../crm/models/demand-alert.ts';
import type { DemandScope, ForecastRecord } from '../crm/models/forecast.ts';
import type { CodeRequest } from '../crm/models/mail.ts';
import type { Order } from '../crm/models/order.ts';
import type { Product } from '../crm/models/product.ts';
import type { Quote } from '../crm/models/quote.ts';
import type { Identity } from '../crm/models/schemas.ts';
import type { CustomerScore, DueProduct, LikedProduct } from '../crm/models/score.ts';
import type { PartOfDay } from '../crm/queries/free-slots.ts';
import type { DataSubject, StoredCounts } from '../crm/queries/personal-data.ts';
import type { Lead } from '../crm/queries/scores.ts';
import type { DeliveryPromise as PromisedDate } from '../forecasting/advice/promise.ts';
import type { ReorderAdvice } from '../forecasting/advice/reorder.ts';
import type { DemandBacktest } from '../forecasting/demand/trials.ts';
import type { Language } from '../nlu/understanding.ts';
import type { Knowledge } from './knowledge/knowledge.ts';
import type { Answers } from './language/answers.ts';
import type { SalesBook } from './sales-book.ts';
import type { ShopFacts } from './shop.ts';

export type { ShopFacts } from './shop.ts';

/** Why a product is advised; the skill puts it into words. */
export type RecommendationReason =
  | { readonly kind: 'together'; readonly with: string; readonly share: number }
  | { readonly kind: 'season'; readonly season: string; readonly factor: number }
  | { readonly kind: 'growth'; readonly percent: number }
  | { readonly kind: 'popular'; readonly units: number }
  /** The customer buys it again and again. */
  | ({ readonly kind: 'due' } & Omit<DueProduct, 'sku'>)
  /** New to the customer; who bought `because` bought it too. */
  | ({ readonly kind: 'liked' } & Omit<LikedProduct, 'sku'>);

export interface Recommendation {
  readonly product: Product;
  readonly reason: RecommendationReason;
}

/** The day by which a quantity can be with the customer at the stated confidence, and why. */
export interface DeliveryPromise extends Omit<PromisedDate, 'supply' | 'readyDate'> {
  /** How good the forecast was on this product's own history, when it was tested. */
  readonly forecast?: { readonly model: string; readonly coverage80: number };
}

/** Addresses that open one document to whoever holds them, until they expire. Pure: the same turn, the same address. */
export interface DocumentLinks {
  quote(number: string, language: Language, now: Date): string;
  /** What is stored about somebody. */
  data(subject: DataSubject, now: Date): string;
  /** A file for the calendar. */
  meeting(number: string, language: Language, now: Date): string;
}

export interface FreeSlot {
  readonly repKey: string;
  readonly repName: string;
  readonly startsAt: Date;
}

/** The queue of those who wait for a person, seen from one place in it. */
export interface Line {
  /** 1 is next. */
  readonly position: number;
  /** Reps at their desks, and those of them who have no conversation now. */
  readonly reps: number;
  readonly free: number;
  /** Median of the last conversations; absent where there were too few to say. */
  readonly handlingMinutes?: number;
}

/** What is forecast: a product by its stock code, a category by its name, or `total`. */
export interface Subject {
  readonly scope: DemandScope;
  readonly sku: string;
}

export interface DemandForecast extends Omit<ForecastRecord, 'madeAt' | 'scope' | 'backtest'> {
  readonly backtest: DemandBacktest | null;
}

/** Units of a product to order from its supplier now. */
export interface ReorderLine extends ReorderAdvice {
  readonly sku: string;
  readonly name: string;
  readonly stock: number;
  readonly leadTimeP90Days: number;
  /** Share of days inside the 80 % range when the forecast was tested; null where it could not be. */
  readonly coverage80: number | null;
}

/** A category's forecast beside what was sold of it. */
export interface DemandPart {
  readonly forecast: DemandForecast;
  /** As `DemandBook.sold`. */
  readonly sold: readonly number[];
}

/** What the nightly forecasts know, for reps; no skill for visitors asks. Days are local, YYYY-MM-DD. */
export interface DemandBook {
  forecast(subject: Subject): Promise<DemandForecast | undefined>;
  /** Units a day from the first sale of about the last year to yesterday. */
  sold(subject: Subject): Promise<readonly number[]>;
  /** Every category that has a forecast. */
  categories(): Promise<readonly DemandPart[]>;
  /** The newest first, at most 50: of one subject, begun `since` a day, or found from `foundOn` on. */
  alerts(filter: {
    readonly subject?: Subject;
    readonly since?: string;
    readonly foundOn?: string;
  }): Promise<readonly DemandAlert[]>;
  /** What runs out first on top. */
  reorder(today: string): Promise<readonly ReorderLine[]>;
}

/** Everything a skill may ask. Reading only: what a skill wants written it returns as effects. */
export interface Ports {
  /** `readShop(file)`. */
  readonly shop: ShopFacts;
  /** `loadAnswers(directory)`: what the bot says, in every language. */
  readonly answers: Answers;
  readonly links: DocumentLinks;
  readonly knowledge: Knowledge;
  readonly sales: SalesBook;
  readonly demand: DemandBook;
  products(skus: readonly string[]): Promise<readonly Product[]>;
  /** Everything on sale. */
  catalogue(): Promise<readonly Product[]>;
  /**
   * When could this many units be delivered? One line each; the latest date binds. `to` is the country (ISO 3166-1
   * alpha-2), the shop's own where it is not known.
   */
  promise(product: Product, quantity: number, today: string, to?: string): Promise<DeliveryPromise>;
  recommend(request: {
    readonly with?: string;
    readonly season?: string;
    /** Without a companion or a season: what this customer will want, by the orders of the past, comes first. */
    readonly customer?: Identity;
    /** Of that only what was bought before. */
    readonly reorder?: boolean;
    readonly exclude: readonly string[];
    readonly today: string;
    readonly limit: number;
  }): Promise<readonly Recommendation[]>;
  /** Units of each that were sold in the last four weeks, in the order asked. */
  unitsSold(skus: readonly string[]): Promise<readonly number[]>;
  /** Of a known customer: probability of an order, churn risk, next order, segment, each as of this morning. */
  scoreOf(identity: Identity): Promise<CustomerScore | undefined>;
  /** Contacts to call next: the likeliest to order within 30 days first, with reasons. For reps only. */
  nextLeads(limit: number): Promise<readonly Lead[]>;
  quote(number: string): Promise<Quote | undefined>;
  /** Newest first, those of this identity and of the contact it belongs to. */
  ordersOf(identity: Identity, limit: number): Promise<readonly Order[]>;
  order(number: string): Promise<Order | undefined>;
  /** How much is stored about an identity. */
  stored(identity: Identity): Promise<StoredCounts>;
  /** Whether an identity may have another e-mail sent now. */
  mayMail(identity: Identity, now: Date): Promise<'yes' | 'off' | 'tooMany'>;
  /** Whether an identity may have a one-time code sent to the address now. */
  mayAskCode(identity: Identity, address: string, now: Date): Promise<'yes' | 'off' | 'tooMany'>;
  isCode(request: CodeRequest, said: string): Promise<boolean>;
  /** Those that have the e-mail address, which nobody may be told who has not proven to read its mail. */
  contactsAt(address: string): Promise<readonly Contact[]>;
  contactOf(identity: Identity): Promise<Contact | undefined>;
  /** Times at which a rep can meet somebody from `country`, soonest first. */
  freeSlots(request: {
    readonly now: Date;
    /** Local day of the shop. */
    readonly from?: string;
    readonly within?: PartOfDay;
    readonly country?: string;
    readonly limit: number;
  }): Promise<readonly FreeSlot[]>;
  /** The rep who is free then; undefined where nobody is, or it is outside of working hours. */
  slotAt(
    startsAt: Date,
    request: { readonly now: Date; readonly country?: string },
  ): Promise<FreeSlot | undefined>;
  /** Where a conversation stands, or would stand with this priority. */
  line(request: {
    readonly conversationId: string;
    readonly priority: number;
    readonly now: Date;
  }): Promise<Line>;
}
