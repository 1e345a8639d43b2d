import type { Span, Understanding } from '../../nlu/understanding.ts';
import { serviceWordsOf } from '../language/words/service.ts';
import { matchesOf } from '../language/words/words.ts';

const OF_GOODS = ['product', 'quantity'];

/** "we run a chain of 6 garden centres": what somebody says of their own business names no goods and counts none. */
export function withoutIntroduction(understanding: Understanding): Understanding {
  const { text, language } = understanding;
  const said = [...matchesOf(serviceWordsOf(language).introduces, text)];
  if (said.length === 0) return understanding;
  const isIntroduced = ({ start, end }: Pick<Span, 'start' | 'end'>) =>
    said.some(({ index, 0: all }) => start >= index && end <= index + all.length);
  return {
    ...understanding,
    tokens: understanding.tokens.filter((token) => !isIntroduced(token)),
    entities: understanding.entities.filter(
      (entity) => !OF_GOODS.includes(entity.kind) || !isIntroduced(entity),
    ),
  };
}
