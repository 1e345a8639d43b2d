import type { Product } from '../../crm/models/product.ts';
import { entitiesOf, type ProductMatch } from '../../nlu/understanding.ts';
import type { Ports } from '../ports.ts';
import { namesColourOnly, pointsAtList } from '../readings/cues.ts';
import type { Turn } from '../skill.ts';
import { type Attribute, attributeOf, havingAttribute } from './attribute.ts';
import { inOrder, nameIn } from './catalogue.ts';
import { hasColour } from './colour.ts';
import { likeThose } from './goods-by-words.ts';
import { describedInList, nameHas, pointedAt, shownList, wholeList } from './pointing.ts';
import { unknownThing } from './unknown-thing.ts';

/** Which products a message is about. */
export type ProductSlot =
  /** In the order they were said. */
  | { readonly kind: 'found'; readonly products: readonly Product[]; readonly from: 'words' | 'context' }
  /** Several fit the words, or at least one that lacks the colour or size asked for. */
  | {
      readonly kind: 'ambiguous';
      readonly said: string;
      readonly candidates: readonly Product[];
      readonly lacks?: Attribute;
    }
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
  const pointed = pointsAtList(turn) && isOfShown(entities, turn) ? await pointedAt(turn, ports) : [];
  if (pointed.length > 0) return { kind: 'found', products: pointed, from: 'words' };

  const described = entities.length === 0 ? await describedInList(turn, ports) : undefined;
  if (described) return { kind: 'found', products: [described], from: 'words' };

  const coloured = namesColourOnly(turn) ? await askedInColour(turn, ports) : [];
  if (coloured.length === 1) return { kind: 'found', products: coloured, from: 'words' };
  if (coloured.length > 1) return { kind: 'ambiguous', said: understanding.text, candidates: coloured };

  const named = await Promise.all(
    entities.map(async (entity) => {
      const isOpen = narrow && entity.matches.length > 1;
      const asked = isOpen ? narrowed(entity.matches, askedOf(turn)) : entity.matches;
      const own = asked.length > 1 && isOpen ? await onTheWay(entity.text, turn, ports) : undefined;
      if (own) return { text: entity.text, candidates: [own], lacks: undefined };
      const known = isOpen ? narrowed(asked, knownOf(turn)) : asked;
      const skus = known.slice(0, MAX_CANDIDATES).map(({ sku }) => sku);
      const candidates = await inOrder(ports, skus);
      const attribute = attributeOf(entity, turn);
      const having = attribute ? await havingAttribute(candidates, attribute, turn, ports) : [];
      return {
        text: entity.text,
        candidates: having.length > 0 ? having.slice(0, MAX_CANDIDATES) : candidates,
        lacks: having.length > 0 ? undefined : attribute,
      };
    }),
  );
  const settled = named.flatMap(({ candidates }) => (candidates.length === 1 ? candidates : []));
  const found: Product[] = [];
  for (const { text, candidates, lacks } of named) {
    if (candidates.length === 0) return { kind: 'unknown', said: text };
    if (lacks) return { kind: 'ambiguous', said: text, candidates, lacks };
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

type Group = readonly string[];
const askedOf = ({ conversation: { questions } }: Turn): readonly Group[] => [
  questions.flatMap((question) => (question.kind === 'product' ? question.skus : [])),
];
function knownOf({ conversation }: Turn): readonly Group[] {
  const { begun = [], quote, products, listed } = conversation;
  return [
    begun.flatMap(({ sku }) => sku ?? []),
    quote?.lines.map(({ sku }) => sku) ?? [],
    products,
    listed,
    wholeList(conversation),
  ];
}

/** What is in the talk already, in the first group that has just one of them, wins over what merely has a similar name. */
function narrowed(matches: readonly ProductMatch[], groups: readonly Group[]): readonly ProductMatch[] {
  for (const known of groups) {
    const both = matches.filter(({ sku }) => known.includes(sku));
    if (both.length === 1) return both;
  }
  return matches;
}

/** "make the bags 60": the only line of a quote, made or on its way, or else as it was, whose name has all the words. */
export async function onTheWay(
  words: string,
  { conversation, understanding }: Turn,
  ports: Ports,
): Promise<Product | undefined> {
  const { quote, begun = [], previousQuote } = conversation;
  const terms = words.toLowerCase().split(/\s+/);
  for (const lines of [[...(quote?.lines ?? []), ...begun], previousQuote?.lines ?? []]) {
    const known = await inOrder(
      ports,
      lines.flatMap(({ sku }) => sku ?? []),
    );
    const fitting = known.filter((line) =>
      terms.every((word) => nameHas(nameIn(line, understanding.language), word)),
    );
    const [one, another] = new Set(fitting);
    if (one) return another ? undefined : one;
  }
  return undefined;
}

/** "the first two", "the cheapest lunch bag" of a list of lunch bags: no goods beside those shown are named. */
const isOfShown = (
  [named, another]: readonly { readonly matches: readonly ProductMatch[] }[],
  { conversation }: Turn,
): boolean =>
  another === undefined &&
  (named === undefined ||
    (named.matches.length > 1 && named.matches.some(({ sku }) => shownList(conversation).includes(sku))));

/** Those in the colour said, of the products that were asked about. */
async function askedInColour(turn: Turn, ports: Ports): Promise<readonly Product[]> {
  const question = turn.conversation.questions[0];
  const asked = question?.kind === 'product' ? await inOrder(ports, question.skus) : [];
  return asked.filter((product) => hasColour(product, turn));
}
