import { entitiesOf } from '../../../nlu/understanding.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports, Recommendation } from '../../ports.ts';
import { namesProduct } from '../../readings/cues.ts';
import { OF_SHOWN } from '../../readings/phrases.ts';
import { intentSkill } from '../../readings/readings.ts';
import type { Turn } from '../../skill.ts';
import { askProduct } from '../../slots/ask.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { skusOfKind } from '../../slots/goods-by-words.ts';
import { productSlot } from '../../slots/product.ts';
import { wantedQuantity } from '../../slots/quantity.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { categoryName, type Filter, filterOf, passes } from '../product/search.ts';
import { bestOfShown } from './among.ts';
import { type Budget, budgetOf } from './budget.ts';
import { ranking } from './ranking.ts';

const LIMIT = 4;

/**
 * What to stock: for a season, with another product, for a known customer by the orders of the past, or what sells
 * best; each with its reason.
 */
export const recommend = intentSkill('recommend', ['product.recommend'], async (turn, ports, bid) => {
  const kind = await kindAsked(turn, ports);
  const ofShown = !kind && bid.about === OF_SHOWN ? await bestOfShown(turn, ports) : undefined;
  if (ofShown) return ofShown;
  const voice = voiceOf(turn, ports);
  const season = seasonOf(turn);
  const slot =
    season === undefined && !kind && isOfProduct(turn) ? await productSlot(turn, ports) : undefined;
  if (slot?.kind === 'unknown') return askProduct(turn, ports, slot, 'product.recommend');
  // Of several that fit, the best guess does no harm: the answer says which one it took.
  const companion =
    slot?.kind === 'found' ? slot.products[0] : slot?.kind === 'ambiguous' ? slot.candidates[0] : undefined;

  const { channel, sender } = turn.message;
  const occasion = occasionOf(turn, ports);
  const filter = filterOf(turn, ports.shop);
  const category = filter?.category;
  const reorder = has(wordsOf(turn.understanding.language).reorder, turn.understanding.text);
  const budget = companion || kind ? undefined : budgetOf(turn, ports.shop, await ports.catalogue());
  const limit = budget?.each ?? filter?.maxPrice;
  const found = await ports.recommend({
    ...(!kind && { customer: { channel, id: sender.id } }),
    reorder,
    ...(companion && { with: companion.sku }),
    ...(season !== undefined && { season }),
    exclude: [
      ...turn.conversation.declined,
      ...(companion ? [companion.sku] : []),
      ...(await outsideFilter(filter, ports, budget, kind, season)),
    ],
    today: turn.today,
    limit: LIMIT,
  });
  if (found.length === 0) {
    const isFiltered = budget !== undefined || filter !== undefined;
    return decision({
      replies: [voice.text(isFiltered ? 'product.noneFits' : 'recommend.nothing', {}, [voice.offer('help')])],
    });
  }

  const reasons = await Promise.all(found.map((one) => reasonText(one, ports, voice)));
  const isPersonal = found.some(({ reason }) => reason.kind === 'due' || reason.kind === 'liked');
  const opening = (): string => {
    if (isPersonal) return voice.say('recommend.personal');
    if (reorder && !companion && season === undefined) return voice.say('recommend.nothingDue');
    if (budget && (season === undefined || budget.count !== undefined))
      return budgetIntro(budget, ports, voice);
    if (kind) return voice.say('recommend.kind', { said: kind.said });
    if (category !== undefined && !companion && season === undefined)
      return voice.say('recommend.kind', { said: categoryName(category, ports.shop, voice.language) });
    if (season !== undefined && limit !== undefined)
      return voice.say('recommend.seasonWithin', {
        season: voice.say(`season.${season}`),
        each: { amount: limit, currency: ports.shop.currency },
      });
    return intro(companion && voice.name(companion), season, occasion, voice);
  };
  const wanted = budget?.count ? { quantity: budget.count } : wantedQuantity(turn, ports);
  const ranked = found.map(({ product }, index) => ({ product, reason: reasons[index]! }));
  const shown = ranking(opening(), ranked, voice, wanted);
  if (!companion) return shown;
  return { ...shown, events: [{ kind: 'product.mentioned', skus: [companion.sku] }, ...shown.events] };
});

/** Goods that stand together under a word: "bags", "lunch bags". */
interface Kind {
  readonly said: string;
  readonly skus: ReadonlySet<string>;
}

/** "what's popular in bags", 午餐袋哪些畅销: the goods of that word; undefined where it asks for anything else. */
async function kindAsked(turn: Turn, ports: Ports): Promise<Kind | undefined> {
  const { understanding } = turn;
  const { sells, goesWith } = wordsOf(understanding.language);
  const [named, another] = entitiesOf(understanding, 'product');
  if (turn.message.action || !named || another || seasonOf(turn) !== undefined) return undefined;
  // "I'd stock some teacups" is of a kind too; what goes with one product is asked of that one.
  const isAsked = has(sells, understanding.text) || named.matches.length > 1;
  if (!isAsked || has(goesWith, understanding.text)) return undefined;
  const skus = skusOfKind(await ports.catalogue(), named.text, named.matches, ports.shop);
  return { said: named.text, skus: new Set(skus) };
}

/** What "for kids", "under £3" or a kind of goods leaves out. */
async function outsideFilter(
  said: Filter | undefined,
  ports: Ports,
  budget: Budget | undefined,
  kind: Kind | undefined,
  season: string | undefined,
): Promise<readonly string[]> {
  if (!said && !budget && !kind) return [];
  const filter = {
    ...said,
    ...(budget && { minPrice: 0, maxPrice: budget.each }),
    // "something for christmas" is more than what is of the category of that name.
    ...((kind || season !== undefined) && { category: undefined }),
  };
  const catalogue = await ports.catalogue();
  return catalogue
    .filter((product) => !passes(product, filter) || kind?.skus.has(product.sku) === false)
    .map(({ sku }) => sku);
}

function budgetIntro({ total, count, each }: Budget, { shop: { currency } }: Ports, voice: Voice): string {
  const budget = { amount: total, currency };
  return count === undefined
    ? voice.say('recommend.budget', { budget })
    : voice.say('recommend.budgetEach', { budget, count, each: { amount: each, currency } });
}

/** "something for a christening": what it is for, where the catalogue knows nothing of it. */
function occasionOf(turn: Turn, { shop }: Ports): string | undefined {
  const { text, language } = turn.understanding;
  const said = wordsOf(language).occasion.exec(text)?.[1]?.trim();
  return said === undefined || filterOf(turn, shop) || namesProduct(turn) ? undefined : said;
}

function intro(
  companion: string | undefined,
  season: string | undefined,
  occasion: string | undefined,
  voice: Voice,
): string {
  if (companion !== undefined) return voice.say('recommend.with', { name: companion });
  if (season !== undefined) return voice.say('recommend.season', { season: voice.say(`season.${season}`) });
  if (occasion !== undefined) return voice.say('recommend.occasion', { occasion });
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
