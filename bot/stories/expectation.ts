import type { Product } from '../../crm/models/product.ts';
import { formatValue } from '../../dialogs/language/message-format.ts';
import { lineTotal } from '../../forecasting/advice/price.ts';
import type { Language } from '../../nlu/understanding.ts';

/** Values that differ from one run to the next, by the name a story gives them. */
export const WILDCARDS: Readonly<Record<string, string>> = {
  money: '£[\\d,]+\\.\\d\\d',
  number: '[\\d,.]+',
  date: '(?:\\w+, \\d{1,2} \\w+ \\d{4}|\\d{4}年\\d{1,2}月\\d{1,2}日)',
  quote: 'Q-\\d{6}-[0-9A-Z]{6}',
  order: 'O-\\d{6}-[0-9A-Z]{6}',
};

const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/**
 * The pattern of an expectation, its facts filled in from the products as they are now.
 * @throws RangeError for a fact or a product there is not
 */
export function expectation(
  source: string,
  language: Language,
  products: ReadonlyMap<string, Product>,
): RegExp {
  const pattern = source.split(/(\{[^}]*\}|\*)/).map((part) => {
    if (part === '*') return '.*';
    if (!part.startsWith('{')) return literally(part);
    const [kind, sku, quantity] = part.slice(1, -1).split(' ');
    const wildcard = sku === undefined ? WILDCARDS[kind!] : undefined;
    return wildcard ?? literally(fact(kind!, sku ?? '', Number(quantity ?? 1), language, products));
  });
  return new RegExp(pattern.join(''), 'u');
}

function fact(
  kind: string,
  sku: string,
  quantity: number,
  language: Language,
  products: ReadonlyMap<string, Product>,
): string {
  const product = products.get(sku);
  if (!product) throw new RangeError(`{${kind} ${sku}}: there is no such product`);
  switch (kind) {
    case 'name':
      return product.names[language] ?? product.names.en;
    case 'price':
      return formatValue(lineTotal(product, quantity).unitPrice, language);
    case 'total':
      return formatValue(lineTotal(product, quantity).total, language);
    case 'stock':
      return formatValue(product.stock, language);
    default:
      throw new RangeError(`{${kind} ${sku}}: there is no such fact`);
  }
}
