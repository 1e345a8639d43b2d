import { entitiesOf, type Understanding } from '../../nlu/understanding.ts';
import { has, wordsOf } from '../language/words/words.ts';
import { once } from '../once.ts';
import { returnReasonIn } from '../slots/return-reason.ts';

/** Where the word of correction stands in "the blue bag, no wait, the red one", if goods are named behind it. */
const correctionIn = once((understanding: Understanding): number | undefined => {
  const { text, language } = understanding;
  const { takesBack, asks } = wordsOf(language);
  const said = takesBack.exec(text);
  if (!said || has(asks, text.slice(0, said.index)) || returnReasonIn({ understanding })) return undefined;
  return entitiesOf(understanding, 'product').some(({ start }) => start > said.index)
    ? said.index
    : undefined;
});

export const takesGoodsBack = (understanding: Understanding): boolean =>
  correctionIn(understanding) !== undefined;

/** Without the goods in front of a word of correction. */
export function withoutTakenBack(understanding: Understanding): Understanding {
  const at = correctionIn(understanding);
  const entities = understanding.entities.filter(
    ({ kind, start }) => at === undefined || kind !== 'product' || start > at,
  );
  return entities.length < understanding.entities.length ? { ...understanding, entities } : understanding;
}
