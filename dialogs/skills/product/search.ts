import type { Product } from '../../../crm/models/product.ts';
import { entitiesOf, type Language } from '../../../nlu/understanding.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { ShopFacts } from '../../shop.ts';
import type { Turn } from '../../skill.ts';
import { colourOf } from '../../slots/colour.ts';

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
 * Products that pass the filter, those first whose names share most words with the text; where any does, only
 * those. At most `limit`.
 */
export function search(
  catalogue: readonly Product[],
  text: string,
  filter: Filter,
  limit: number,
): readonly Product[] {
  const terms = new Set(termsOf(text));
  const { order } = filter;
  const passing = catalogue.filter((product) => passes(product, { ...filter, category: undefined }));
  const scored = passing.map((product) => ({ product, score: shared(product, terms) }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const ofCategory = scored.filter(({ product }) => product.category === filter.category);
  const found =
    best > 1 || filter.category === undefined ? scored.filter(({ score }) => score === best) : ofCategory;
  const sign = order === 'dearest' ? -1 : 1;
  return found
    .map(({ product }) => product)
    .sort((a, b) => (order ? sign * (a.price.amount - b.price.amount) : 0))
    .slice(0, limit);
}

/** What "bags" or "lunch bags" stand for: a category by its word alone, else the goods whose names have all the words. */
export function ofKind(
  catalogue: readonly Product[],
  said: string,
  { categories }: ShopFacts,
): readonly Product[] {
  const terms = new Set(termsOf(said));
  const category = categoryIn(said, categories);
  const named = catalogue.filter((product) => shared(product, terms) === terms.size);
  return category !== undefined && (terms.size === 1 || named.length === 0)
    ? catalogue.filter((product) => product.category === category)
    : named;
}

/** Products of the same category whose names have most in common with it, most alike first. */
export function similar(product: Product, catalogue: readonly Product[]): readonly Product[] {
  const terms = new Set(termsOf(product.names.en));
  return catalogue
    .filter((other) => other.sku !== product.sku && other.category === product.category)
    .map((other) => ({ other, score: shared(other, terms) / termsOf(other.names.en).length }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ other }) => other);
}

function categoryIn(text: string, categories: ShopFacts['categories']): string | undefined {
  const terms = new Set(termsOf(text));
  return Object.entries(categories).find(([, { words }]) =>
    words.some((word) => termsOf(word).every((term) => terms.has(term))),
  )?.[0];
}

function shared({ names }: Product, terms: ReadonlySet<string>): number {
  const count = (name: string | undefined) =>
    name === undefined ? 0 : new Set(termsOf(name).filter((term) => terms.has(term))).size;
  return Math.max(count(names.en), count(names.zh));
}

/** Latin words without plural endings, and pairs of Chinese characters. */
function termsOf(text: string): readonly string[] {
  const words = (text.toLowerCase().match(/[a-z0-9]{3,}/g) ?? []).map((word) =>
    word.replace(/(?<=..)e?s$/, ''),
  );
  const han = (text.match(/\p{Script=Han}+/gu) ?? []).flatMap((run) =>
    Array.from({ length: Math.max(1, run.length - 1) }, (_, at) => run.slice(at, at + 2)),
  );
  return [...words, ...han];
}

/** A category in the visitor's language. */
export const categoryName = (category: string, { categories }: ShopFacts, language: Language): string =>
  (language === 'en' ? undefined : categories[category]?.[language]) ?? category;
