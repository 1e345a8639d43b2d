import type { Product } from '../../../crm/models/product.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { groupOf } from '../../slots/pointing.ts';
import { MAX_CANDIDATES, productSlot } from '../../slots/product.ts';
import { decision, voiceOf } from '../../voice.ts';
import { ranking } from './ranking.ts';

async function soldOf(product: Product, turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const [units = 0] = await ports.unitsSold([product.sku]);
  const text = voice.say('recommend.sold', { name: voice.name(product), units });
  return decision({
    events: [{ kind: 'product.mentioned', skus: [product.sku] }],
    replies: [{ kind: 'text', language: voice.language, text, choices: [voice.offer('product.recommend')] }],
  });
}

/** "which sells better?": the goods named, pointed at or shown together, by what was sold of them lately. */
export async function bestOfShown(turn: Turn, ports: Ports): Promise<Decision | undefined> {
  const slot = await productSlot(turn, ports, { context: 0, narrow: false });
  const named = slot.kind === 'found' ? slot.products : slot.kind === 'ambiguous' ? slot.candidates : [];
  const shown = await inOrder(ports, groupOf(turn.conversation));
  const products = (named.length > 1 ? named : shown).slice(0, MAX_CANDIDATES);
  const [only] =
    products.length === 0 ? await inOrder(ports, turn.conversation.products.slice(0, 1)) : products;
  if (products.length < 2) return only && soldOf(only, turn, ports);

  const voice = voiceOf(turn, ports);
  const sold = await ports.unitsSold(products.map(({ sku }) => sku));
  const unitsOf = (product: Product) => sold[products.indexOf(product)]!;
  const ranked = [...products].sort((a, b) => unitsOf(b) - unitsOf(a));
  const [best] = ranked;
  if (unitsOf(best!) === 0)
    return decision({ replies: [voice.text('recommend.amongNone', {}, ranked.map(voice.choice))] });
  return ranking(
    voice.say('recommend.among', { name: voice.name(best!) }),
    ranked.map((product) => ({ product, reason: voice.say('reason.sold', { units: unitsOf(product) }) })),
    voice,
  );
}
