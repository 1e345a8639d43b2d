import type { Product } from '../../../../crm/models/product.ts';
import { entitiesOf } from '../../../../nlu/understanding.ts';
import type { RepList } from '../../../conversation/facts.ts';
import { margin } from '../../../discount.ts';
import type { Ports } from '../../../ports.ts';
import { placed, repPointerIn } from '../../../readings/rep-pointer.ts';
import type { Bid, Decision, Turn } from '../../../skill.ts';
import { askProduct } from '../../../slots/ask.ts';
import { inOrder } from '../../../slots/catalogue.ts';
import { ofKind } from '../../../slots/goods-by-words.ts';
import { productSlot } from '../../../slots/product.ts';
import { saidQuantity } from '../../../slots/quantity.ts';
import { decision, type Voice, voiceOf } from '../../../voice.ts';
import { listPrice, priceOf } from '../../product/price-rows.ts';
import { promiseText } from '../../product/stock.ts';
import { periodOf } from '../demand/subject.ts';
import { windowOf } from '../demand/window.ts';
import { linesOf, textReply } from '../reply/listing.ts';

const LISTED = 10;

/** Price, cost and margin, stock and how long it lasts, of what a rep names or has just been shown; several as a list. */
export async function goods(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const found = await goodsMeant(turn, ports);
  if ('replies' in found) return found;
  const [product, another] = found;
  const keys = found.map(({ sku }) => sku);
  const asked = { kind: 'rep.asked' as const, question: { intent: bid.intent! } };
  if (another) return listFrom(0, found, voice, [asked]);
  const quantity = saidQuantity(turn, ports.shop.maxQuantity);
  const wanted = quantity.kind === 'valid' ? quantity.value : undefined;
  const lines =
    bid.intent === 'product.stock'
      ? await stockLines(product!, wanted, turn, ports, voice)
      : bid.intent === 'product.price'
        ? priceLines(product!, wanted, voice)
        : [
            ...priceLines(product!, wanted, voice),
            ...(await stockLines(product!, wanted, turn, ports, voice)),
          ];
  const events = [{ kind: 'product.mentioned' as const, skus: keys }, asked];
  return decision({ events, replies: [textReply(lines, voice)] });
}

function listFrom(
  from: number,
  products: readonly Product[],
  voice: Voice,
  events: Decision['events'] = [],
): Decision {
  const lines = products.slice(from, from + LISTED).map((one) => shortLine(one, voice));
  const keys = products.map(({ sku }) => sku);
  const shown = from + lines.length;
  return decision({
    events: [{ kind: 'list.shown', list: { of: 'product', keys, shown } }, ...events],
    replies: [textReply(linesOf(lines, { from, total: keys.length }, voice), voice)],
  });
}

export const moreGoods = async ({ keys, shown }: RepList, ports: Ports, voice: Voice): Promise<Decision> =>
  listFrom(shown, await inOrder(ports, keys), voice);

/** One or several products, or the decision that asks which. */
async function goodsMeant(turn: Turn, ports: Ports): Promise<readonly Product[] | Decision> {
  const { list } = turn.conversation;
  const pointer = repPointerIn(turn.understanding);
  const isNamed = entitiesOf(turn.understanding, 'product').length > 0;
  if (list?.of === 'product' && pointer && pointer.kind !== 'most' && !isNamed) {
    const pointed = await inOrder(ports, placed(list.keys, pointer));
    if (pointed.length > 0) return pointed;
  }
  const slot = await productSlot(turn, ports);
  if (slot.kind === 'found') return slot.products;
  if (slot.kind !== 'ambiguous') return askProduct(turn, ports, slot, 'product.detail');
  const kind = ofKind(await ports.catalogue(), slot.said, ports.shop);
  return kind.length > 0 ? kind : slot.candidates;
}

const shortLine = (product: Product, voice: Voice): string =>
  voice.say('rep.goodsLine', { name: voice.name(product), price: product.price, stock: product.stock });

function priceLines(product: Product, quantity: number | undefined, voice: Voice): readonly string[] {
  const { cost, price, priceBreaks } = product;
  const lowest = priceBreaks.at(-1)?.unitPrice;
  const shareAt = (unitPrice: number) =>
    margin([{ quantity: 1, unitPrice, ...(cost && { cost: cost.amount }) }], 0);
  const [share, lowestShare] = [shareAt(price.amount), shareAt((lowest ?? price).amount)];
  return [
    quantity === undefined ? listPrice(product, voice) : priceOf(product, quantity, voice),
    share === undefined || !cost
      ? voice.say('rep.noCost')
      : voice.say(lowest ? 'rep.marginTo' : 'rep.margin', {
          cost,
          margin: { percent: rounded(share) },
          lowest: { percent: rounded(lowestShare ?? share) },
        }),
  ];
}

const rounded = (share: number): number => Math.round(share * 1_000) / 1_000;

async function stockLines(
  product: Product,
  quantity: number | undefined,
  turn: Turn,
  ports: Ports,
  voice: Voice,
): Promise<readonly string[]> {
  const { sku, stock, leadTimeP90Days } = product;
  const [country] = entitiesOf(turn.understanding, 'country');
  const wantedBy = entitiesOf(turn.understanding, 'date')[0]?.to;
  if (quantity !== undefined) {
    const promise = await ports.promise(product, quantity, turn.today, country?.code);
    return [promiseText({ product, quantity, promise, wantedBy, to: country?.code }, voice)];
  }
  const forecast = await ports.demand.forecast({ scope: 'product', sku });
  const ahead = forecast && windowOf(forecast, periodOf(turn));
  return [
    voice.say('rep.stock', { name: voice.name(product), stock, lead: Math.ceil(leadTimeP90Days) }),
    ahead
      ? voice.say('rep.stockDemand', {
          units: Math.round(ahead.units),
          from: { date: ahead.period.from },
          to: { date: ahead.period.to },
        })
      : voice.say('rep.stockNoForecast'),
  ];
}
