import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { askProduct } from '../../slots/ask.ts';
import { productSlot } from '../../slots/product.ts';
import { decision, voiceOf } from '../../voice.ts';
import { list } from './find.ts';
import { similar } from './search.ts';

/** "other colours?", "something cheaper": what is most like the product talked about. */
export async function alternatives(turn: Turn, ports: Ports): Promise<Decision> {
  const slot = await productSlot(turn, ports);
  if (slot.kind !== 'found') return askProduct(turn, ports, slot, 'product.similar');
  const voice = voiceOf(turn, ports);
  const product = slot.products[0]!;
  const { text, language } = turn.understanding;
  const { cheapest, dearest } = wordsOf(language);
  const fits = (amount: number) =>
    (!has(cheapest, text) || amount < product.price.amount) &&
    (!has(dearest, text) || amount > product.price.amount);
  const found = similar(product, await ports.catalogue()).filter(({ price }) => fits(price.amount));
  return found.length > 0
    ? list(found, voice, 'find.similar')
    : decision({
        replies: [
          voice.text('find.noSimilar', { name: voice.name(product) }, [voice.offer('product.recommend')]),
        ],
      });
}
