import type { Product } from '../../../crm/models/product.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { askProduct } from '../../slots/ask.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { similar } from '../../slots/goods-by-words.ts';
import { list } from '../../slots/listing.ts';
import { productSlot } from '../../slots/product.ts';
import { decision, voiceOf } from '../../voice.ts';

/** "other colours?", "something cheaper": what is most like the product talked about. */
export async function alternatives(turn: Turn, ports: Ports): Promise<Decision> {
  const slot = await productSlot(turn, ports);
  const { text, language } = turn.understanding;
  const { cheapest, dearest } = wordsOf(language);
  const [shown] = slot.kind === 'missing' ? await byPrice(turn, ports, has(dearest, text) ? -1 : 1) : [];
  const product = slot.kind === 'found' ? slot.products[0]! : shown;
  if (!product)
    return askProduct(turn, ports, slot as Exclude<typeof slot, { kind: 'found' }>, 'product.similar');
  const voice = voiceOf(turn, ports);
  const fits = (amount: number) =>
    (!has(cheapest, text) || amount < product.price.amount) &&
    (!has(dearest, text) || amount > product.price.amount);
  const found = similar(product, await ports.catalogue()).filter(({ price }) => fits(price.amount));
  return found.length > 0
    ? list(found, voice, { intro: voice.say('find.similar') })
    : decision({
        replies: [
          voice.text('find.noSimilar', { name: voice.name(product) }, [voice.offer('product.recommend')]),
        ],
      });
}

/** The list last shown, the cheapest (1) or dearest (-1) first: "something cheaper" is cheaper than all of it. */
const byPrice = async (turn: Turn, ports: Ports, sign: number): Promise<readonly Product[]> =>
  [...(await inOrder(ports, turn.conversation.listed))].sort(
    (a, b) => sign * (a.price.amount - b.price.amount),
  );
