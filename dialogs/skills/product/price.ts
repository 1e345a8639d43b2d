import type { Product } from '../../../crm/models/product.ts';
import { lineTotal, mostWithin, sumOf } from '../../../forecasting/advice/price.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import { asksHowManyFor } from '../../readings/cues.ts';
import { pointerIn } from '../../readings/pointer.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { askProduct, askQuantity } from '../../slots/ask.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { saidLines } from '../../slots/lines.ts';
import { productSlot } from '../../slots/product.ts';
import {
  checkQuantity,
  eitherQuantities,
  factorSaid,
  type QuantitySlot,
  quantitiesOf,
  rememberedQuantity,
  saidQuantity,
  turnedDownQuantity,
} from '../../slots/quantity.ts';
import { unknownCounted } from '../../slots/unknown-thing.ts';
import { decision, voiceOf } from '../../voice.ts';
import { findProducts } from './find.ts';
import { listPrice, offered, priceOf, togetherOf } from './price-rows.ts';
import { pricedAgain } from './priced-again.ts';

/** "how much for 100?": unit price with its quantity break, and the total. */
export async function price(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const again = await pricedAgain(turn, ports);
  if (again) return again;
  const slot = await productSlot(turn, ports);
  // "your cheapest bag": which it is says more than a question back.
  const isExtreme = pointerIn(turn.understanding)?.kind === 'end';
  if (slot.kind === 'ambiguous' && isExtreme) return findProducts(turn, ports);
  if (slot.kind !== 'found') return askProduct(turn, ports, slot, 'product.price');
  const voice = voiceOf(turn, ports);
  const products = slot.from === 'context' ? await ofQuoteLine(slot.products, turn, ports) : slot.products;
  const { maxQuantity } = ports.shop;

  const said = saidQuantity(turn, maxQuantity);
  if (said.kind === 'vague' || said.kind === 'invalid')
    return askQuantity(turn, ports, said, 'product.price');
  const ofLine = ofOpenLine(products, turn, said);
  const money = asksHowManyFor(turn);
  const within = money && Math.min(mostWithin(products, money.amount), maxQuantity);
  if (within === 0) return decision({ replies: [voice.text('price.notWithin', { amount: money! })] });
  const common =
    within ?? ofLine ?? (said.kind === 'valid' ? said.value : rememberedQuantity(turn, bid, slot.from));

  // "100 lunch bags and 50 doormats": each product has the quantity that stands with it.
  const pairs = saidLines(turn).filter((line) => line.product);
  const unknown = quantitiesOf(turn).flatMap((quantity) => unknownCounted(turn, quantity) ?? []);
  const isPaired = pairs.length === products.length && (products.length > 1 || unknown.length > 0);
  const quantityAt = (index: number): number | undefined => {
    const quantity = isPaired ? pairs[index]?.quantity : undefined;
    const checked = quantity && checkQuantity(quantity, maxQuantity);
    return checked?.kind === 'valid' ? checked.value : common;
  };
  // "20 to 30": what the least of them costs, and what the most.
  const least = said.kind === 'valid' && said.from !== undefined ? [said.from] : [];
  const several = products.length === 1 ? eitherQuantities(turn, maxQuantity) : [];
  const rows = products.flatMap((product, index) => {
    const quantity = quantityAt(index);
    if (quantity === undefined) return [listPrice(product, voice)];
    const asked = several.length > 0 ? several : quantity === common ? [...least, quantity] : [quantity];
    return asked.map((count) => priceOf(product, count, voice));
  });
  const lines = products.flatMap(({ sku }, index) => {
    const quantity = quantityAt(index);
    return quantity === undefined ? [] : [{ sku, quantity }];
  });
  const sum =
    within === undefined
      ? []
      : [
          voice.say(products.length > 1 ? 'price.withinEach' : 'price.within', {
            quantity: within,
            amount: money!,
            total: sumOf(products.map((product) => lineTotal(product, within))),
          }),
        ];
  const notSold = unknown.map((thing) => voice.say('product.unknown', { said: thing }));
  const usual = unknown.length > 0 ? lines[0]?.quantity : common;
  return offered(
    [...notSold, ...rows, ...sum, ...togetherOf(lines, products, turn, ports, voice)],
    { skus: products.map(({ sku }) => sku), common: usual, lines },
    turn,
    voice,
  );
}

/** "if I double the bunting?", "what if I take 200 more?": of how many there are in the open quote. */
function ofOpenLine(
  [product, another]: readonly Product[],
  turn: Turn,
  said: QuantitySlot,
): number | undefined {
  const line = another ? undefined : turn.conversation.quote?.lines.find(({ sku }) => sku === product?.sku);
  if (!line) return undefined;
  if (said.kind === 'valid') return isBesides(turn) ? line.quantity + said.value : undefined;
  const factor = factorSaid(turn);
  return factor === undefined ? undefined : Math.ceil(line.quantity * factor);
}

/** No word that adds is as long. */
const LONGEST_WORD = 20;

/** The word in front of the quantity or behind it adds: "another 200", "200 more", 再加200个. */
function isBesides(turn: Turn): boolean {
  const { text, language } = turn.understanding;
  const [quantity] = quantitiesOf(turn);
  if (!quantity) return false;
  const { start, end } = quantity;
  const inFront = /\S+\s*$/u.exec(text.slice(Math.max(0, start - LONGEST_WORD), start))?.[0] ?? '';
  const behind = /^\s*\S+/u.exec(text.slice(end, end + LONGEST_WORD))?.[0] ?? '';
  return [inFront, behind].some((word) => has(wordsOf(language).add, word));
}

/** "what would 80 come to instead of 50?": of the line of the open quote that has 50. */
async function ofQuoteLine(
  products: readonly Product[],
  turn: Turn,
  ports: Ports,
): Promise<readonly Product[]> {
  const wrong = turnedDownQuantity(turn);
  const lines = turn.conversation.quote?.lines.filter(({ quantity }) => quantity === wrong) ?? [];
  return lines.length === 1 ? inOrder(ports, [lines[0]!.sku]) : products;
}
