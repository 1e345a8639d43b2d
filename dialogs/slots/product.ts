import type { Product } from '../../crm/models/product.ts';
import { entitiesOf, type ProductMatch } from '../../nlu/understanding.ts';
import type { Conversation } from '../conversation/state.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Ports } from '../ports.ts';
import { namesColourOnly, pointsAtList } from '../readings/cues.ts';
import type { Turn } from '../skill.ts';
import { hasColour } from './colour.ts';
import { unknownThing } from './unknown-thing.ts';

/** Which products a message is about. */
export type ProductSlot =
  /** In the order they were said. */
  | { readonly kind: 'found'; readonly products: readonly Product[]; readonly from: 'words' | 'context' }
  | { readonly kind: 'ambiguous'; readonly said: string; readonly candidates: readonly Product[] }
  /** Named or chosen, but no longer in the catalogue. */
  | { readonly kind: 'unknown'; readonly said: string }
  | { readonly kind: 'missing' };

export const MAX_CANDIDATES = 5;

/**
 * From a button, a position in the list last shown, the words, else (with `context`) what was talked about last.
 * Several products that fit the words are narrowed to one that is already in the talk where `narrow` is set.
 */
export async function productSlot(
  turn: Turn,
  ports: Ports,
  { narrow = true, context = 1 }: { readonly narrow?: boolean; readonly context?: number } = {},
): Promise<ProductSlot> {
  const { message, understanding, conversation } = turn;
  if (message.action?.kind === 'choose') {
    const products = await ports.products([message.action.sku]);
    return products.length > 0
      ? { kind: 'found', products, from: 'words' }
      : { kind: 'unknown', said: message.text };
  }

  const entities = entitiesOf(understanding, 'product');
  const pointed = entities.length <= 1 && pointsAtList(turn) ? await pointedAt(turn, ports) : [];
  if (pointed.length > 0) return { kind: 'found', products: pointed, from: 'words' };

  const described = entities.length === 0 ? await describedInList(turn, ports) : undefined;
  if (described) return { kind: 'found', products: [described], from: 'words' };

  const coloured = namesColourOnly(turn) ? await askedInColour(turn, ports) : [];
  if (coloured.length === 1) return { kind: 'found', products: coloured, from: 'words' };
  if (coloured.length > 1) return { kind: 'ambiguous', said: understanding.text, candidates: coloured };

  const named = await Promise.all(
    entities.map(async ({ matches, text }) => {
      const known = narrow ? narrowed(matches, turn) : matches;
      const skus = known.slice(0, MAX_CANDIDATES).map(({ sku }) => sku);
      return { text, candidates: await inOrder(ports, skus) };
    }),
  );
  const settled = named.flatMap(({ candidates }) => (candidates.length === 1 ? candidates : []));
  const found: Product[] = [];
  for (const { text, candidates } of named) {
    if (candidates.length === 0) return { kind: 'unknown', said: text };
    const [one, another] = likeThose(candidates, settled);
    if (another) return { kind: 'ambiguous', said: text, candidates };
    found.push(one!);
  }
  if (found.length > 0) return { kind: 'found', products: found, from: 'words' };

  const thing = unknownThing(turn);
  if (thing !== undefined) return { kind: 'unknown', said: thing };
  const products = await inOrder(ports, conversation.products.slice(0, context));
  return products.length > 0 ? { kind: 'found', products, from: 'context' } : { kind: 'missing' };
}

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

/** Products in the order of their numbers; those the catalogue no longer has are left out. */
export async function inOrder(ports: Ports, skus: readonly string[]): Promise<readonly Product[]> {
  if (skus.length === 0) return [];
  const products = new Map((await ports.products(skus)).map((product) => [product.sku, product]));
  return skus.flatMap((sku) => products.get(sku) ?? []);
}

/** What is in the talk already wins over what merely has a similar name. */
export function narrowed(matches: readonly ProductMatch[], { conversation }: Turn): readonly ProductMatch[] {
  if (matches.length < 2) return matches;
  const { questions, quote, products, listed } = conversation;
  const asked = questions.flatMap((question) => (question.kind === 'product' ? question.skus : []));
  for (const known of [asked, quote?.lines.map(({ sku }) => sku) ?? [], products, listed]) {
    const both = matches.filter(({ sku }) => known.includes(sku));
    if (both.length === 1) return both;
  }
  return matches;
}

/** Those in the colour said, of the products that were asked about. */
async function askedInColour(turn: Turn, ports: Ports): Promise<readonly Product[]> {
  const question = turn.conversation.questions[0];
  const asked = question?.kind === 'product' ? await inOrder(ports, question.skus) : [];
  return asked.filter((product) => hasColour(product, turn));
}

/** What a position or "the cheaper one" chooses from: the products asked about, else the list last shown. */
export function shownList({ questions: [question], listed }: Conversation): readonly string[] {
  return question?.kind === 'product' ? question.skus : listed;
}

/** "the woodland one": of the products shown, the only one whose name has a word of the message. */
async function describedInList(turn: Turn, ports: Ports): Promise<Product | undefined> {
  const { tokens, language } = turn.understanding;
  const shown = await inOrder(ports, shownList(turn.conversation));
  if (shown.length < 2) return undefined;
  const names = shown.map(({ names: own }) => (own[language] ?? own.en).toLowerCase());
  const isTelling = (norm: string) =>
    /^\p{Script=Han}/u.test(norm) ? norm.length > 1 : norm.length > SHORTEST;
  const hits = tokens.flatMap(({ norm, tag }) => {
    if (!isTelling(norm) || !/^(?:NOUN|PROPN|ADJ)$/.test(tag ?? '')) return [];
    const having = shown.filter((_, index) => hasWord(names[index]!, norm));
    return having.length === 1 ? having : [];
  });
  return new Set(hits).size === 1 ? hits[0] : undefined;
}
/** Shorter English words tell nothing apart. */
const SHORTEST = 3;

/** Whole English words, allowing for a plural; Chinese ones anywhere. */
const hasWord = (name: string, word: string): boolean =>
  /^\p{Script=Han}/u.test(word)
    ? name.includes(word)
    : name
        .split(/[^a-z0-9]+/)
        .some((own) => own === word || own === word.replace(/s$/, '') || `${own}s` === word);

async function pointedAt({ understanding, conversation }: Turn, ports: Ports): Promise<readonly Product[]> {
  const { text, language } = understanding;
  const words = wordsOf(language);
  const products = await inOrder(ports, shownList(conversation));
  const byPrice = [...products].sort((a, b) => a.price.amount - b.price.amount);
  if (has(words.cheapest, text)) return byPrice.slice(0, 1);
  if (has(words.dearest, text)) return byPrice.slice(-1);
  return words.ordinals
    .filter(([pattern]) => has(pattern, text))
    .flatMap(([, position]) => products.at(position) ?? []);
}
