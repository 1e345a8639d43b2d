import type { Money } from '../../../crm/money.ts';
import { nextBreak } from '../../../forecasting/advice/price.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import { answerDay } from '../../business-hours.ts';
import { replay } from '../../conversation/conversation.ts';
import { type Authority, authorityFor, discounted, listTotal } from '../../discount.ts';
import type { QuoteDraft } from '../../effect.ts';
import { has as saysSo, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import { asksSomething, namesProduct } from '../../readings/cues.ts';
import type { Reply } from '../../reply.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { countsGoods } from '../../slots/lines.ts';
import { productSlot } from '../../slots/product.ts';
import { type QuantityEntity, quantitiesOf, wantedQuantity } from '../../slots/quantity.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { askReach } from '../contact/reach.ts';
import { price } from '../product/price.ts';
import { couldGive, mayTakeOff, wanted } from './could-give.ts';
import { acceptChoice, openQuoteReply } from './document.ts';
import { request } from './request.ts';

/** What the rules allow is given at once with its reason; more is for a rep to decide, who is asked once per quote. */
export async function discount(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { conversation } = turn;
  const { quote } = conversation;
  if (asksForQuantity(turn)) return priceAndDiscount(turn, ports, bid);
  if (!quote || turn.today > quote.validUntil) return withoutQuote(turn, ports, bid, voice);
  const asked = askedPercent(turn, quote) ?? conversation.discountWanted?.percent;
  if (asked !== undefined && !(asked > 0 && asked < 100)) {
    return decision({ replies: [voice.text('discount.impossible', {}, [voice.offer('human.request')])] });
  }
  const limit = limitSaid(turn, quote);
  if (limit && quote.total.amount <= limit.amount)
    return decision({
      replies: [
        voice.text('discount.isWithin', { number: quote.number, total: quote.total, limit }, [
          acceptChoice(quote.number, voice),
        ]),
      ],
    });
  const has = quote.discount?.percent ?? 0;
  if (asked !== undefined && asked <= has) return alreadyHas(quote, has, voice);
  if (conversation.discount?.quoteNumber === quote.number && conversation.discount.outcome !== 'expired')
    return askedAlready(turn, ports, quote, voice);

  const may = await authorityFor(turn, ports, quote);
  const given = Math.min(asked ?? may.percent, may.percent);
  const granted = given > has ? discounted(quote, given, 'bot') : undefined;
  const isEnough = granted !== undefined && (asked === undefined || asked <= may.percent);
  const grant = granted && grantOf(granted, given, may, voice);
  if (isEnough) return decision(grant!);
  return ask(turn, ports, granted ?? quote, asked, grant);
}

/** "if I take 200, what discount?": what so many would cost, where the open quote has not so many; nobody is asked for that. */
function asksForQuantity(turn: Turn): boolean {
  const { understanding, conversation } = turn;
  const isAmount = understanding.entities.some(({ kind }) => kind === 'percentage' || kind === 'money');
  const isQuoted = ({ value }: QuantityEntity) =>
    conversation.quote?.lines.some(({ quantity }) => quantity === value);
  const asked = quantitiesOf(turn);
  const isOfGoods = conversation.products.length > 0 || namesProduct(turn);
  return isOfGoods && !isAmount && asksSomething(turn) && asked.length > 0 && !asked.some(isQuoted);
}

/** The price of so many, and what the rules would take off besides, where it is one product. */
async function priceAndDiscount(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const priced = await price(turn, ports, bid);
  const slot = await productSlot(turn, ports);
  const { quantity } = wantedQuantity(turn, ports);
  const [product, another] = slot.kind === 'found' ? slot.products : [];
  if (!product || another || quantity === undefined) return priced;
  const lines = [{ sku: product.sku, quantity }];
  const percent = await mayTakeOff(lines, turn, ports);
  if (percent === 0) return priced;
  const voice = voiceOf(turn, ports);
  const may = voice.say('discount.couldGive', { percent: { percent: percent / 100 } });
  const [first, ...others] = priced.replies;
  return {
    ...priced,
    events: [...priced.events, wanted(lines, undefined)],
    replies: [{ ...first!, text: voice.join([first!.text, may]) }, ...others],
  };
}

type Grant = Pick<Decision, 'events' | 'effects' | 'replies'>;

function grantOf(quote: QuoteDraft, percent: number, may: Authority, voice: Voice): Grant {
  const units = quote.lines.reduce((sum, line) => sum + line.quantity, 0);
  const reasons = [
    ...(may.forUnits > 0 ? [voice.say('discount.forUnits', { units })] : []),
    ...(may.forOrders > 0 ? [voice.say('discount.forOrders')] : []),
  ];
  return {
    events: [
      { kind: 'quote.changed', quote },
      { kind: 'confirmation.asked', pending: 'quote.accept' },
    ],
    effects: [{ kind: 'quote.change', quote }],
    replies: [
      openQuoteReply(quote, 'discount.granted', voice, { percent: { percent: percent / 100 }, reasons }),
    ],
  };
}

async function ask(
  turn: Turn,
  ports: Ports,
  quote: QuoteDraft,
  asked: number | undefined,
  grant: Grant | undefined,
): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { number, validUntil } = quote;
  const percent = asked !== undefined && { percent: asked };
  const reach = await askReach(turn, ports);
  const said =
    asked === undefined
      ? voice.say('discount.passedOn')
      : voice.say('discount.passedOnPercent', { percent: { percent: asked / 100 } });
  const answer: Reply = {
    kind: 'text',
    language: voice.language,
    text: voice.join([
      said,
      whenAnswered(turn, ports, voice),
      ...(await hints(turn, ports)),
      ...reach.sentences,
    ]),
    choices: [...reach.choices, acceptChoice(number, voice)],
  };
  return decision({
    events: [
      ...(grant?.events ?? []),
      { kind: 'discount.asked', quoteNumber: number, ...percent },
      ...reach.events,
    ],
    effects: [
      ...(grant?.effects ?? []),
      {
        kind: 'approval.open',
        quoteNumber: number,
        ...percent,
        listTotal: { amount: listTotal(quote), currency: quote.total.currency },
        expiresOn: validUntil,
        language: voice.language,
      },
    ],
    replies: [...(grant?.replies ?? []), answer],
  });
}

