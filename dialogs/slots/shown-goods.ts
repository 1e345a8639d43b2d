import type { Product } from '../../crm/models/product.ts';
import { entitiesOf, type Language, type Token, type Understanding } from '../../nlu/understanding.ts';
import type { Conversation } from '../conversation/state.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Ports } from '../ports.ts';
import { isTelling, severalNamed } from '../readings/cues.ts';
import { pointerIn } from '../readings/pointer.ts';
import { inOrder, nameIn } from './catalogue.ts';
import { coloursOf, isInColour } from './colour.ts';
import { likeThose, similar } from './goods-by-words.ts';
import type { ProductEntity } from './lines.ts';
import { nameHas, shownList, wholeList } from './pointing.ts';

/** Longer messages are letters, whose words are about more than what was shown. */
const MAX_TOKENS = 30;

/**
 * "6 of the regency and 4 of the sweetheart" while cake stands are listed: a word that points, and that only one of the
 * goods shown, asked for or quoted has in its name, is that product's name. A colour beside a quantity, while there is a quote,
 * names goods too: "12 pink ones" are those of the quote in that colour, else what is most like the product talked about.
 */
export async function withShownGoods(
  given: Understanding,
  conversation: Conversation,
  ports: Ports,
): Promise<Understanding> {
  const understanding = await withPlaces(given, conversation, ports);
  const { tokens, text, language } = understanding;
  const words = tokens.filter(
    (token) =>
      (isTelling(token, language) || (isMotif(token) && pointsOut(token, understanding))) &&
      !has(wordsOf(language).colours, token.norm),
  );
  const colours = coloursOf({ understanding }).map(({ colour, ...place }) => ({ ...place, norm: colour }));
  const sizes = sizesIn(understanding).filter((size) => !words.some((word) => overlap(word, size)));
  const areCounted = countsColours(understanding, conversation);
  const { remove, set, replace } = wordsOf(language);
  const isSwap = has(replace, text);
  // What is taken off or changed is on the quote, whatever list was shown since.
  const isEdit = conversation.quote !== undefined && (has(remove, text) || has(set, text) || isSwap);
  // "the paper ones" are as many as there are.
  const isLines = conversation.quote !== undefined || entitiesOf(given, 'quantity').length > 0;
  const several = isLines ? [] : severalNamed(understanding);
  const isPointed = (one: Place) => pointsOut(one, understanding) || isCounted(one, understanding);
  const free = [...words, ...colours, ...sizes]
    .filter((one) => isFree(one, understanding) && !several.some((group) => overlap(one, group)))
    .filter((one) => isEdit || isPointed(one))
    .sort((a, b) => a.start - b.start);
  if (areCounted) free.push(...colours.filter((one) => !free.includes(one) && isFree(one, understanding)));
  const isNothing = free.length === 0 && !wordsOf(language).other.test(text);
  if (isNothing || tokens.length > MAX_TOKENS) return understanding;
  const lists = [shownList(conversation), wholeList(conversation)];
  const others = groupsOf(conversation);
  const known = await Promise.all(
    (isEdit ? [...[...others].reverse(), ...lists] : [...lists, ...others]).map((skus) =>
      inOrder(ports, skus),
    ),
  );
  const kind = await likeNamed(understanding, known[0]!, ports);
  const groups = [...known, kind];
  const added: ProductEntity[] = [];
  // Without anything that points, a word of an edit names a line of the quote or nothing.
  const named = free.map((word) =>
    onlyOne(isPointed(word) ? groups : groups.slice(0, 1), word.norm, language),
  );
  for (const [index, { start, end, norm }] of free.entries()) {
    const isColour = has(wordsOf(language).colours, norm);
    const product =
      named[index] ??
      (isColour ? likeOthers(norm, groups, named, language) : undefined) ??
      (areCounted && isColour ? await inColour(norm, understanding, conversation, ports) : undefined) ??
      (isEdit && isSwap ? await ofSameKind(norm, named, language, ports) : undefined);
    const last = added.at(-1);
    if (!product) {
      const several = isLines && isColour ? kind.filter((one) => isInColour(one, norm, language)) : [];
      if (several.length > 1) added.push(entityOf(several, { start, end }, understanding));
      continue;
    }
    if (last && last.matches[0]!.sku === product.sku && start - last.end <= 1)
      added[added.length - 1] = { ...last, end, text: text.slice(last.start, end) };
    else {
      added.push(entityOf([product], { start, end }, understanding));
    }
  }
  added.push(...(await theOther(understanding, conversation, ports)));
  if (added.length === 0) return understanding;
  const entities = [...understanding.entities, ...added].sort((a, b) => a.start - b.start);
  return { ...understanding, entities };
}

