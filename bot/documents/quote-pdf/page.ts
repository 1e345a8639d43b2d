import { localDay } from '../../../crm/calendar.ts';
import type { Product } from '../../../crm/models/product.ts';
import type { Quote } from '../../../crm/models/quote.ts';
import type { Line } from '../../../crm/models/schemas.ts';
import { savedOn } from '../../../dialogs/discount.ts';
import type { Answers } from '../../../dialogs/language/answers.ts';
import type { Values } from '../../../dialogs/language/message-format.ts';
import type { ShopFacts } from '../../../dialogs/shop.ts';
import { deliveryTerms, paymentTerms } from '../../../dialogs/wording/terms.ts';
import type { Language } from '../../../nlu/understanding.ts';

/** What stands on a quote, written out in one language. */
export interface QuotePage {
  readonly language: Language;
  readonly shop: string;
  /** Address, e-mail, phone. */
  readonly sender: readonly string[];
  readonly title: string;
  /** Set where the quote can no longer be accepted, or is accepted already. */
  readonly status?: string;
  readonly number: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly columns: { readonly [column in Column]: string };
  readonly rows: readonly ({ readonly [column in Column]: string } & { readonly notes: readonly string[] })[];
  readonly total: readonly [label: string, value: string];
  readonly headings: { readonly delivery: string; readonly payment: string };
  readonly delivery: readonly string[];
  readonly payment: readonly string[];
  readonly madeAt: Date;
}

export const COLUMNS = ['item', 'quantity', 'price', 'amount'] as const;
export type Column = (typeof COLUMNS)[number];

export interface QuoteSources {
  readonly quote: Quote;
  /** Those of its lines that are still known. */
  readonly products: readonly Product[];
  readonly shop: ShopFacts;
  readonly answers: Answers;
  readonly language: Language;
  /** Local day, YYYY-MM-DD. */
  readonly today: string;
}

/** Pure. A product that is gone keeps the name it was quoted under. */
export function quotePage({ quote, products, shop, answers, language, today }: QuoteSources): QuotePage {
  const say = (key: string, values: Values = {}) => answers.say(language, key, values, quote.number, 0);
  const bySku = new Map(products.map((product) => [product.sku, product]));
  const day = (date: string) => say('document.day', { date: { date } });
  const status = quote.status === 'open' && today > quote.validUntil ? 'expired' : quote.status;
  const { number, total, madeAt, lines } = quote;
  return {
    language,
    shop: shop.name,
    sender: [...shop.address, shop.email, shop.phone],
    title: say('document.quote'),
    ...(status !== 'open' && { status: say(`document.status.${status}`) }),
    number,
    facts: [
      [say('document.number'), number],
      [say('document.madeOn'), day(localDay(madeAt, shop.timeZone))],
      [say('document.validUntil'), day(quote.validUntil)],
      [say('document.promisedFor'), day(quote.promisedFor)],
    ],
    columns: {
      item: say('document.item'),
      quantity: say('document.quantity'),
      price: say('document.price'),
      amount: say('document.amount'),
    },
    rows: lines.map((line) => {
      const product = bySku.get(line.sku);
      return {
        item: product?.names[language] ?? line.name,
        quantity: say('document.value', { value: line.quantity }),
        price: say('document.value', { value: line.unitPrice }),
        amount: say('document.value', { value: line.total }),
        notes: [
          say('document.sku', { sku: line.sku }),
          ...breakNotes(product, say),
          ...discountNotes(line, say),
        ],
      };
    }),
    total: [say('document.total'), say('document.value', { value: total })],
    headings: { delivery: say('document.delivery'), payment: say('document.payment') },
    delivery: deliveryTerms(shop, language, say),
    payment: paymentTerms(shop, say),
    madeAt,
  };
}

type Say = (key: string, values?: Values) => string;

const breakNotes = (product: Product | undefined, say: Say): string[] =>
  (product?.priceBreaks ?? []).map(({ minQuantity, unitPrice }) =>
    say('document.break', { quantity: minQuantity, price: unitPrice }),
  );

/** What is off a line. */
function discountNotes(line: Line, say: Say): string[] {
  const off = savedOn(line);
  return off ? [say('document.discount', { percent: { percent: off.share }, saved: off.saved })] : [];
}
