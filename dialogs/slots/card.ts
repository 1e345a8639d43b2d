import type { Product } from '../../crm/models/product.ts';
import type { ProductCard } from '../reply.ts';
import type { Voice } from '../voice.ts';

export const availability = (product: Product, voice: Voice): string =>
  product.stock > 0
    ? voice.say('product.inStock', { stock: product.stock })
    : voice.say('product.outOfStock', { days: product.leadTimeDays });

export const cardOf = (product: Product, voice: Voice, reason?: string): ProductCard => ({
  sku: product.sku,
  name: voice.name(product),
  price: product.price,
  priceBreaks: product.priceBreaks,
  availability: availability(product, voice),
  ...(reason !== undefined && { reason }),
});