/** "and the other one?", "4 of that one and 2 of the other": of two goods talked of, the one not spoken of last, and the one that was. */
async function theOther(
  understanding: Understanding,
  { together, listed, products: [last] }: Conversation,
  ports: Ports,
): Promise<readonly ProductEntity[]> {
  const { text, language, entities } = understanding;
  const { other, thatOne } = wordsOf(language);
  const said = other.exec(text);
  const two = [together, listed].find(
    (group) => group.length === 2 && last !== undefined && group.includes(last),
  );
  if (!said || !two || entities.some(({ kind }) => kind === 'product')) return [];
  const that = thatOne.exec(text.slice(0, said.index));
  const named = async ({ 0: words, index: start }: RegExpExecArray, sku: string) =>
    (await inOrder(ports, [sku])).map((product) =>
      entityOf([product], { start, end: start + words.length }, understanding),
    );
  return [
    ...(that ? await named(that, last!) : []),
    ...(await named(said, two.find((sku) => sku !== last)!)),
  ];
}

/** "the big one", 大的: a size that names say in other words, "jumbo", 大号. */
function sizesIn({ text, language }: Understanding): readonly (Place & { readonly norm: string })[] {
  return wordsOf(language).bigOrSmall.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ 0: norm, index }) => ({
      norm: norm.toLowerCase(),
      start: index,
      end: index + norm.length,
    })),
  );
}

const sizeOf = (word: string, language: Language): RegExp | undefined =>
  wordsOf(language).bigOrSmall.find((size) => word.replace(size, '') === '');

/** What may be meant beside the list last shown, the nearest first. */
const groupsOf = ({ together, quote, begun = [] }: Conversation): readonly (readonly string[])[] => [
  together,
  begun.flatMap(({ sku }) => sku ?? []),
  quote?.lines.map(({ sku }) => sku) ?? [],
];

/** The first group with such goods decides: the only one there, or the only one whose name begins with the word. */
function onlyOne(
  groups: readonly (readonly Product[])[],
  word: string,
  language: Language,
): Product | undefined {
  for (const group of groups) {
    const size = sizeOf(word, language);
    const fitting = group.filter((product) =>
      size ? has(size, nameIn(product, language)) : nameHas(nameIn(product, language), word),
    );
    if (fitting.length === 0) continue;
    const beginning = fitting.filter((product) => nameIn(product, language).toLowerCase().startsWith(word));
    const [one, another] = beginning.length > 0 ? beginning : fitting;
    return group.length > 1 && !another ? one : undefined;
  }
  return undefined;
}

/** "12 red and 6 green": of several red ones shown, the one most like what else is named. */
function likeOthers(
  colour: string,
  [group = []]: readonly (readonly Product[])[],
  named: readonly (Product | undefined)[],
  language: Language,
): Product | undefined {
  const others = named.filter((product) => product !== undefined);
  const [one, another] = likeThose(
    group.filter((product) => isInColour(product, colour, language)),
    others,
  );
  return others.length > 0 && !another ? one : undefined;
}

/** "swap the owls for the apples", 猫头鹰换成苹果的: of what is most like the only line named, that with the word in its name. */
async function ofSameKind(
  word: string,
  named: readonly (Product | undefined)[],
  language: Language,
  ports: Ports,
): Promise<Product | undefined> {
  const [line, another] = named.filter((product) => product !== undefined);
  if (!line || another) return undefined;
  const having = (await ports.catalogue()).filter((product) => nameHas(nameIn(product, language), word));
  const [one, more] = likeThose(having, [line]);
  return one && one.category === line.category && !more ? one : undefined;
}

/**
 * 摄政风蛋糕架跟甜心的: what the second is of is said of the first, the only product named: goods of the same last word; where none is
 * named, goods of the kind that all of those shown are.
 */
