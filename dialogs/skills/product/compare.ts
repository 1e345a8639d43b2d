import type { Product } from '../../../crm/models/product.ts';
import { lineTotal } from '../../../forecasting/advice/price.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import { isTelling, namesProduct } from '../../readings/cues.ts';
import { pointerIn } from '../../readings/pointer.ts';
import type { Decision, Turn } from '../../skill.ts';
import { askProduct } from '../../slots/ask.ts';
import { availability, cardOf } from '../../slots/card.ts';
import { inOrder, nameIn } from '../../slots/catalogue.ts';
import { skusOfKind } from '../../slots/goods-by-words.ts';
import { list } from '../../slots/listing.ts';
import { nameHas, shownList } from '../../slots/pointing.ts';
import { productSlot } from '../../slots/product.ts';
import { wantedQuantity } from '../../slots/quantity.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { listPrice } from './price-rows.ts';

const MAX_COMPARED = 4;

/** Two to four products side by side; a single one named is compared with the one talked about before. */
export async function compare(turn: Turn, ports: Ports): Promise<Decision> {
  const listed = await inOrder(ports, shownList(turn.conversation));
  const pointer = pointerIn(turn.understanding);
  const isOne = pointer?.kind === 'end' && pointer.count === 1;
  const extreme = listed.length > 1 && isOne && !namesProduct(turn) && extremeAsked(turn);
  if (extreme) return theMost(extreme, listed, turn, ports);
  const slot = await productSlot(turn, ports, { context: 2 });
  const other = slot.kind === 'found' && slot.from === 'words' ? undefined : otherPointedAt(turn, listed);
  if (other !== undefined)
    return list(listed, voiceOf(turn, ports), {
      intro: voiceOf(turn, ports).say('find.notDescribed', { said: other }),
    });
  const kinds = slot.kind === 'ambiguous' ? await kindsNamed(turn, ports) : undefined;
  if (kinds) return kinds;
  let products: readonly Product[];
  // "Which is better?" is about all that was shown.
  if (slot.kind === 'found' && slot.from === 'context' && listed.length > 1) products = listed;
  else if (slot.kind === 'found') products = slot.products;
  else if (slot.kind === 'missing' && listed.length > 1) products = listed;
  else if (slot.kind === 'ambiguous') products = slot.candidates;
  else return askProduct(turn, ports, slot, 'product.compare');

  if (products.length === 1) {
    const other = turn.conversation.products.find((sku) => sku !== products[0]!.sku);
    products = [...products, ...(await inOrder(ports, other === undefined ? [] : [other]))];
  }
  const voice = voiceOf(turn, ports);
  if (products.length === 1) {
    return decision({
      events: [
        { kind: 'product.mentioned', skus: [products[0]!.sku] },
        { kind: 'slot.asked', slot: 'product', pending: 'product.compare' },
      ],
      replies: [voice.text('compare.withWhat', { name: voice.name(products[0]!) })],
    });
  }

  const compared = products.slice(0, MAX_COMPARED);
  const skus = compared.map(({ sku }) => sku);
  return decision({
    events: [
      { kind: 'product.mentioned', skus },
      { kind: 'product.listed', skus },
    ],
    replies: [
      {
        kind: 'products',
        language: voice.language,
        text: [
          ...compared.map((product) => `${listPrice(product, voice)} ${availability(product, voice)}`),
          comparedPrices(compared, voice),
        ].join('\n'),
        products: compared.map((product) => cardOf(product, voice)),
        choices: compared.map(voice.choice),
      },
    ],
  });
}

/** Of two how much one costs less than the other, of more the cheapest, or that they cost the same. */
function comparedPrices(compared: readonly Product[], voice: Voice): string {
  const [first, second, ...others] = [...compared].sort((a, b) => a.price.amount - b.price.amount);
  const { price } = first!;
  if (compared.every((one) => one.price.amount === price.amount))
    return voice.say('compare.samePrice', { price });
  const name = voice.name(first!);
  if (others.length > 0) return voice.say('compare.cheapest', { name, price });
  const difference = { ...price, amount: second!.price.amount - price.amount };
  return voice.say('compare.difference', { name, difference, other: voice.name(second!) });
}

