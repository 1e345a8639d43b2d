import type { Product } from '../../../crm/models/product.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import { wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import { asksSomething, isBare, namesColourOnly, namesProduct, topIntent } from '../../readings/cues.ts';
import { pointerIn } from '../../readings/pointer.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { askProduct } from '../../slots/ask.ts';
import { availability, cardOf } from '../../slots/card.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { coloursOf } from '../../slots/colour.ts';
import { categoryIn } from '../../slots/goods-by-words.ts';
import { list } from '../../slots/listing.ts';
import { type ProductSlot, productSlot } from '../../slots/product.ts';
import { quantitiesOf } from '../../slots/quantity.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { sameCost } from './compare.ts';
import { findProducts } from './find.ts';
import { price } from './price.ts';
import { listPrice } from './price-rows.ts';
import { categoryName } from './search.ts';

/**
 * All that the catalogue knows of a product; of one chosen with a quantity, what that costs. Where a property was asked for, that
 * it says no more comes first, and not twice.
 */
export async function detail(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const same = await sameCost(turn, ports);
  if (same) return same;
  const slot = await productSlot(ofContext(turn), ports);
  if (asksColour(turn, slot)) return findProducts(turn, ports);
  if (quantitiesOf(turn).length > 0 || (bid.answers && turn.conversation.listedQuantity !== undefined))
    return price(turn, ports, bid);
  const isProperty = asksProperty(turn, bid);
  const unsaid = isProperty ? await unsaidOf(slot, turn, ports) : undefined;
  if (unsaid) return unsaid;
  if (slot.kind === 'ambiguous') return findProducts(turn, ports);
  if (slot.kind !== 'found') return askProduct(turn, ports, slot, 'product.detail');
  return cards(slot.products, isProperty ? 'property' : bid.answers ? 'choice' : 'all', turn, ports);
}

/** "does it come with plates?" asks of what is talked of, not for plates. */
function ofContext(turn: Turn): Turn {
  const { understanding, conversation } = turn;
  const asked = wordsOf(understanding.language).ofIt.exec(understanding.text);
  const isOfOther = entitiesOf(understanding, 'product').some(({ start }) => start < (asked?.index ?? 0));
  if (!asked || isOfOther || conversation.products.length === 0) return turn;
  const entities = understanding.entities.filter(({ kind }) => kind !== 'product');
  return { ...turn, understanding: { ...understanding, entities } };
}

/** "is it dishwasher safe?", "how big are they?": none of what the catalogue has. */
const asksProperty = (turn: Turn, { answers }: Bid): boolean =>
  asksSomething(turn) &&
  !(namesProduct(turn) && isBare(turn)) &&
  (!answers || topIntent(turn) === 'product.detail');

/** A thing named in so few words is the property: "and microwave?" */
const FEW = 5;

async function unsaidOf(slot: ProductSlot, turn: Turn, ports: Ports): Promise<Decision | undefined> {
  const voice = voiceOf(turn, ports);
  const { conversation, understanding } = turn;
  const person = voice.offer('human.request');
  if (slot.kind === 'ambiguous') {
    // "the cheapest doormat" asks for one of them.
    const isNamed = !slot.lacks && pointerIn(understanding)?.kind !== 'end';
    const isShown = slot.candidates.some(({ sku }) => conversation.listed.includes(sku));
    if (isNamed && isShown && conversation.lastIntent === 'product.detail')
      return decision({ replies: [voice.text('detail.nothingMore', {}, [person])] });
    return isNamed
      ? list(slot.candidates, voice, { intro: voice.say('detail.onlyThis'), choices: [person] })
      : undefined;
  }
  // "are your bags heavy duty?": of a kind that no name says.
  const category = slot.kind === 'unknown' ? categoryIn(slot.said, ports.shop.categories) : undefined;
  if (category !== undefined && wordsOf(understanding.language).property.test(understanding.text)) {
    const ofKind = (await ports.catalogue()).filter((product) => product.category === category);
    return list(ofKind, voice, { intro: voice.say('detail.onlyThis'), choices: [person] });
  }
  if (slot.kind === 'found' && slot.from === 'words') return undefined;
  if (wordsOf(understanding.language).most.test(understanding.text) && conversation.listed.length > 1)
    return noneSays(await inOrder(ports, conversation.listed), voice);
  // "and microwave?" is a property, "what about throws or blankets?" are goods.
  const isOther = slot.kind === 'unknown' && (understanding.tokens.length > FEW || /[^s]s$/.test(slot.said));
  if (isOther) return undefined;
  const isAgain = conversation.lastIntent === 'product.detail';
  if (isAgain && (slot.kind === 'found' || conversation.products.length > 0))
    return decision({ replies: [voice.text('detail.nothingMore', {}, [person])] });
  const listed = slot.kind === 'found' ? [] : await inOrder(ports, conversation.listed);
  return listed.length === 0 ? undefined : noneSays(listed, voice);
}

/** Of several goods shown nothing is known of what was asked. */
const noneSays = (listed: readonly Product[], voice: Voice): Decision =>
  decision({
    events: [{ kind: 'product.asked', skus: listed.map(({ sku }) => sku), pending: 'product.detail' }],
    replies: [voice.text('detail.noneSays', {}, [...listed.map(voice.choice), voice.offer('human.request')])],
  });

/** What brought the cards: a property that they don't have, a choice from a list, or a wish for all there is. */
type Occasion = 'property' | 'choice' | 'all';

function cards(products: readonly Product[], occasion: Occasion, turn: Turn, ports: Ports): Decision {
  const voice = voiceOf(turn, ports);
  const rows = products.map((product) =>
    voice.join([listPrice(product, voice), supplyOf(product, ports, voice)]),
  );
  const text = [
    ...(occasion === 'property' ? [voice.say('detail.onlyThis')] : []),
    ...rows,
    ...(occasion === 'all' ? [voice.say('detail.thatIsAll')] : []),
  ];
  return decision({
    events: [{ kind: 'product.mentioned', skus: products.map(({ sku }) => sku) }],
    replies: [
      {
        kind: 'products',
        language: voice.language,
        text: text.join('\n'),
        products: products.map((product) => cardOf(product, voice)),
        choices: [voice.offer('product.price'), voice.offer('product.stock'), voice.offer('human.request')],
      },
    ],
  });
}

/** "and in purple?", "any of those in red?": which of the goods shown, if any, not all that is known of them. */
const asksColour = (turn: Turn, slot: ProductSlot): boolean =>
  pointerIn(turn.understanding)?.kind === 'together'
    ? coloursOf(turn).length > 0 && !namesProduct(turn)
    : namesColourOnly(turn) &&
      (slot.kind === 'missing' || (slot.kind === 'found' && slot.from === 'context'));

const supplyOf = (product: Product, { shop }: Ports, voice: Voice): string =>
  voice.say(product.stock > 0 ? 'detail.supply' : 'detail.gone', {
    category: categoryName(product.category, shop, voice.language),
    availability: availability(product, voice),
    days: product.leadTimeDays,
  });
