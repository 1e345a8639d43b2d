import type { Product } from '../../crm/models/product.ts';
import type { Choice } from '../reply.ts';
import type { Decision } from '../skill.ts';
import { decision, type Voice } from '../voice.ts';
import { availability, cardOf } from './card.ts';

/** Products on one page of a list. */
const PAGE = 5;

/** A product with its price and stock, and what may be asked of it. */
export const one = (product: Product, voice: Voice): Decision =>
  decision({
    events: [{ kind: 'product.mentioned', skus: [product.sku] }],
    replies: [
      {
        kind: 'products',
        language: voice.language,
        text: voice.say('find.one', {
          name: voice.name(product),
          price: product.price,
          availability: availability(product, voice),
        }),
        products: [cardOf(product, voice)],
        choices: [voice.offer('product.price'), voice.offer('product.stock'), voice.offer('quote.request')],
      },
    ],
  });

/**
 * A page of products; what does not fit on it waits for "more". `intro` is the first sentence, `quantity` how many are
 * wanted of the one that will be chosen, `choices` further buttons.
 */
export function list(
  products: readonly Product[],
  voice: Voice,
  {
    intro = voice.say('find.several', { count: products.length }),
    quantity,
    choices = [],
  }: { readonly intro?: string; readonly quantity?: number; readonly choices?: readonly Choice[] } = {},
): Decision {
  const page = products.slice(0, PAGE);
  const rest = products.slice(PAGE).map(({ sku }) => sku);
  const rows = page.map((product) =>
    voice.say('find.row', {
      name: voice.name(product),
      price: product.price,
      availability: availability(product, voice),
    }),
  );
  const skus = page.map(({ sku }) => sku);
  const closing = rest.length > 0 ? [voice.say('find.more', { count: rest.length })] : [];
  return decision({
    events: [
      {
        kind: 'product.listed',
        skus,
        ...(rest.length > 0 && { unlisted: rest }),
        ...(quantity !== undefined && { quantity }),
      },
      { kind: 'product.asked', skus, pending: 'product.detail' },
    ],
    replies: [
      {
        kind: 'products',
        language: voice.language,
        text: [intro, ...rows, ...closing].join('\n'),
        caption: [intro, ...closing].join('\n'),
        products: page.map((product) => cardOf(product, voice)),
        choices: [
          ...page.map(voice.choice),
          ...(rest.length > 0 ? [voice.offer('product.more')] : []),
          ...choices,
        ],
      },
    ],
  });
}
