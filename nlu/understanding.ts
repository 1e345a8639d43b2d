/** Languages that are first class. A further one is a folder of files under training-data. */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Where something stands in the normalised text: UTF-16 offsets, end exclusive, and the words themselves. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Token extends Span {
  /** Lower case, accents folded. */
  readonly norm: string;
  readonly stem: string;
  /** Universal part-of-speech tag. */
  readonly tag?: string;
}

/** An intent and the calibrated probability (0 to 1) that it is what the message means. */
export interface IntentScore {
  readonly name: string;
  readonly confidence: number;
}

/** A catalogue product and how well the words fit it (0 to 1). */
export interface ProductMatch {
  readonly sku: string;
  readonly name: string;
  readonly score: number;
}

/** What an entity means; the tag `kind` says which. */
export type EntityValue =
  /** `matches` best first; more than one when several products fit about equally well: then the bot must ask. */
  | { readonly kind: 'product'; readonly matches: readonly ProductMatch[] }
  /** Any finite number as written (also 0, negatives, 1e9: the dialog decides); `vague` for "a few"; `from` is the least of a range. */
  | { readonly kind: 'quantity'; readonly value: number; readonly vague?: true; readonly from?: number }
  /** How many something is for. */
  | { readonly kind: 'people'; readonly count: number }
  /** Minor units and ISO 4217. */
  | { readonly kind: 'money'; readonly amount: number; readonly currency: string }
  /** 10 for "10 %". */
  | { readonly kind: 'percentage'; readonly value: number }
  /** A period of local days in the shop's time zone: first and last day as YYYY-MM-DD; equal for a single day. */
  | { readonly kind: 'date'; readonly from: string; readonly to: string; readonly at?: string }
  | { readonly kind: 'email'; readonly address: string }
  /** E.164. */
  | { readonly kind: 'phone'; readonly number: string }
  | { readonly kind: 'orderNumber'; readonly number: string }
  | { readonly kind: 'quoteNumber'; readonly number: string }
  | { readonly kind: 'person'; readonly name: string; readonly id?: string }
  | { readonly kind: 'company'; readonly name: string; readonly id?: string }
  | { readonly kind: 'deal'; readonly name: string; readonly id?: string }
  /** A rep, to reps. */
  | { readonly kind: 'colleague'; readonly name: string; readonly id?: string }
  | { readonly kind: 'stage'; readonly stage: string }
  /** ISO 3166-1 alpha-2; `city` where one of its cities was named. */
  | { readonly kind: 'country'; readonly code: string; readonly city?: true };

export type Entity = EntityValue & Span;

const KINDS: Readonly<Record<Entity['kind'], true>> = {
  product: true,
  quantity: true,
  people: true,
  money: true,
  percentage: true,
  date: true,
  email: true,
  phone: true,
  orderNumber: true,
  quoteNumber: true,
  person: true,
  company: true,
  deal: true,
  colleague: true,
  stage: true,
  country: true,
};
export const ENTITY_KINDS: readonly string[] = Object.keys(KINDS);

export interface Sentiment {
  /** -1 (very negative) to 1 (very positive). */
  readonly score: number;
  readonly label: 'negative' | 'neutral' | 'positive';
}

/** All that the language pipeline has to say about one message. */
export interface Understanding {
  /** NFC-normalised, control characters dropped. All spans refer to it. */
  readonly text: string;
  readonly language: Language;
  readonly tokens: readonly Token[];
  /** In-scope intents, best first; at most 5. */
  readonly intents: readonly IntentScore[];
  readonly entities: readonly Entity[];
  readonly sentiment: Sentiment;
  /** False when the message is about nothing this shop deals with. */
  readonly inScope: boolean;
  /** Set when the message held more entities than are looked at; those after them are missing. */
  readonly skipped?: true;
}

/** What the log of turns keeps. */
export type StoredUnderstanding = Omit<Understanding, 'tokens'>;

export function entitiesOf<K extends Entity['kind']>(
  understanding: Understanding,
  kind: K,
): readonly Extract<Entity, { kind: K }>[] {
  return understanding.entities.filter(
    (entity): entity is Extract<Entity, { kind: K }> => entity.kind === kind,
  );
}