function whenAnswered({ now, today }: Turn, { shop }: Ports, voice: Voice): string {
  const day = answerDay(shop, now);
  const { from, to } = shop.openingHours;
  return day === today
    ? voice.say('discount.answerToday', { to })
    : voice.say('discount.answerOn', { date: { date: day }, from, to });
}

function askedAlready(turn: Turn, ports: Ports, { number }: QuoteDraft, voice: Voice): Decision {
  const { outcome, percent } = turn.conversation.discount!;
  if (outcome === 'asked') {
    const text = voice.join([voice.say('discount.stillAsked'), whenAnswered(turn, ports, voice)]);
    return decision({
      replies: [{ kind: 'text', language: voice.language, text, choices: [acceptChoice(number, voice)] }],
    });
  }
  const choices = [acceptChoice(number, voice), voice.offer('human.request')];
  return decision({
    replies: [
      outcome === 'declined'
        ? voice.text('discount.isDeclined', {}, choices)
        : voice.text('discount.isDecided', { percent: { percent: (percent ?? 0) / 100 } }, choices),
    ],
  });
}

const alreadyHas = ({ number }: QuoteDraft, percent: number, voice: Voice): Decision =>
  decision({
    replies: [
      voice.text('discount.hasAlready', { number, percent: { percent: percent / 100 } }, [
        acceptChoice(number, voice),
      ]),
    ],
  });

/** Where it is known what is wanted, the quote that a discount needs is made first. */
async function withoutQuote(turn: Turn, ports: Ports, bid: Bid, voice: Voice): Promise<Decision> {
  const { condition } = wordsOf(voice.language);
  // "is there a discount if I take more?" wants to know, and nothing yet.
  const isSupposed = turn.onlyWonders || (asksSomething(turn) && saysSo(condition, turn.understanding.text));
  const supposed = isSupposed ? await couldGive(turn, ports) : undefined;
  if (supposed) return supposed;
  if (!isSupposed && isWanted(turn)) {
    const made = await request(turn, ports, bid);
    const conversation = replay(made.events, turn.conversation);
    if (conversation.quote && conversation.quote !== turn.conversation.quote) {
      const given = await discount({ ...turn, conversation }, ports, bid);
      return {
        events: [...made.events, ...given.events],
        effects: [...made.effects, ...given.effects],
        replies: [...made.replies.map(({ choices: _, ...reply }) => reply), ...given.replies],
      };
    }
  }
  const text = voice.join([voice.say('discount.needsQuote'), ...(await hints(turn, ports))]);
  return decision({
    replies: [{ kind: 'text', language: voice.language, text, choices: [voice.offer('quote.request')] }],
  });
}

/** Goods with their quantities were priced or promised just before, or are named with this. */
const isWanted = (turn: Turn): boolean =>
  (turn.conversation.begun ?? []).some(({ sku, quantity }) => sku !== undefined && quantity !== undefined) ||
  (turn.conversation.products.length > 0 &&
    (turn.conversation.quantity !== undefined || quantitiesOf(turn).length > 0)) ||
  countsGoods(turn);

/** "can we get it under £200?": an amount for the whole of the quote, in its currency. */
function limitSaid({ understanding }: Turn, { total, lines }: QuoteDraft): Money | undefined {
  const money = entitiesOf(understanding, 'money')[0];
  const isOfAll = money && money.currency === total.currency && money.amount > lines[0]!.unitPrice.amount;
  return isOfAll ? { amount: money.amount, currency: money.currency } : undefined;
}

/** "10 % off", or a total, or the price of a piece, to come down to. */
function askedPercent({ understanding }: Turn, quote: QuoteDraft): number | undefined {
  const percent = entitiesOf(understanding, 'percentage')[0]?.value;
  if (percent !== undefined) return percent;
  const money = entitiesOf(understanding, 'money')[0];
  const list = listTotal(quote);
  if (!money || money.currency !== quote.total.currency || money.amount >= list) return undefined;
  // What is no more than a piece costs is meant for each.
  const isEach = quote.lines.some(({ unitPrice }) => money.amount <= unitPrice.amount);
  const units = quote.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const wanted = isEach ? money.amount * units : money.amount;
  if (wanted >= list) return undefined;
  // A tenth of a per cent upwards, so that the total does come down to it.
  return Math.ceil((1 - wanted / list) * 1_000) / 10;
}

/** The next cheaper price by quantity of what is talked of. */
async function hints(turn: Turn, ports: Ports): Promise<readonly string[]> {
  const voice = voiceOf(turn, ports);
  const { quote, products, quantity } = turn.conversation;
  const lines =
    quote?.lines ?? (products[0] === undefined ? [] : [{ sku: products[0], quantity: quantity ?? 1 }]);
  const known = await inOrder(
    ports,
    lines.map(({ sku }) => sku),
  );
  return known.flatMap((product) => {
    const next = nextBreak(product, lines.find(({ sku }) => sku === product.sku)!.quantity);
    if (!next) return [];
    const { minQuantity, unitPrice } = next.priceBreak;
    return [
      voice.say('discount.nextBreak', { name: voice.name(product), quantity: minQuantity, price: unitPrice }),
    ];
  });
}
