import { type Entity, LANGUAGES, type Understanding } from '../../nlu/understanding.ts';
import { has, wordsOf } from '../language/words/words.ts';
import { coloursOf } from '../slots/colour.ts';
import { nameHas } from '../slots/pointing.ts';

type ProductEntity = Extract<Entity, { kind: 'product' }>;

/**
 * "charlotte bags, the strawberry ones": a description right behind goods that several products fit says which of them.
 * The two become one entity with the products that fit both.
 */
export function withAppositions(understanding: Understanding): Understanding {
  const entities: Entity[] = [];
  for (const entity of understanding.entities) {
    const before = entities.at(-1);
    const joined =
      before?.kind === 'product' && entity.kind === 'product'
        ? described(before, entity, understanding.text)
        : undefined;
    if (joined) entities[entities.length - 1] = joined;
    else entities.push(entity);
  }
  const joined =
    entities.length < understanding.entities.length ? { ...understanding, entities } : understanding;
  return withCountedColours(joined);
}

/** "alarm clocks, 30 red and 20 green": each colour with a quantity beside it names those of the goods in front that have it in their names. */
function withCountedColours(understanding: Understanding): Understanding {
  const { text, entities } = understanding;
  const [goods, another] = entities.filter((entity) => entity.kind === 'product');
  if (!goods || another || goods.matches.length < 2) return understanding;
  const counted = coloursOf({ understanding }).flatMap(({ colour, start, end }) => {
    const matches = goods.matches.filter(({ name }) => nameHas(name, colour));
    const isCounted = entities.some(
      (entity) =>
        entity.kind === 'quantity' && entity.end <= start && /^\s*$/.test(text.slice(entity.end, start)),
    );
    return start >= goods.end && isCounted && matches.length > 0
      ? [{ ...goods, start, end, text: text.slice(start, end), matches }]
      : [];
  });
  if (counted.length < 2) return understanding;
  const others = entities.filter((entity) => entity !== goods);
  return { ...understanding, entities: [...others, ...counted].sort((a, b) => a.start - b.start) };
}

function described(goods: ProductEntity, more: ProductEntity, text: string): ProductEntity | undefined {
  if (goods.matches.length < 2 || !/^\s*[,，、:：(（-]/u.test(text.slice(goods.end, more.start)))
    return undefined;
  let between = text.slice(goods.end, more.start).replace(/[\p{P}\p{S}]/gu, ' ');
  if (LANGUAGES.some((language) => has(wordsOf(language).clauseBreak, between))) return undefined;
  for (const language of LANGUAGES) between = between.replace(wordsOf(language).filler, ' ');
  if (/[\p{L}\p{N}]/u.test(between)) return undefined;
  const matches = goods.matches.filter(({ sku }) => more.matches.some((match) => match.sku === sku));
  if (matches.length === 0) return undefined;
  return { ...goods, matches, end: more.end, text: text.slice(goods.start, more.end) };
}
