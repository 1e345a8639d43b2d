import { type Entity, LANGUAGES, type Understanding } from '../../nlu/understanding.ts';
import { has, wordsOf } from '../language/words/words.ts';

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
  return entities.length < understanding.entities.length ? { ...understanding, entities } : understanding;
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
