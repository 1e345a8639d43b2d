import type { Product } from '../../../crm/models/product.ts';
import type { Decision } from '../../skill.ts';
import { cardOf } from '../../slots/card.ts';
import { decision, type Voice } from '../../voice.ts';

export interface Ranked {
  readonly product: Product;
  /** In words. */
  readonly reason: string;
}

/**
 * Products to choose from, each with its reason, behind the sentence `opening`; `wanted` is how many of the one that will be
 * chosen.
 */
export function ranking(
  opening: string,
  ranked: readonly Ranked[],
  voice: Voice,
  wanted: { readonly quantity?: number } = {},
): Decision {
  const skus = ranked.map(({ product }) => product.sku);
  const rows = ranked.map(({ product, reason }) =>
    voice.say('recommend.row', { name: voice.name(product), price: product.price, reason }),
  );
  return decision({
    events: [
      { kind: 'product.listed', skus, ...wanted },
      { kind: 'product.asked', skus, pending: 'product.detail' },
    ],
    replies: [
      {
        kind: 'products',
        language: voice.language,
        text: [opening, ...rows].join('\n'),
        caption: opening,
        products: ranked.map(({ product, reason }) => cardOf(product, voice, reason)),
        choices: ranked.map(({ product }) => voice.choice(product)),
      },
    ],
  });
}
