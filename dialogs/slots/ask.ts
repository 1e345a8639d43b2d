import { wordsOf } from '../language/words/words.ts';
import type { Ports } from '../ports.ts';
import type { Decision, Turn } from '../skill.ts';
import { decision, voiceOf } from '../voice.ts';
import type { Attribute } from './attribute.ts';
import { inOrder } from './catalogue.ts';
import { closest } from './goods-by-words.ts';
import { list, one } from './listing.ts';
import type { ProductSlot } from './product.ts';
import { type QuantitySlot, wantedQuantity } from './quantity.ts';

const SUGGESTIONS = 3;
/** The most that are shown of goods that are merely like what was asked for. */
const MOST_ALIKE = 10;

/** Asks which product is meant, or says that there is none by that name and what comes closest. */
export async function askProduct(
  turn: Turn,
  ports: Ports,
  slot: Exclude<ProductSlot, { kind: 'found' }>,
  pending: string,
): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  switch (slot.kind) {
    case 'ambiguous': {
      const skus = slot.candidates.map(({ sku }) => sku);
      const choices = slot.candidates.map(voice.choice);
      return decision({
        events: [
          { kind: 'product.listed', skus, ...wantedQuantity(turn, ports) },
          { kind: 'product.asked', skus, pending },
        ],
        replies: [
          slot.lacks
            ? voice.text(`product.lacks.${slot.lacks.kind}`, lacking(slot.said, slot.lacks), choices)
            : voice.text('product.which', { said: slot.said, count: skus.length }, choices),
        ],
      });
    }
    case 'missing': {
      const listed = await inOrder(ports, turn.conversation.listed);
      return decision({
        events: [{ kind: 'slot.asked', slot: 'product', pending }],
        replies: [
          voice.text('product.missing', {}, listed.length > 0 ? listed.map(voice.choice) : undefined),
        ],
      });
    }
    case 'unknown':
      return unknownProduct(turn, ports, slot.said);
  }
}

/** What the texts about a colour or size that goods don't come in have to be filled with. */
export const lacking = (said: string, attribute: Attribute) => ({ said, attribute: attribute.said });

/** Honest that nothing is called so, with what comes closest, else what sells best instead. */
export async function unknownProduct(turn: Turn, ports: Ports, said?: string): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  if (said !== undefined) {
    const { colours } = wordsOf(voice.language);
    const { found, isNamed } = closest(await ports.catalogue(), said, colours, ports.shop);
    const some = found.slice(0, MOST_ALIKE);
    if (some.length === 1 && isNamed) return one(some[0]!, voice);
    const intro = isNamed ? {} : { intro: voice.say('find.closest', { said }) };
    if (some.length > 0) return list(some, voice, { ...intro, ...wantedQuantity(turn, ports) });
  }
  const popular = await ports.recommend({ exclude: [], today: turn.today, limit: SUGGESTIONS });
  const products = popular.map(({ product }) => product);
  const text = said === undefined ? voice.say('product.noneFits') : voice.say('product.unknown', { said });
  const names = products.map(voice.name);
  return decision({
    events: products.length > 0 ? [{ kind: 'product.listed', skus: products.map(({ sku }) => sku) }] : [],
    replies: [
      {
        kind: 'text',
        language: voice.language,
        text: names.length > 0 ? voice.join([text, voice.say('product.popularInstead', { names })]) : text,
        choices: products.map(voice.choice),
      },
    ],
  });
}

/** Says what is wrong with the quantity, if anything, and asks for it; `of` is what it is of, where that is not plain. */
export function askQuantity(
  turn: Turn,
  ports: Ports,
  slot: Exclude<QuantitySlot, { kind: 'valid' }>,
  pending: string,
  of?: string,
): Decision {
  const voice = voiceOf(turn, ports);
  if (slot.kind === 'none' && of !== undefined) {
    return decision({
      events: [{ kind: 'slot.asked', slot: 'quantity', pending }],
      replies: [voice.text('quantity.of', { name: of })],
    });
  }
  const key = slot.kind === 'invalid' ? `quantity.${slot.fault}` : `quantity.${slot.kind}`;
  const values = { max: ports.shop.maxQuantity, value: slot.kind === 'invalid' ? slot.value : 0 };
  const choices =
    slot.kind === 'invalid' && slot.fault === 'tooMany' ? [voice.offer('human.request')] : undefined;
  return decision({
    events: [{ kind: 'slot.asked', slot: 'quantity', pending }],
    replies: [voice.text(key, values, choices)],
  });
}
