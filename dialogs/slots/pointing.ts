import type { Product } from '../../crm/models/product.ts';
import type { Conversation } from '../conversation/state.ts';
import type { Ports } from '../ports.ts';
import { tellingWords } from '../readings/cues.ts';
import { pointerIn } from '../readings/pointer.ts';
import type { Turn } from '../skill.ts';
import { inOrder, nameIn } from './catalogue.ts';

/** What a position or "the cheaper one" chooses from: the products asked about, else the list last shown. */
export function shownList({ questions: [question], listed }: Conversation): readonly string[] {
  return question?.kind === 'product' ? question.skus : listed;
}

/** What "both" or "20 of each" is of: the goods last shown or named together, else the list last shown. */
export const groupOf = ({ together, listed }: Conversation): readonly string[] =>
  together.length > 1 ? together : listed;

/** Products that a place, a price or "both" points at, in the order shown; none where there are not so many. */
export async function pointedAt(
  { understanding, conversation }: Turn,
  ports: Ports,
): Promise<readonly Product[]> {
  const pointer = pointerIn(understanding);
  if (!pointer) return [];
  if (pointer.kind === 'together') {
    const group = await inOrder(ports, groupOf(conversation));
    if (group.length < 2) return [];
    return pointer.count === undefined ? group : group.slice(0, pointer.count);
  }
  const { questions, together } = conversation;
  // "the two cheapest of them": of those last spoken of, where they are more than that.
  const isOfGroup =
    pointer.kind === 'end' &&
    questions[0]?.kind !== 'product' &&
    together.length > Math.max(1, pointer.count);
  const shown = await inOrder(ports, isOfGroup ? together : shownList(conversation));
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

/** "the woodland one": of the products shown, the only one whose name has a word of the message. */
export async function describedInList(turn: Turn, ports: Ports): Promise<Product | undefined> {
  const { language } = turn.understanding;
  const shown = await inOrder(ports, shownList(turn.conversation));
  if (shown.length < 2) return undefined;
  const hits = tellingWords(turn).flatMap((word) => {
    const having = shown.filter((product) => nameHas(nameIn(product, language), word));
    return having.length === 1 ? having : [];
  });
  return new Set(hits).size === 1 ? hits[0] : undefined;
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
