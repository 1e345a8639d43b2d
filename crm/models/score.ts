import { type Connection, type Model, Schema } from 'mongoose';
import { type Identity, identitySchema } from './schemas.ts';

/** What a probability goes by; the dialogs put it into words. `raises` says which way it moved it, where it did. */
export interface ScoreReason {
  readonly kind:
    | 'recency'
    | 'frequency'
    | 'value'
    | 'range'
    | 'quotes'
    | 'talks'
    | 'tasks'
    | 'noOrder'
    /** Nothing about the customer moves the probability. */
    | 'usual'
    /** Too little history to learn from: the value is what is assumed. */
    | 'assumed'
    | 'priorRate'
    | 'amount'
    | 'customerOrders';
  /** Days, orders, minor units, products, a share or a probability, by kind. */
  readonly value: number;
  readonly raises?: boolean;
}

export const SEGMENTS = ['champions', 'loyal', 'promising', 'new', 'atRisk', 'occasional', 'lapsed'] as const;
export type Segment = (typeof SEGMENTS)[number];

/** What a probability is worked out by; `rates` is what holds where nothing better was validated. */
export type ScoreBasis = 'logistic' | 'mbg-nbd' | 'rates' | 'prior';

export interface NextOrder {
  /** Local days, YYYY-MM-DD: median, and the range that holds 80 %, given an order within 90 days. */
  readonly day: string;
  readonly from: string;
  readonly to: string;
  /** Probability of an order within 90 days. */
  readonly within90: number;
}

/** Whether an order within 90 days, of which the date is, is to be expected at all. */
export const isLikely = ({ within90 }: NextOrder): boolean => within90 >= 0.5;

/** A product bought before whose next purchase can be dated. */
export interface DueProduct {
  readonly sku: string;
  readonly dueOn: string;
  readonly orders: number;
  readonly everyDays: number;
}

/** A product not bought yet: `share` of the customers who bought `because` bought it too. */
export interface LikedProduct {
  readonly sku: string;
  readonly because: string;
  readonly share: number;
}

/** What last night's run says of one customer. */
export interface CustomerScore {
  /** The contact's key; of somebody who ordered without leaving contact details, `channel:id`. */
  readonly key: string;
  readonly isContact: boolean;
  /** Whom it is the score of as of the run. */
  readonly identities: readonly Identity[];
  /** Morning of the run, YYYY-MM-DD; nothing of that day was known. */
  readonly asOf: string;
  /** Of an order within 30 days. */
  readonly probability: number;
  readonly basis: ScoreBasis;
  readonly reasons: readonly ScoreReason[];
  /** Probability that no order comes within 90 days; null where there is no order yet. */
  readonly churn: number | null;
  readonly nextOrder: NextOrder | null;
  readonly segment: Segment | null;
  /** By date. */
  readonly due: readonly DueProduct[];
  readonly liked: readonly LikedProduct[];
  readonly modelVersion: number;
}

const mixed = { type: Schema.Types.Mixed, default: null };
const list = { type: [Schema.Types.Mixed], default: [] };
const schema = new Schema<CustomerScore>({
  key: { type: String, required: true, unique: true },
  isContact: { type: Boolean, required: true },
  identities: { type: [identitySchema], default: [] },
  asOf: { type: String, required: true },
  probability: { type: Number, required: true, min: 0, max: 1 },
  basis: { type: String, required: true },
  reasons: list,
  churn: { type: Number, default: null },
  nextOrder: mixed,
  segment: { type: String, default: null },
  due: list,
  liked: list,
  modelVersion: { type: Number, required: true },
});
schema.index({ isContact: 1, probability: -1 });
schema.index({ 'identities.id': 1 });

export const customerScoreModel = (connection: Connection) =>
  connection.model('CustomerScore', schema) as unknown as Model<CustomerScore>;

/** Probability that an open deal is won. */
export interface DealScore {
  readonly key: string;
  readonly asOf: string;
  readonly probability: number;
  readonly basis: ScoreBasis;
  readonly reasons: readonly ScoreReason[];
  readonly modelVersion: number;
}

const dealSchema = new Schema<DealScore>({
  key: { type: String, required: true, unique: true },
  asOf: { type: String, required: true },
  probability: { type: Number, required: true, min: 0, max: 1, index: true },
  basis: { type: String, required: true },
  reasons: list,
  modelVersion: { type: Number, required: true },
});

export const dealScoreModel = (connection: Connection) =>
  connection.model('DealScore', dealSchema) as unknown as Model<DealScore>;
