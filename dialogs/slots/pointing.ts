import type { Product } from '../../crm/models/product.ts';
import { entitiesOf } from '../../nlu/understanding.ts';
import type { Conversation } from '../conversation/state.ts';
import type { Ports } from '../ports.ts';
import { tellingWords } from '../readings/cues.ts';
import { pointerIn } from '../readings/pointer.ts';
import type { Turn } from '../skill.ts';
import { inOrder, nameIn } from './catalogue.ts';
import { shared, termsOf } from './goods-by-words.ts';

/** What a position or "the cheaper one" chooses from: the products asked about, else the list last shown. */
export function shownList({ questions: [question], listed }: Conversation): readonly string[] {
  return question?.kind === 'product' ? question.skus : listed;
}

/** The same with what the list had no room for: the visitor may know of it by a word. */
export const wholeList = (conversation: Conversation): readonly string[] => [
  ...new Set([...shownList(conversation), ...(conversation.unlisted ?? [])]),
];

/** What "both" or "20 of each" is of: the goods last shown or named together, else the list last shown. */
export const groupOf = ({ together, listed }: Conversation): readonly string[] =>
  together.length > 1 ? together : listed;

/**
 * Products that a place, a price or "both" points at, in the order shown; none where there are not so many. Of goods named beside it,
 * "the cheapest wall clock", only those whose names have all its words.
 */
export async function pointedAt(
  { understanding, conversation }: Turn,
  ports: Ports,
): Promise<readonly Product[]> {
  const pointer = pointerIn(understanding);
  if (!pointer) return [];
  if (pointer.kind === 'together') {
    const known = groupOf(conversation);
    // "all three", where two were named together and one before.
    const isMore = pointer.count !== undefined && pointer.count > known.length;
    const talked = isMore ? conversation.products.slice(0, pointer.count) : known;
    const group = await inOrder(ports, talked.length > known.length ? talked : known);
    if (group.length < 2) return [];
    return pointer.count === undefined ? group : group.slice(0, pointer.count);
  }
  const { questions, together } = conversation;
  // "the two cheapest of them": of those last spoken of, where they are more than that.
  const isOfGroup =
    pointer.kind === 'end' &&
    questions[0]?.kind !== 'product' &&
    together.length > Math.max(1, pointer.count);
  // A place is one on the page; the cheapest may be on the next.
  const isOfPage = pointer.kind === 'places' || pointer.end === 'first' || pointer.end === 'last';
  const list = isOfPage ? shownList(conversation) : wholeList(conversation);
  const named = entitiesOf(understanding, 'product').at(0);
  const terms = new Set(termsOf(named?.text ?? ''));
  const all = await inOrder(ports, isOfGroup ? together : list);
  const called =
    pointer.kind === 'end' && named ? all.filter((one) => shared(one, terms) === terms.size) : [];
  const shown = called.length > 0 ? called : all;
  if (pointer.kind === 'places') return pointer.places.flatMap((place) => shown.at(place) ?? []);
  const { end, count } = pointer;
  if (end === 'bestselling') {
    const sold = await ports.unitsSold(shown.map(({ sku }) => sku));
    const unitsOf = (product: Product) => sold[shown.indexOf(product)]!;
    const selling = shown.filter((product) => unitsOf(product) > 0);
    return selling.sort((a, b) => unitsOf(b) - unitsOf(a)).slice(0, count);
  }
  const isByPrice = end === 'cheapest' || end === 'dearest';
  const byPrice = isByPrice ? byAmount(shown) : shown;
  // Of goods that all cost the same none is meant by it.
  if (isByPrice && count < shown.length && byPrice[0]!.price.amount === byPrice.at(-1)!.price.amount)
    return [];
  const taken = end === 'first' || end === 'cheapest' ? byPrice.slice(0, count) : byPrice.slice(-count);
  return end === 'dearest' ? taken.reverse() : taken;
}

const byAmount = (products: readonly Product[]): Product[] =>
  [...products].sort((a, b) => a.price.amount - b.price.amount);

/** "the woodland one": of the products shown, else of all of the list, the only one whose name has a word of the message. */
export async function describedInList(turn: Turn, ports: Ports): Promise<Product | undefined> {
  const { language } = turn.understanding;
  for (const skus of [shownList(turn.conversation), wholeList(turn.conversation)]) {
    const products = await inOrder(ports, skus);
    if (products.length < 2) return undefined;
    const hits = tellingWords(turn).flatMap((word) => {
      const having = products.filter((product) => nameHas(nameIn(product, language), word));
      return having.length === 1 ? having : [];
    });
    if (hits.length > 0) return new Set(hits).size === 1 ? hits[0] : undefined;
  }
  return undefined;
}

/** Whole English words of a name, allowing for a plural; Chinese ones anywhere. */
export function nameHas(name: string, word: string): boolean {
  const own = name.toLowerCase();
  return /^\p{Script=Han}/u.test(word)
    ? own.includes(word)
    : own
        .split(/[^a-z0-9]+/)
        .some((part) => part === word || part === word.replace(/s$/, '') || `${part}s` === word);
}
