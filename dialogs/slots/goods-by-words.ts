import type { Product } from '../../crm/models/product.ts';
import { once } from '../once.ts';
import type { ShopFacts } from '../shop.ts';

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

/** The numbers of all goods of the kind that a name says, else of those that the name fits. */
export function skusOfKind(
  catalogue: readonly Product[],
  said: string,
  fitting: readonly Pick<Product, 'sku'>[],
  shop: ShopFacts,
): readonly string[] {
  const kind = ofKind(catalogue, said, shop);
  return (kind.length > 0 ? kind : fitting).map(({ sku }) => sku);
}

/** So few goods of the last word leave room for those of the word before it. */
const FEW = 3;

/**
 * What comes closest to goods that nothing is called: those of its last words that name any ("wooden hearts" are hearts), else of its
 * category; a colour alone is no likeness. Most alike first, and whether they have all of the words.
 */
export function closest(
  catalogue: readonly Product[],
  said: string,
  colours: RegExp,
  { categories }: ShopFacts,
): { readonly found: readonly Product[]; readonly isNamed: boolean } {
  const all = new Set(termsOf(said));
  const telling = [...termsOf(said.replace(colours, ' '))].reverse();
  const score = new Map<Product, number>();
  for (const term of telling) {
    if (score.size >= FEW) break;
    for (const product of catalogue)
      if (shared(product, new Set([term])) > 0) score.set(product, shared(product, all));
  }
  // "tea cosies" are no tea.
  const [head = ''] = [...termsOf(said)].reverse();
  const category = categoryIn(head, categories);
  const alike = score.size > 0 ? [...score.keys()] : catalogue.filter((one) => one.category === category);
  const found = alike.sort((a, b) => (score.get(b) ?? 0) - (score.get(a) ?? 0));
  const named = found.filter((product) => score.get(product) === all.size);
  return named.length > 0 ? { found: named, isNamed: true } : { found, isNamed: false };
}

/** The category whose word a text has. */
export function categoryIn(text: string, categories: ShopFacts['categories']): string | undefined {
  const terms = new Set(termsOf(text));
  return Object.entries(categories).find(([, { words }]) =>
    termsOfWords(words).some((word) => word.every((term) => terms.has(term))),
  )?.[0];
}

/** The terms of each of the words of a category. */
const termsOfWords = once((words: readonly string[]) => words.map(termsOf));

/** What may end a Chinese word for a category: 装饰品, 节日用品. */
const KIND_ENDING = /(?:用品|制品|[品类])$/u;

/** Whether a text is nothing but words of a category: "garden", "kids' toys". */
export function isCategory(text: string, { categories }: ShopFacts): boolean {
  const words = termsOfCategories(categories);
  return termsOf(text.replace(KIND_ENDING, '')).every((term) => words.has(term));
}

const termsOfCategories = once(
  (categories: ShopFacts['categories']) =>
    new Set(Object.entries(categories).flatMap(([name, { words }]) => [name, ...words].flatMap(termsOf))),
);

/** How many of the terms a product's name has, in the language where it has most. */
export function shared({ names }: Product, terms: ReadonlySet<string>): number {
  return Math.max(
    ...termsOfNames(names).map((name) => name.reduce((sum, term) => sum + (terms.has(term) ? 1 : 0), 0)),
  );
}

/** Products of the same category whose names have most in common with it, most alike first. */
export function similar(product: Product, catalogue: readonly Product[]): readonly Product[] {
  const terms = new Set(termsOf(product.names.en));
  return catalogue
    .filter((other) => other.sku !== product.sku && other.category === product.category)
    .map((other) => ({ other, score: shared(other, terms) / termsOfNames(other.names)[0]!.length }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ other }) => other);
}

/** The distinct terms of a product's name in each language. */
const termsOfNames = once((names: Product['names']): readonly (readonly string[])[] =>
  [names.en, names.zh].map((name) => [...new Set(name === undefined ? [] : termsOf(name))]),
);

/**
 * Of several candidates the one that has more words in common with goods named beside them than any other: in "the
 * sweetheart and the regency cake stand" both are cake stands. All of them where none stands out.
 */
export function likeThose(candidates: readonly Product[], others: readonly Product[]): readonly Product[] {
  if (candidates.length < 2 || others.length === 0) return candidates;
  const words = new Set(others.flatMap(({ names }) => names.en.toLowerCase().split(' ')));
  const shared = candidates.map(
    ({ names }) =>
      new Set(
        names.en
          .toLowerCase()
          .split(' ')
          .filter((word) => words.has(word)),
      ).size,
  );
  const most = Math.max(...shared);
  const best = candidates.filter((_, index) => shared[index] === most);
  return best.length === 1 ? best : candidates;
}

/** "boxes", "cases", "berries" as "box", "case", "berry"; words on -ie end on -y as well, so that both forms agree. */
const singular = (word: string): string =>
  word.replace(/(?<=ss|x|z|ch|sh)es$|(?<=..[^su])s$/, '').replace(/(?<=..)ie$/, 'y');

/** Latin words without plural endings, and pairs of Chinese characters. */
export function termsOf(text: string): readonly string[] {
  const words = (text.toLowerCase().match(/[a-z0-9]{3,}/g) ?? []).map(singular);
  const han = (text.match(/\p{Script=Han}+/gu) ?? []).flatMap((run) =>
    Array.from({ length: Math.max(1, run.length - 1) }, (_, at) => run.slice(at, at + 2)),
  );
  return [...words, ...han];
}