/** "the lunch bags or the jumbo bags?": kinds of goods, by how many there are and what they cost; undefined for single goods. */
async function kindsNamed(turn: Turn, ports: Ports): Promise<Decision | undefined> {
  const named = entitiesOf(turn.understanding, 'product');
  if (named.length < 2 || named.some(({ matches }) => matches.length < 2)) return undefined;
  const catalogue = await ports.catalogue();
  const voice = voiceOf(turn, ports);
  const rows = named.map(({ text, matches }) => {
    const skus = skusOfKind(catalogue, text, matches, ports.shop);
    const goods = catalogue.filter(({ sku }) => skus.includes(sku));
    const cheapest = goods.reduce((best, one) => (one.price.amount < best.price.amount ? one : best));
    return voice.say('compare.kind', {
      said: text,
      count: goods.length,
      price: cheapest.price,
      name: voice.name(cheapest),
    });
  });
  const choices = named.map(({ text }) => ({ label: text, text }));
  return decision({ replies: [voice.text('compare.kinds', { rows: rows.join('\n') }, choices)] });
}

/** "compare with the charlotte one": a name that none of the goods shown has. */
function otherPointedAt({ understanding }: Turn, listed: readonly Product[]): string | undefined {
  const { text, tokens, language } = understanding;
  const { behind } = wordsOf(language).pointed;
  return tokens.find(
    (token) =>
      isTelling(token, language) &&
      token.tag !== 'ADJ' &&
      behind.test(text.slice(token.end)) &&
      !listed.some((product) => nameHas(nameIn(product, language), token.norm)),
  )?.norm;
}

/** "a cheaper one" of goods that cost the same; undefined where it points at nothing of the kind. */
export async function sameCost(turn: Turn, ports: Ports): Promise<Decision | undefined> {
  const pointer = pointerIn(turn.understanding);
  if (pointer?.kind !== 'end' || !extremeAsked(turn) || namesProduct(turn)) return undefined;
  const skus = shownList(turn.conversation);
  const listed = await inOrder(ports, skus);
  const wanted = wantedQuantity(turn, ports);
  const prices = listed.map((product) => lineTotal(product, wanted.quantity ?? 1).unitPrice);
  const [price] = prices;
  if (!price || listed.length < 2 || prices.some(({ amount }) => amount !== price.amount)) return undefined;
  const voice = voiceOf(turn, ports);
  const names = listed.map(voice.name);
  return decision({
    events: [
      { kind: 'product.listed', skus, ...wanted },
      { kind: 'product.asked', skus, pending: 'product.detail' },
    ],
    replies: [voice.text('compare.noneCheaper', { names, price }, listed.map(voice.choice))],
  });
}

/** "which is the cheapest?" of the list shown: the one it is, or that they cost the same. */
function theMost(
  extreme: 'cheapest' | 'dearest',
  listed: readonly Product[],
  turn: Turn,
  ports: Ports,
): Decision {
  const voice = voiceOf(turn, ports);
  const byPrice = [...listed].sort((a, b) => a.price.amount - b.price.amount);
  const [first, last] = [byPrice[0]!, byPrice.at(-1)!];
  const one = extreme === 'cheapest' ? first : last;
  if (first.price.amount === last.price.amount)
    return decision({
      replies: [voice.text('compare.samePrice', { price: one.price }, listed.map(voice.choice))],
    });
  return decision({
    events: [{ kind: 'product.mentioned', skus: [one.sku] }],
    replies: [
      voice.text(`compare.${extreme}`, { name: voice.name(one), price: one.price }, [
        voice.offer('product.detail'),
        voice.offer('product.stock'),
        voice.offer('quote.request'),
      ]),
    ],
  });
}

function extremeAsked({ understanding: { text, language } }: Turn): 'cheapest' | 'dearest' | undefined {
  const { cheapest, dearest } = wordsOf(language);
  return has(cheapest, text) ? 'cheapest' : has(dearest, text) ? 'dearest' : undefined;
}
