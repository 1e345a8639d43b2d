import { entitiesOf } from '../../../nlu/understanding.ts';
import { wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { inOrder } from '../../slots/product.ts';
import { decision, voiceOf } from '../../voice.ts';
import { list } from './find.ts';

/** "nothing with hearts", "not the red ones": the list last shown, and what was left of it, without those. */
export async function without(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { listed, unlisted = [] } = turn.conversation;
  const { text, language } = turn.understanding;
  const products = await inOrder(ports, [...listed, ...unlisted]);
  const named = entitiesOf(turn.understanding, 'product');
  const said = [...named.map((entity) => entity.text), ...(text.match(wordsOf(language).colours) ?? [])].map(
    (word) => word.toLowerCase().replace(/(?<=[a-z]{3})s$/, ''),
  );
  const matched = new Set(named.flatMap(({ matches }) => matches.map(({ sku }) => sku)));
  const left = products.filter(
    ({ sku, names }) =>
      !matched.has(sku) && !said.some((word) => (names[language] ?? names.en).toLowerCase().includes(word)),
  );
  if (left.length > 0 && left.length < products.length) return list(left, voice);
  return decision({ replies: [voice.text('deny.noneOfThese')] });
}
