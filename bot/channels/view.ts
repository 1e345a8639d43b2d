import type { Money } from '../../crm/money.ts';
import { savedOn } from '../../dialogs/discount.ts';
import type { LineCard, ProductCard, Reply } from '../../dialogs/reply.ts';
import type { Language } from '../../nlu/understanding.ts';
import type { WidgetDocument, WidgetProduct } from '../../web-widget/protocol.ts';

/** Cards written out for a reader: what the widget, Adaptive Cards and the terminal show alike. */

const LOCALES: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' };

const WORDS = {
  en: {
    quote: 'Quote',
    order: 'Order',
    total: 'Total',
    from: (quantity: string) => `from ${quantity}`,
    off: (percent: string, saved: string) => `less ${percent} (${saved})`,
    validUntil: (day: string) => `Valid until ${day}`,
    promisedFor: (day: string) => `Delivery by ${day}`,
    placedOn: (day: string) => `Placed on ${day}`,
    open: 'open',
    accepted: 'accepted',
    cancelled: 'cancelled',
    expired: 'expired',
    placed: 'placed',
    shipped: 'shipped',
    delivered: 'delivered',
    returned: 'returned',
  },
  zh: {
    quote: '报价单',
    order: '订单',
    total: '合计',
    from: (quantity: string) => `${quantity} 件起`,
    off: (percent: string, saved: string) => `优惠 ${percent}（${saved}）`,
    validUntil: (day: string) => `有效期至 ${day}`,
    promisedFor: (day: string) => `最迟 ${day} 送达`,
    placedOn: (day: string) => `下单日期 ${day}`,
    open: '待确认',
    accepted: '已接受',
    cancelled: '已取消',
    expired: '已过期',
    placed: '已下单',
    shipped: '已发货',
    delivered: '已送达',
    returned: '已退货',
  },
} as const;

const memo = <T>(make: (key: string) => T) => {
  const made = new Map<string, T>();
  return (key: string): T => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      made.set(key, value);
    }
    return value;
  };
};

const moneyFormat = memo((key) => {
  const [locale, currency] = key.split(' ') as [string, string];
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return { format, unit: 10 ** format.resolvedOptions().maximumFractionDigits! };
});
const numberFormat = memo((locale) => new Intl.NumberFormat(locale));
const percentFormat = memo(
  (locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }),
);
const dayFormat = memo(
  (locale) =>
    new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
);

export function formatMoney(money: Money, language: Language): string {
  const { format, unit } = moneyFormat(`${LOCALES[language]} ${money.currency}`);
  return format.format(money.amount / unit);
}

export const formatNumber = (value: number, language: Language): string =>
  numberFormat(LOCALES[language]).format(value);

/** A local day, YYYY-MM-DD, as people write it. */
export const formatDay = (day: string, language: Language): string =>
  dayFormat(LOCALES[language]).format(new Date(`${day}T00:00:00Z`));

export function productView(product: ProductCard, language: Language): WidgetProduct {
  return {
    sku: product.sku,
    name: product.name,
    price: formatMoney(product.price, language),
    priceBreaks: product.priceBreaks.map(({ minQuantity, unitPrice }) => ({
      label: WORDS[language].from(formatNumber(minQuantity, language)),
      price: formatMoney(unitPrice, language),
    })),
    availability: product.availability,
    ...(product.reason !== undefined && { reason: product.reason }),
  };
}

/** What is off a line, so that what it shows adds up. */
function offOf(line: LineCard, language: Language): { readonly off?: string } {
  const off = savedOn(line);
  if (!off) return {};
  const percent = percentFormat(LOCALES[language]).format(off.share);
  return { off: WORDS[language].off(percent, formatMoney(off.saved, language)) };
}

export function documentView(
  reply: Extract<Reply, { kind: 'quote' | 'order' }>,
  language: Language,
): WidgetDocument {
  const words = WORDS[language];
  const document = reply.kind === 'quote' ? reply.quote : reply.order;
  const status = document.status as keyof typeof words;
  const notes =
    reply.kind === 'quote'
      ? [words.validUntil(formatDay(reply.quote.validUntil, language))]
      : [words.placedOn(formatDay(reply.order.placedOn, language))];
  if (document.promisedFor !== undefined)
    notes.push(words.promisedFor(formatDay(document.promisedFor, language)));
  return {
    title: `${reply.kind === 'quote' ? words.quote : words.order} ${document.number}`,
    status: typeof words[status] === 'string' ? words[status] : document.status,
    lines: document.lines.map((line) => ({
      name: line.name,
      quantity: formatNumber(line.quantity, language),
      unitPrice: formatMoney(line.unitPrice, language),
      ...offOf(line, language),
      total: formatMoney(line.total, language),
    })),
    totalLabel: words.total,
    total: formatMoney(document.total, language),
    notes,
  };
}
