import type { Product } from '../../crm/models/product.ts';
import type { Language } from '../../nlu/understanding.ts';
import type { Ports } from '../ports.ts';

/** Products in the order of their numbers; those the catalogue no longer has are left out. */
export async function inOrder(ports: Ports, skus: readonly string[]): Promise<readonly Product[]> {
  if (skus.length === 0) return [];
  const products = new Map((await ports.products(skus)).map((product) => [product.sku, product]));
  return skus.flatMap((sku) => products.get(sku) ?? []);
}

/** A product's name in a language, in English where it has none. */
export const nameIn = ({ names }: Product, language: Language): string => names[language] ?? names.en;
