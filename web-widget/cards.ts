import { element } from './element.ts';
import type { WidgetDocument, WidgetProduct, WidgetReply } from './protocol.ts';

/** A product with its price, price breaks and stock. */
export function productCard(product: WidgetProduct): HTMLElement {
  const card = element(
    'li',
    {},
    element('strong', {}, product.name),
    element('span', { class: 'price' }, product.price),
    element('small', {}, product.availability),
  );
  if (product.reason !== undefined) card.append(element('small', { class: 'reason' }, product.reason));
  if (product.priceBreaks.length > 0)
    card.append(
      element(
        'small',
        { class: 'breaks' },
        product.priceBreaks.map(({ label, price }) => `${label}: ${price}`).join(' · '),
      ),
    );
  return card;
}

/** A link to a document; one that is not of the web is only its label. */
export function documentLink({ label, url }: WidgetReply['links'][number]): HTMLElement {
  const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  return isWeb
    ? element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, label)
    : element('span', {}, label);
}

/** A quote or an order as a table. */
export function documentCard(view: WidgetDocument): HTMLElement {
  const row = ({ name, quantity, unitPrice, off, total }: WidgetDocument['lines'][number]) =>
    element(
      'tr',
      {},
      element(
        'td',
        {},
        name,
        element('small', {}, [`${quantity} × ${unitPrice}`, ...(off === undefined ? [] : [off])].join(', ')),
      ),
      element('td', {}, total),
    );
  return element(
    'div',
    { class: 'document' },
    element(
      'div',
      { class: 'title' },
      element('strong', {}, view.title),
      element('span', { class: 'status' }, view.status),
    ),
    element(
      'table',
      {},
      element('tbody', {}, ...view.lines.map(row)),
      element(
        'tfoot',
        {},
        element('tr', {}, element('td', {}, view.totalLabel), element('td', {}, view.total)),
      ),
    ),
    ...view.notes.map((note) => element('small', {}, note)),
  );
}
