import { entitiesOf } from '../../../../nlu/understanding.ts';
import type { RepQuestion } from '../../../conversation/facts.ts';
import { withoutSpans } from '../../../language/without-spans.ts';
import { wordsOf } from '../../../language/words/words.ts';
import type { Ports, Subject } from '../../../ports.ts';
import type { Turn } from '../../../skill.ts';
import { inOrder } from '../../../slots/catalogue.ts';
import { categoryIn, isCategory, skusOfKind } from '../../../slots/goods-by-words.ts';
import { type ProductSlot, productSlot } from '../../../slots/product.ts';
import { voiceOf } from '../../../voice.ts';
import { categoryName, filterOf } from '../../product/search.ts';

type Goods = NonNullable<RepQuestion['goods']>;

/** "it", "that one", 它. */
const pointsBack = ({ understanding: { tokens, language } }: Turn): boolean =>
  tokens.some(({ norm }) => wordsOf(language).pointing.has(norm));

/** All goods of a kind by its name. */
const kindOf = async (
  { said, candidates }: Extract<ProductSlot, { kind: 'ambiguous' }>,
  ports: Ports,
): Promise<Goods> => ({
  name: said,
  skus: skusOfKind(await ports.catalogue(), said, candidates, ports.shop),
});

/** A product, all goods that a name fits, a category, "it", or those asked for before. */
export async function goodsSaid(
  turn: Turn,
  before: RepQuestion | undefined,
  ports: Ports,
): Promise<RepQuestion['goods']> {
  const voice = voiceOf(turn, ports);
  const isNamed = entitiesOf(turn.understanding, 'product').length > 0;
  const [known] = turn.conversation.products;
  const slot = isNamed ? await productSlot(turn, ports) : undefined;
  if (slot?.kind === 'found') return { name: voice.name(slot.products[0]!), skus: [slot.products[0]!.sku] };
  if (slot?.kind === 'ambiguous') return kindOf(slot, ports);
  const category = filterOf(turn, ports.shop)?.category;
  if (category !== undefined) {
    const own = (await ports.catalogue()).filter((product) => product.category === category);
    const name = categoryName(category, ports.shop, voice.language);
    return { name, skus: own.map(({ sku }) => sku) };
  }
  if (known !== undefined && pointsBack(turn)) {
    const [product] = await inOrder(ports, [known]);
    if (product) return { name: voice.name(product), skus: [product.sku] };
  }
  return before?.goods;
}

/** What a message asks the demand of: a product, a category, or all goods of a kind ("lunch bags"). */
export async function demandSaid(
  turn: Turn,
  ports: Ports,
): Promise<{ readonly subject: Subject } | { readonly goods: Goods } | undefined> {
  const said = entitiesOf(turn.understanding, 'product');
  const [known] = turn.conversation.products;
  if (said.length === 0 && known !== undefined && pointsBack(turn))
    return { subject: { scope: 'product', sku: known } };
  const slot = said.length > 0 ? await productSlot(turn, ports) : undefined;
  if (slot?.kind === 'found') return { subject: { scope: 'product', sku: slot.products[0]!.sku } };
  if (slot?.kind === 'ambiguous' && !isCategory(slot.said, ports.shop))
    return { goods: await kindOf(slot, ports) };
  const category = filterOf(turn, ports.shop)?.category;
  return category === undefined ? undefined : { subject: { scope: 'category', sku: category } };
}

/** "and christmas?" after a question of all goods: nothing but days is named, though a category is called like one. */
export function namesOnlyDays({ understanding }: Turn, { shop }: Ports): boolean {
  const days = entitiesOf(understanding, 'date');
  const isOfDays = ({ start, end }: { readonly start: number; readonly end: number }) =>
    days.some((day) => start >= day.start && end <= day.end);
  return (
    days.length > 0 &&
    entitiesOf(understanding, 'product').every(isOfDays) &&
    categoryIn(withoutSpans(understanding.text, days), shop.categories) === undefined
  );
}
