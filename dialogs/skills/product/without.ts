import { entitiesOf } from '../../../nlu/understanding.ts';
import type { Ports } from '../../ports.ts';
import { tellingWords } from '../../readings/cues.ts';
import type { Decision, Turn } from '../../skill.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { coloursOf, isInColour } from '../../slots/colour.ts';
import { nameHas } from '../../slots/pointing.ts';
import { decision, voiceOf } from '../../voice.ts';
import { list } from './find.ts';

/** "nothing with hearts", "not the red ones": the list last shown, and what was left of it, without those. */
export async function without(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { listed, unlisted = [] } = turn.conversation;
  const { language } = turn.understanding;
  const products = await inOrder(ports, [...listed, ...unlisted]);
  const named = entitiesOf(turn.understanding, 'product');
  const matched = new Set(named.flatMap(({ matches }) => matches.map(({ sku }) => sku)));
  const words = [...named.map(({ text }) => text.toLowerCase()), ...tellingWords(turn)];
  const colours = coloursOf(turn).map(({ colour }) => colour);
  const left = products.filter(
    (product) =>
      !matched.has(product.sku) &&
      !words.some((word) => nameHas(product, word, language)) &&
      !colours.some((colour) => isInColour(product, colour, language)),
  );
  if (left.length === products.length)
    return decision({
      events: [{ kind: 'product.asked', skus: listed, pending: 'product.detail' }],
      replies: [voice.text('deny.notAmongThese', {}, products.slice(0, listed.length).map(voice.choice))],
    });
  const declined = products.filter((product) => !left.includes(product)).map(({ sku }) => sku);
  if (left.length === 0)
    return decision({
      events: [{ kind: 'product.declined', skus: declined }],
      replies: [voice.text('deny.noneOfThese')],
    });
  const shown = list(left, voice);
  return { ...shown, events: [{ kind: 'product.declined', skus: declined }, ...shown.events] };
}