async function likeNamed(
  understanding: Understanding,
  shown: readonly Product[],
  ports: Ports,
): Promise<readonly Product[]> {
  const [named, another] = entitiesOf(understanding, 'product');
  const [match, more] = named?.matches ?? [];
  if (another || more) return [];
  const { language } = understanding;
  const products = await ports.catalogue();
  const alike = match ? products.filter(({ sku }) => sku === match.sku) : shown;
  const [kind, other] = new Set(alike.map((product) => headOf(product, language)));
  return kind === undefined || other !== undefined
    ? []
    : products.filter((product) => headOf(product, language) === kind);
}

/** The word that says what it is: the last one, in Chinese the last two characters. */
const headOf = (product: Product, language: Language): string | undefined =>
  /\p{Script=Han}{2}$|[a-z]+$/u.exec(nameIn(product, language).toLowerCase())?.[0];

/** 复古, 派对: taken for verbs, and words of names all the same. */
const isMotif = ({ norm, tag }: Token): boolean => tag === 'VERB' && /^\p{Script=Han}{2,}$/u.test(norm);

/** "30 of the first and 20 of the second": places with quantities of their own are the products there. */
async function withPlaces(
  understanding: Understanding,
  conversation: Conversation,
  ports: Ports,
): Promise<Understanding> {
  const pointer = pointerIn(understanding);
  const quantities = entitiesOf(understanding, 'quantity');
  if (pointer?.kind !== 'places' || pointer.places.length < 2 || quantities.length < pointer.places.length)
    return understanding;
  const shown = await inOrder(ports, shownList(conversation));
  const placed = pointer.spans.flatMap(([start, end], index) => {
    const product = shown.at(pointer.places[index] ?? shown.length);
    return product ? [entityOf([product], { start, end }, understanding)] : [];
  });
  const entities = [...understanding.entities, ...placed].sort((a, b) => a.start - b.start);
  return placed.length === pointer.places.length ? { ...understanding, entities } : understanding;
}

/** So many in a colour, or a quantity beside it, is said of an open quote, and no goods are named. */
const countsColours = ({ entities }: Understanding, { quote }: Conversation): boolean =>
  quote !== undefined &&
  entities.some(({ kind }) => kind === 'quantity') &&
  entities.every(({ kind }) => kind !== 'product');

async function inColour(
  colour: string,
  { language }: Understanding,
  { quote, products }: Conversation,
  ports: Ports,
): Promise<Product | undefined> {
  const lines = await inOrder(ports, quote?.lines.map(({ sku }) => sku) ?? []);
  const [line, another] = lines.filter((one) => isInColour(one, colour, language));
  if (line) return another ? undefined : line;
  const talkedOf = lines.find(({ sku }) => sku === products[0]) ?? lines.at(-1);
  return (
    talkedOf && similar(talkedOf, await ports.catalogue()).find((one) => isInColour(one, colour, language))
  );
}

type Place = Pick<Token, 'start' | 'end'>;

/** What the words at a place name: one product for sure, or any of several. */
const entityOf = (
  products: readonly Product[],
  { start, end }: Place,
  { text, language }: Understanding,
): ProductEntity => ({
  kind: 'product',
  start,
  end,
  text: text.slice(start, end),
  matches: products.map((product) => ({ sku: product.sku, name: nameIn(product, language), score: 1 })),
});

const overlap = (one: Place, other: Place): boolean => one.start < other.end && one.end > other.start;

const isFree = (place: Place, { entities }: Understanding): boolean =>
  !entities.some((entity) => overlap(place, entity));

/** "the regency", "woodland ones", 甜心的: with an article or a pronoun beside it, and no entity itself. */
function pointsOut({ start, end }: Place, { text, language }: Understanding): boolean {
  const { pointed } = wordsOf(language);
  return pointed.before.test(text.slice(0, start)) || pointed.behind.test(text.slice(end));
}

/** "25 jumbo", 大号25个: right beside how many. */
const isCounted = ({ start, end }: Place, { text, entities }: Understanding): boolean =>
  entities.some(
    (entity) =>
      entity.kind === 'quantity' &&
      ((/^\s?(?:of |x |[个只件]|)$/u.test(text.slice(entity.end, start)) && entity.end <= start) ||
        (entity.start >= end && /^\s?(?:的|要)?$/u.test(text.slice(end, entity.start)))),
  );
