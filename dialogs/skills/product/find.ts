import type { Product } from '../../../crm/models/product.ts';
import { entitiesOf, type ProductMatch } from '../../../nlu/understanding.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import { tellingWords } from '../../readings/cues.ts';
import { pointerIn } from '../../readings/pointer.ts';
import type { Decision, Turn } from '../../skill.ts';
import { lacking, unknownProduct } from '../../slots/ask.ts';
import { inOrder, nameIn } from '../../slots/catalogue.ts';
import { isCategory, ofKind, shared, termsOf } from '../../slots/goods-by-words.ts';
import { list, one } from '../../slots/listing.ts';
import { nameHas, wholeList } from '../../slots/pointing.ts';
import { productSlot } from '../../slots/product.ts';
import { wantedQuantity } from '../../slots/quantity.ts';
import { unknownThing } from '../../slots/unknown-thing.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { categoryName, type Filter, filterOf, passes, search } from './search.ts';

/** The most that a list runs to. */
const MOST_FOUND = 30;

/** "do you have ...?": one product with price and stock, several as a list, by name, price and category. */
export async function findProducts(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const ofShown = await inColourOfShown(turn, ports, voice);
  if (ofShown) return ofShown;
  const about = aboutBoth(turn);
  if (about.length > 0) {
    const products = await inOrder(ports, about);
    return products.length === 1
      ? one(products[0]!, voice)
      : list(products, voice, wantedQuantity(turn, ports));
  }
  const slot = await productSlot(turn, ports, { narrow: false, context: 0 });
  const wanted = wantedQuantity(turn, ports);
  const filter = filterOf(turn, ports.shop);
  if (slot.kind === 'found' && !isOfOtherKind(slot.products, filter, turn, ports))
    return slot.products.length === 1 ? one(slot.products[0]!, voice) : list(slot.products, voice, wanted);
  if (slot.kind === 'ambiguous' && slot.lacks) {
    const intro = voice.say(`find.lacks.${slot.lacks.kind}`, lacking(slot.said, slot.lacks));
    return list(slot.candidates, voice, { intro, ...wanted });
  }

  // "jam making kits" is one kind of goods, whichever words of it are names.
  const kinds = entitiesOf(turn.understanding, 'product').filter(
    ({ start }, index, all) => index === 0 || start - all[index - 1]!.end > 1,
  );
  if (slot.kind === 'ambiguous' && kinds.length > 1) return list(await inTurns(kinds, ports), voice, wanted);

  const named = slot.kind === 'ambiguous' ? slot.candidates : [];
  if (filter) {
    const listed = await inOrder(ports, turn.conversation.listed);
    const kept = { ...filter, ...keptCategory(filter, listed) };
    const priced = await pricedOfShown(turn, filter, kept, ports);
    const all = await ports.catalogue();
    // Goods by another name are only those the name was taken for; goods that nothing is called are none.
    const isCalledSo =
      slot.kind === 'ambiguous' || slot.kind === 'unknown' ? isInNames(slot.said, all) : true;
    if (slot.kind === 'unknown' && !isCalledSo && filter.category === undefined)
      return unknownProduct(turn, ports, slot.said);
    const catalogue = priced && priced.length > 0 ? priced : isCalledSo || named.length === 0 ? all : named;
    const pointer = pointerIn(turn.understanding);
    const fitting = ofTopic(
      search(catalogue, turn.understanding, kept, ports.shop, MOST_FOUND),
      filter,
      listed.slice(0, 1),
    );
    // "the cheapest 3 tea things"
    const isCounted = pointer?.kind === 'end' && pointer.count > 1;
    const found = isCounted ? fitting.slice(0, pointer.count) : fitting;
    // "cake stands": where the category was not said for itself, the name may mean more than what its words find; "candles" are few
    // of what goes with them.
    const isKindAlone = Object.keys(filter).join() === 'category';
    const isMore = isKindAlone && named.length > found.length;
    const called = isKindAlone && slot.kind === 'ambiguous' ? calledSo(found, slot.said) : [];
    if (called.length > 0 && called.length * 2 < found.length) return list(called, voice, wanted);
    if (isMore) return list(named, voice, wanted);
    // "dinosaur lamps": of those words only the category is known.
    if (slot.kind === 'unknown' && isKindAlone && !isCategory(slot.said, ports.shop))
      return unknownProduct(turn, ports, slot.said);
    if (found.length === 1 && slot.kind !== 'unknown') return one(found[0]!, voice);
    if (found.length > 0) {
      const { order } = filter;
      const isOther = priced?.length === 0;
      const intro = order
        ? voice.say(`find.${order}`)
        : isOther
          ? voice.say('find.noneOfTheseAt')
          : undefined;
      const shown = list(found, voice, { ...(intro !== undefined && { intro }), ...wanted });
      // "what's the cheapest doormat, is it in stock?"
      const mostly = pointer?.kind === 'end' ? [found[0]!.sku] : [];
      return {
        ...shown,
        events: [
          ...mostly.map((sku) => ({ kind: 'product.mentioned' as const, skus: [sku] })),
          ...shown.events,
        ],
      };
    }
  }
  if (slot.kind === 'ambiguous') {
    // The candidates are the best few; of a kind of goods all are wanted.
    const known = new Set(slot.candidates.map(({ sku }) => sku));
    const others = ofKind(await ports.catalogue(), slot.said, ports.shop).filter(
      ({ sku }) => !known.has(sku),
    );
    return list([...slot.candidates, ...others].slice(0, MOST_FOUND), voice, wanted);
  }
  const telling = slot.kind === 'missing' ? tellingWords(turn) : [];
  if (slot.kind === 'missing' && telling.length === 0) return categories(ports, voice);
  const described = telling.length > 0 ? await describedBy(telling, turn, ports) : [];
  if (described.length > 0) return list(described.slice(0, MOST_FOUND), voice, wanted);
  return unknownProduct(turn, ports, slot.kind === 'unknown' ? slot.said : undefined);
}

