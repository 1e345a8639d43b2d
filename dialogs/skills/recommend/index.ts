import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports, Recommendation } from '../../ports.ts';
import { namesProduct } from '../../readings/cues.ts';
import { OF_SHOWN } from '../../readings/phrases.ts';
import { intentSkill } from '../../readings/readings.ts';
import type { Turn } from '../../skill.ts';
import { askProduct, cardOf } from '../../slots/ask.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { productSlot } from '../../slots/product.ts';
import { wantedQuantity } from '../../slots/quantity.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { filterOf, passes } from '../product/search.ts';
import { bestOfShown } from './among.ts';
import { type Budget, budgetOf } from './budget.ts';

const LIMIT = 4;

/**
 * What to stock: for a season, with another product, for a known customer by the orders of the past, or what sells
 * best; each with its reason.
 */
export const recommend = intentSkill('recommend', ['product.recommend'], async (turn, ports, bid) => {
  const ofShown = bid.about === OF_SHOWN ? await bestOfShown(turn, ports) : undefined;
  if (ofShown) return ofShown;
  const voice = voiceOf(turn, ports);
  const season = seasonOf(turn);
  const slot = season === undefined && isOfProduct(turn) ? await productSlot(turn, ports) : undefined;
  if (slot?.kind === 'unknown') return askProduct(turn, ports, slot, 'product.recommend');
  // Of several that fit, the best guess does no harm: the answer says which one it took.
  const companion =
    slot?.kind === 'found' ? slot.products[0] : slot?.kind === 'ambiguous' ? slot.candidates[0] : undefined;

  const { channel, sender } = turn.message;
  const reorder = has(wordsOf(turn.understanding.language).reorder, turn.understanding.text);
  const budget = companion || season !== undefined ? undefined : budgetOf(turn, ports.shop);
  const found = await ports.recommend({
    customer: { channel, id: sender.id },
    reorder,
    ...(companion && { with: companion.sku }),
    ...(season !== undefined && { season }),
    exclude: [
      ...turn.conversation.declined,
      ...(companion ? [companion.sku] : []),
      ...(await outsideFilter(turn, ports, budget)),
    ],
    today: turn.today,
    limit: LIMIT,
  });
  if (found.length === 0)
    return decision({ replies: [voice.text('recommend.nothing', {}, [voice.offer('help')])] });

  const skus = found.map(({ product }) => product.sku);
  const reasons = await Promise.all(found.map((one) => reasonText(one, ports, voice)));
  const isPersonal = found.some(({ reason }) => reason.kind === 'due' || reason.kind === 'liked');
  const opening = isPersonal
    ? voice.say('recommend.personal')
    : reorder && !companion && season === undefined
      ? voice.say('recommend.nothingDue')
      : budget
        ? budgetIntro(budget, ports, voice)
        : intro(companion && voice.name(companion), season, voice);
  const rows = found.map(({ product }, index) =>
    voice.say('recommend.row', { name: voice.name(product), price: product.price, reason: reasons[index]! }),
  );
  return decision({
    events: [
      ...(companion ? [{ kind: 'product.mentioned' as const, skus: [companion.sku] }] : []),
      {
        kind: 'product.listed',
        skus,
        ...(budget?.count ? { quantity: budget.count } : wantedQuantity(turn, ports)),
      },
      { kind: 'product.asked', skus, pending: 'product.detail' },
    ],
    replies: [
      {
        kind: 'products',
        language: voice.language,
        text: [opening, ...rows].join('\n'),
        caption: opening,
        products: found.map(({ product }, index) => cardOf(product, voice, reasons[index])),
        choices: found.map(({ product }) => voice.choice(product)),
      },
    ],
  });
});

/** What "for kids" or "under £3" leaves out. */
async function outsideFilter(
  turn: Turn,
  ports: Ports,
  budget: Budget | undefined,
): Promise<readonly string[]> {
  const said = filterOf(turn, ports.shop);
  const filter = budget ? { ...said, maxPrice: budget.each } : said;
  if (!filter || seasonOf(turn) !== undefined) return [];
  const catalogue = await ports.catalogue();
  return catalogue.filter((product) => !passes(product, filter)).map(({ sku }) => sku);
}

function budgetIntro({ total, count, each }: Budget, { shop: { currency } }: Ports, voice: Voice): string {
  const budget = { amount: total, currency };
  return count === undefined
    ? voice.say('recommend.budget', { budget })
    : voice.say('recommend.budgetEach', { budget, count, each: { amount: each, currency } });
}

function intro(companion: string | undefined, season: string | undefined, voice: Voice): string {
  if (companion !== undefined) return voice.say('recommend.with', { name: companion });
  if (season !== undefined) return voice.say('recommend.season', { season: voice.say(`season.${season}`) });
  return voice.say('recommend.popular');
}

const isOfProduct = ({ message, understanding }: Turn): boolean =>
  message.action?.kind === 'choose' || namesProduct({ understanding });

function seasonOf({ understanding: { text, language } }: Turn): string | undefined {
  return wordsOf(language).seasons.find(([pattern]) => has(pattern, text))?.[1];
}

async function reasonText({ reason }: Recommendation, ports: Ports, voice: Voice): Promise<string> {
  switch (reason.kind) {
    case 'together':
      return voice.say('reason.together', {
        share: { percent: reason.share },
        name: await nameOf(reason.with, ports, voice),
      });
    case 'liked':
      return voice.say('reason.liked', {
        share: { percent: reason.share },
        name: await nameOf(reason.because, ports, voice),
      });
    case 'due':
      return voice.say('reason.due', {
        orders: reason.orders,
        days: reason.everyDays,
        date: { date: reason.dueOn },
      });
    case 'season':
      return voice.say('reason.season', {
        factor: oneDecimal(reason.factor),
        season: voice.say(`season.${reason.season}`),
      });
    case 'growth':
      return voice.say('reason.growth', { percent: { percent: reason.percent / 100 } });
    case 'popular':
      return voice.say('reason.popular', { units: reason.units });
  }
}

async function nameOf(sku: string, ports: Ports, voice: Voice): Promise<string> {
  const [product] = await inOrder(ports, [sku]);
  return product ? voice.name(product) : sku;
}

const oneDecimal = (value: number) => Math.round(value * 10) / 10;
