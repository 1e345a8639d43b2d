import type { Product } from '../../../crm/models/product.ts';
import { entitiesOf, type Language, type Understanding } from '../../../nlu/understanding.ts';
import { withoutSpans } from '../../language/without-spans.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { ShopFacts } from '../../shop.ts';
import type { Turn } from '../../skill.ts';
import { colourOf } from '../../slots/colour.ts';
import { categoryIn, isCategory, shared, termsOf } from '../../slots/goods-by-words.ts';

/** What a visitor wants of a product beside its name; prices are list prices in minor units. */
export interface Filter {
  readonly minPrice?: number;
  readonly maxPrice?: number;
  readonly category?: string;
  /** As said, in lower case: the name has to have it. */
  readonly colour?: string;
  readonly order?: 'cheapest' | 'dearest';
}

/** "lunch bags under £2", "the cheapest door mat": undefined where nothing but a name is said. */
export function filterOf(turn: Turn, { categories, currency }: ShopFacts): Filter | undefined {
  const { understanding } = turn;
  const colour = colourOf(turn);
  const { text, language } = understanding;
  const words = wordsOf(language);
  const amounts = entitiesOf(understanding, 'money')
    .filter((money) => money.currency === currency)
    .map(({ amount }) => amount)
    .sort((a, b) => a - b);
  const category = categoryIn(text, categories);
  const filter: Filter = {
    ...(amounts.length > 1 && { minPrice: amounts[0]!, maxPrice: amounts.at(-1)! }),
    ...(amounts.length === 1 &&
      (has(words.above, text) ? { minPrice: amounts[0]! } : { maxPrice: amounts[0]! })),
    ...(category !== undefined && { category }),
    ...(colour !== undefined && { colour }),
    ...(has(words.cheapest, text) ? { order: 'cheapest' as const } : {}),
    ...(has(words.dearest, text) ? { order: 'dearest' as const } : {}),
  };
  return Object.keys(filter).length > 0 ? filter : undefined;
}

/** Whether price, colour and category are as wanted. */
export function passes(
  { price, names, category }: Product,
  filter: Omit<Filter, 'category'> & { readonly category?: string | undefined },
): boolean {
  const { minPrice = 0, maxPrice = Number.POSITIVE_INFINITY, colour = '' } = filter;
  return (
    price.amount >= minPrice &&
    price.amount <= maxPrice &&
    (filter.category === undefined || filter.category === category) &&
    [names.en, names.zh].some((name) => name?.toLowerCase().includes(colour))
  );
}

/**
 * Products that pass the filter, those first whose names share most words with what is said; where any does, only
 * those; of a category those that have another word of it too, in it or else elsewhere. At most `limit`.
 */
export function search(
  catalogue: readonly Product[],
  said: Understanding,
  filter: Filter,
  shop: ShopFacts,
  limit: number,
): readonly Product[] {
  const terms = new Set(termsOf(namingWords(said)));
  const { order } = filter;
  const passing = catalogue.filter((product) => passes(product, { ...filter, category: undefined }));
  const scored = passing.map((product) => ({ product, score: shared(product, terms) }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const others = new Set([...terms].filter((term) => !isCategory(term, shop)));
  const ofCategory = scored.filter(({ product }) => product.category === filter.category);
  const alike = ofCategory.filter(({ product }) => shared(product, others) > 0);
  // "for kids' lunches", "christmas crackers": what is called so stands in another category.
  const elsewhere = scored.filter(({ product }) => shared(product, others) > 0);
  const found =
    best > 1 || filter.category === undefined
      ? scored.filter(({ score }) => score === best)
      : alike.length > 0
        ? alike
        : elsewhere.length > 0
          ? elsewhere
          : ofCategory;
  const sign = order === 'dearest' ? -1 : 1;
  return found
    .map(({ product }) => product)
    .sort((a, b) => (order ? sign * (a.price.amount - b.price.amount) : 0))
    .slice(0, limit);
}

/** What may name goods: neither words of grammar nor those of trade, "the cheapest thing you sell". */
function namingWords({ text, tokens, language }: Understanding): string {
  const { tradeNouns } = wordsOf(language);
  return withoutSpans(
    text,
    tokens.filter(({ norm, tag = '' }) => GRAMMAR.test(tag) || tradeNouns.has(norm)),
  );
}
const GRAMMAR = /^(?:ADP|AUX|CCONJ|DET|PART|PRON|SCONJ)$/;

/** A category in the visitor's language. */
export const categoryName = (category: string, { categories }: ShopFacts, language: Language): string =>
  (language === 'en' ? undefined : categories[category]?.[language]) ?? category;