/** "toys": the word for a kind of goods, which a bag has in its name as well. */
const isOfOtherKind = (
  found: readonly Product[],
  filter: Filter | undefined,
  { understanding }: Turn,
  { shop }: Ports,
): boolean =>
  filter?.category !== undefined &&
  found.every(({ category }) => category !== filter.category) &&
  entitiesOf(understanding, 'product').every(({ text }) => isCategory(text, shop));

/** Those whose names have all the words. */
function calledSo(products: readonly Product[], said: string): readonly Product[] {
  const terms = new Set(termsOf(said));
  return products.filter((product) => shared(product, terms) === terms.size);
}

/**
 * "metal signs about gin": goods that both of two names fit, where neither "or" nor a comma parts them; "is there one about chocolate?"
 * after a list: those of it.
 */
function aboutBoth({ understanding, conversation }: Turn): readonly string[] {
  const { text, tokens, language } = understanding;
  const [first, second, another] = entitiesOf(understanding, 'product');
  if (!first || another) return [];
  const { clauseBreak, pronoun } = wordsOf(language);
  const skus = first.matches.map(({ sku }) => sku);
  if (second) {
    const isParted = has(clauseBreak, text.slice(first.end, second.start));
    return isParted ? [] : skus.filter((sku) => second.matches.some((other) => other.sku === sku));
  }
  const isOneOf = tokens.some(({ norm, end }) => pronoun.test(norm) && end <= first.start);
  return isOneOf && skus.length > 1 ? skus.filter((sku) => wholeList(conversation).includes(sku)) : [];
}

/** "anything vintage?": what has all the words in its name. */
async function describedBy(
  words: readonly string[],
  { understanding: { language } }: Turn,
  ports: Ports,
): Promise<readonly Product[]> {
  const catalogue = await ports.catalogue();
  return catalogue.filter((product) => words.every((word) => nameHas(nameIn(product, language), word)));
}

/** Whether any name shares a word with what is said. */
function isInNames(said: string, catalogue: readonly Product[]): boolean {
  const terms = new Set(termsOf(said));
  return catalogue.some((product) => shared(product, terms) > 0);
}

/** "what do you sell?": by its kinds of goods, each to be chosen. */
function categories({ shop }: Ports, voice: Voice): Decision {
  const names = Object.keys(shop.categories).map((category) => categoryName(category, shop, voice.language));
  const choices = names.map((name) => ({ label: name, text: name }));
  return decision({ replies: [voice.text('find.categories', { names }, choices)] });
}

/** "teacups, cake stands and tea towels": the best of each first, then the next of each. */
async function inTurns(
  kinds: readonly { readonly matches: readonly ProductMatch[] }[],
  ports: Ports,
): Promise<readonly Product[]> {
  const most = Math.max(...kinds.map(({ matches }) => matches.length));
  const skus = Array.from({ length: most }, (_, place) =>
    kinds.flatMap(({ matches }) => matches[place]?.sku ?? []),
  );
  return inOrder(ports, [...new Set(skus.flat())].slice(0, MOST_FOUND));
}

