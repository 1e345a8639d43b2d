import type { Money } from '../crm/money.ts';
import type { Action } from './message.ts';

/** A quick reply: pressing it sends `text`, and `action` when words alone could be misread. */
export interface Choice {
  readonly label: string;
  readonly text: string;
  readonly action?: Action;
}

/** A document to open; its address also stands in the reply's text. */
export interface Link {
  readonly label: string;
  readonly url: string;
}

export interface ProductCard {
  readonly sku: string;
  readonly name: string;
  readonly price: Money;
  readonly priceBreaks: readonly { readonly minQuantity: number; readonly unitPrice: Money }[];
  /** Localised, e.g. "320 in stock". */
  readonly availability: string;
  /** Localised reason of a recommendation. */
  readonly reason?: string;
}

/** A row of a quote or order as shown: all values are those of the store. */
export interface LineCard {
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly total: Money;
}

export interface DocumentCard {
  readonly number: string;
  readonly lines: readonly LineCard[];
  readonly total: Money;
}

/**
 * Everything the bot can say, in the language of the conversation. `text` is always a whole answer by itself
 * for channels that show nothing else.
 */
export type Reply = {
  /** `text` without what a card repeats: what to say beside the card by channels that show it. */
  readonly caption?: string;
  readonly language: 'en' | 'zh';
  readonly text: string;
  /** Name of the person who wrote it; absent for the bot. */
  readonly from?: string;
  readonly choices?: readonly Choice[];
  readonly links?: readonly Link[];
} & (
  | { readonly kind: 'text' }
  | { readonly kind: 'products'; readonly products: readonly ProductCard[] }
  | {
      readonly kind: 'quote';
      readonly quote: DocumentCard & {
        readonly status: 'open' | 'accepted' | 'cancelled' | 'expired';
        readonly validUntil: string;
        readonly promisedFor: string;
      };
    }
  | {
      readonly kind: 'order';
      readonly order: DocumentCard & {
        readonly status: string;
        readonly placedOn: string;
        readonly promisedFor?: string;
      };
    }
);

/** `text` under the name of the person who wrote it. */
export const signed = ({ from }: Reply, text: string): string =>
  from === undefined ? text : `${from}: ${text}`;

/** The plain-text form of any reply: the text, then the choices by their labels. */
export function plainText(reply: Reply): string {
  const text = signed(reply, reply.text);
  if (!reply.choices?.length) return text;
  return `${text}\n${reply.choices.map((choice) => `- ${choice.label}`).join('\n')}`;
}