/**
 * "something red" while a list is there to choose from, and nothing else is named: those of it, or that none is, with what else of
 * their kind there is in that colour.
 */
async function inColourOfShown(turn: Turn, ports: Ports, voice: Voice): Promise<Decision | undefined> {
  const { listed, unlisted = [], questions, products } = turn.conversation;
  const filter = filterOf(turn, ports.shop) ?? {};
  const { colour } = filter;
  const isOpen =
    questions.some(({ kind, pending }) => kind === 'product' && pending === 'product.detail') ||
    listed.includes(products[0] ?? '');
  if (colour === undefined || Object.keys(filter).length > 1 || !isOpen || namesOtherGoods(turn))
    return undefined;
  const shown = await inOrder(ports, [...listed, ...unlisted]);
  const having = shown.filter((product) => passes(product, filter));
  if (having.length === 1) return one(having[0]!, voice);
  if (having.length > 1) return list(having, voice);
  const [first] = shown;
  if (!first) return undefined;
  const others = (await ports.catalogue()).filter(
    (product) => product.category === first.category && passes(product, filter),
  );
  const attribute = { attribute: colour };
  return others.length > 0
    ? list(others, voice, { intro: voice.say('find.noneOfTheseIn', attribute) })
    : decision({
        events: [{ kind: 'product.asked', skus: listed, pending: 'product.detail' }],
        replies: [voice.text('find.noneIn', attribute, shown.slice(0, listed.length).map(voice.choice))],
      });
}

/** Anything but colours: "something red" names none, "a red lamp" does. */
function namesOtherGoods(turn: Turn): boolean {
  const { colours } = wordsOf(turn.understanding.language);
  const said = [
    unknownThing(turn) ?? '',
    ...entitiesOf(turn.understanding, 'product').map(({ text }) => text),
  ];
  return said.some((words) => words.replace(colours, '').replaceAll('色', '').trim() !== '');
}

/** "under £2" after a list of toys goes on about toys. */
function keptCategory(
  { category, minPrice, maxPrice }: Filter,
  listed: readonly Product[],
): Pick<Filter, 'category'> {
  const isPriceAlone = category === undefined && (minPrice ?? maxPrice) !== undefined;
  const [first] = listed;
  return isPriceAlone && first && listed.every((one) => one.category === first.category)
    ? { category: first.category }
    : {};
}

/** "nothing over a tenner" while a list is there to choose from: those of it at that price; undefined where nothing asks of it. */
async function pricedOfShown(
  turn: Turn,
  { minPrice, maxPrice }: Filter,
  kept: Filter,
  ports: Ports,
): Promise<readonly Product[] | undefined> {
  const { listed, unlisted = [], questions } = turn.conversation;
  const isChoosing = questions[0]?.kind === 'product' && questions[0].pending === 'product.detail';
  const isPriceAlone =
    (minPrice ?? maxPrice) !== undefined && Object.keys(kept).every((key) => /Price$|^category$/.test(key));
  if (!isChoosing || !isPriceAlone || namesOtherGoods(turn)) return undefined;
  const shown = await inOrder(ports, [...listed, ...unlisted]);
  return shown.filter((product) => passes(product, { ...kept, category: undefined }));
}

/** "something in blue" after a list of bags asks for a blue bag, where there is one. */
function ofTopic(
  found: readonly Product[],
  { colour, category }: Filter,
  [listed]: readonly Product[],
): readonly Product[] {
  if (colour === undefined || category !== undefined || !listed) return found;
  const same = found.filter((product) => product.category === listed.category);
  return same.length > 0 ? same : found;
}

/** The next page of the list last shown. */
export async function moreProducts(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const products = await inOrder(ports, turn.conversation.unlisted ?? []);
  return products.length > 0 ? list(products, voice) : decision({ replies: [voice.text('find.noMore')] });
}

/** "which designs are there?", of goods shown to choose from: those, whatever the choice is for. */
export async function variants(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { questions, listed, unlisted = [] } = turn.conversation;
  const [question] = questions;
  const asked = question?.kind === 'product' ? question : undefined;
  const isOfList = asked === undefined || asked.pending === 'product.detail';
  const skus = isOfList ? [...listed, ...unlisted] : asked.skus;
  const shown = list(await inOrder(ports, skus), voice);
  if (isOfList) return shown;
  return {
    ...shown,
    events: [
      { kind: 'product.listed', skus },
      { ...asked, kind: 'product.asked' },
    ],
  };
}
