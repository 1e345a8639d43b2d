import { type EntityValue, entitiesOf, LANGUAGES } from '../nlu/understanding.ts';
import { isTopic, type Question } from './conversation/conversation.ts';
import type { LeadQuestion } from './conversation/event.ts';
import { has, wordsOf } from './language/words/words.ts';
import { LEAD_INTENT, learnt } from './lead/learnt.ts';
import type { Bid, Skill, Turn } from './skill.ts';
import { photoIn } from './slots/photo.ts';
import { quantitiesOf } from './slots/quantity.ts';
import { returnReasonIn } from './slots/return-reason.ts';
import { unknownThing } from './slots/unknown-thing.ts';

/** One way to take a message: an intent, how likely it is meant (0 to 1), and why. */
export interface Reading extends Bid {
  readonly intent: string;
}

/** Trust in an intent of a message that the classifier holds to be about nothing here. */
const OUT_OF_SCOPE = 0.3;
const SURE = 0.95;
const YES_LIFE = 1;
const SHORT = 0.9;
const LIKELY = 0.6;
const POSSIBLE = 0.4;
const HALF = 0.5;

const cache = new WeakMap<Turn, readonly Reading[]>();

/** All ways to take the message: as a button, as its words, as an answer, as going on with the topic. */
export function readings(turn: Turn): readonly Reading[] {
  let found = cache.get(turn);
  if (!found) {
    found = turn.message.action ? fromButton(turn) : fromMessage(turn);
    cache.set(turn, found);
  }
  return found;
}

export function bestReading(turn: Turn, intents: readonly string[]): Reading | undefined {
  return readings(turn)
    .filter((reading) => intents.includes(reading.intent))
    .reduce<Reading | undefined>((best, one) => (best && best.score >= one.score ? best : one), undefined);
}

/** A skill that bids with what these intents are worth. */
export const intentSkill = (name: string, intents: readonly string[], run: Skill['run']): Skill => ({
  name,
  bid: (turn) => bestReading(turn, intents),
  run,
});

export const topIntent = (turn: Turn): string | undefined =>
  turn.understanding.inScope ? turn.understanding.intents[0]?.name : undefined;

function fromMessage(turn: Turn): readonly Reading[] {
  const context = [...fromQuestions(turn), ...fromTopic(turn), ...fromFixedPhrases(turn)];
  const words = [...fromWords(turn), ...fromYesOrNo(turn)];
  if (!context.some(({ score }) => score >= SURE)) return [...words, ...context];
  // A bare answer or edit has hardly any words for the classifier to go by.
  return [...words.map((reading) => ({ ...reading, score: reading.score * SURE * SURE })), ...context];
}

function fromButton({ message: { action }, conversation }: Turn): Reading[] {
  if (action?.kind === 'intent') {
    const answers = conversation.questions[0]?.pending === action.intent;
    return [{ intent: action.intent, score: 1, why: 'button', ...(answers && { answers }) }];
  }
  if (action?.kind === 'acceptQuote')
    return [{ intent: 'quote.accept', score: 1, why: 'button', answers: true }];
  if (action?.kind === 'bookMeeting')
    return [{ intent: 'meeting.book', score: 1, why: 'button', answers: true }];
  if (action?.kind !== 'choose') return [];
  const question = conversation.questions[0];
  if (question && question.kind !== 'confirmation') {
    return [{ intent: question.pending, score: 1, why: 'button answers the open question', answers: true }];
  }
  return [{ intent: 'product.detail', score: 1, why: 'button' }];
}

/** A message of so few tokens, in a talk about products, is hardly about anything else. */
const FRAGMENT = 3;

/** What people ask of goods, and hardly of anything else. */
const OF_THINGS = ['product.find', 'product.price', 'product.stock', 'quote.request'];

/** Asked of an order or a quote by its number, these ask when its goods come. */
const OF_GOODS = /^product\./;

/** Intents of reps: a visitor who seems to mean one means something else, so their share goes to the others. */
const OF_REPS = /^(?:deals?|activity|leads|forecast|digest)\.|^contact\.show$|^quote\.approve$/;
const MOST_OF_REPS = 0.5;

function fromWords(turn: Turn): Reading[] {
  if (turn.message.role === 'rep') return fromRepWords(turn);
  const { intents, inScope } = turn.understanding;
  const visitors = intents.filter(({ name }) => !OF_REPS.test(name));
  const reps = intents.reduce((sum, { name, confidence }) => sum + (OF_REPS.test(name) ? confidence : 0), 0);
  const rest = reps < MOST_OF_REPS ? 1 - reps : 1;
  const asksForThing = !inScope && unknownThing(turn) !== undefined;
  const isFragment = turn.conversation.topic !== undefined && turn.understanding.tokens.length <= FRAGMENT;
  const naming = !inScope && (pointsAtList(turn) || namesProduct(turn) || isFragment);
  return visitors.map(({ name, confidence }) => {
    const score = Math.min(1, confidence / rest);
    // With no quote about, what was just ordered is meant.
    if (name === 'quote.change' && !turn.conversation.quote && isOrderTalkedOf(turn))
      return { intent: 'order.change', score, why: 'words to change what was ordered' };
    if (name === 'quote.change' && !turn.conversation.quote && !turn.conversation.begun) {
      return {
        intent: 'quote.request',
        score: score * LIKELY,
        why: 'words to change a quote, of which there is none',
      };
    }
    if (OF_GOODS.test(name) && namesDocument(turn) && !namesProduct(turn))
      return { intent: 'order.status', score, why: 'words about goods, of a document it names' };
    if (inScope) return { intent: name, score, why: 'words' };
    // Doubt about the topic is gone where the message names what this shop sells, or is a fragment of such a talk.
    if (naming && isTopic(name) && score >= POSSIBLE)
      return { intent: name, score, why: 'words about what is talked of' };
    if (asksForThing && OF_THINGS.includes(name) && score >= HALF) {
      return { intent: name, score, why: 'words about a product that is not in the catalogue' };
    }
    return { intent: name, score: score * OUT_OF_SCOPE, why: 'words, though probably out of scope' };
  });
}

const isOrderTalkedOf = ({ conversation: { lastOrder, questions, topic } }: Turn) =>
  lastOrder !== undefined && (questions[0]?.pending === 'order.change' || topic === 'quote.accept');

/** What a rep may mean besides what reps alone can ask: the goods, a yes or a no. */
const FOR_REPS = /^(?:product\.|affirm$|deny$|help$|thanks$|greet$)/;

/** Of a deal that there is. */
export const DEAL_KEY = /\bdeal-[\w-]{3,40}/;

/** A rep who seems to mean what only visitors want means something else. */
function fromRepWords({ understanding }: Turn): Reading[] {
  const own = understanding.intents.filter(
    ({ name }) =>
      (OF_REPS.test(name) || FOR_REPS.test(name)) &&
      !(name === 'deal.create' && DEAL_KEY.test(understanding.text)),
  );
  const sum = own.reduce((all, { confidence }) => all + confidence, 0);
  const rest = sum >= MOST_OF_REPS ? sum : 1;
  const named = understanding.entities.some(({ kind }) => kind === 'company' || kind === 'deal');
  const staged = understanding.entities.some(({ kind }) => kind === 'stage');
  return [
    ...own.map(({ name, confidence }) => ({
      intent: name,
      score: confidence / rest,
      why: 'words of a rep',
    })),
    ...(named && staged ? [{ intent: 'deal.update', score: LIKELY, why: 'names a deal and a stage' }] : []),
    ...(named && !staged ? [{ intent: 'deal.show', score: POSSIBLE, why: 'names a company or a deal' }] : []),
  ];
}

const namesProduct = ({ understanding }: Turn) => entitiesOf(understanding, 'product').length > 0;

const namesDocument = ({ understanding }: Turn) =>
  entitiesOf(understanding, 'orderNumber').length > 0 || entitiesOf(understanding, 'quoteNumber').length > 0;

function fromQuestions(turn: Turn): Reading[] {
  return turn.conversation.questions.flatMap((question, depth) => {
    const score = answerScore(turn, question, depth);
    if (score === undefined) return [];
    return [
      {
        intent: question.pending,
        score,
        why: `answers the open question about ${question.kind === 'slot' ? question.slot : question.kind}`,
        // Only the newest question is taken off when answered; an older one is simply asked no more.
        ...(depth === 0 && { answers: true as const }),
      },
    ];
  });
}

function answerScore(turn: Turn, question: Question, depth: number): number | undefined {
  const { understanding } = turn;
  const said = (kind: EntityValue['kind']) => understanding.entities.some((entity) => entity.kind === kind);
  switch (question.kind) {
    case 'confirmation':
      // A yes is to what was asked just now; what binds is asked once more after other talk.
      if (depth > 0 || question.age > YES_LIFE) return undefined;
      return topIntent(turn) === 'affirm' || saysOnly(turn, 'yes') ? SURE : undefined;
    case 'product':
      if (namesColourOnly(turn)) return SURE;
      return said('product') || pointsAtList(turn) ? (isBare(turn) ? SURE : LIKELY) : undefined;
    case 'slot': {
      if (!fitsSlot(turn, question)) return undefined;
      const isClear = question.pending === LEAD_INTENT || CLEAR_ANSWERS.includes(question.slot);
      return isClear || isBare(turn) ? SURE : LIKELY;
    }
  }
}

/** Answers that nothing else looks like. */
const CLEAR_ANSWERS = ['photo', 'reason'];

function fitsSlot(turn: Turn, { slot, pending }: Extract<Question, { kind: 'slot' }>): boolean {
  const { text, entities, language } = turn.understanding;
  const said = (kind: string) => entities.some((entity) => entity.kind === kind);
  if (pending === LEAD_INTENT) return learnt(turn)[slot as LeadQuestion] !== undefined;
  switch (slot) {
    case 'quantity':
      return quantitiesOf(turn).length > 0;
    case 'reach':
      return said('email') || said('phone');
    case 'reason':
      return returnReasonIn(turn) !== undefined;
    case 'photo':
      return photoIn(text) !== undefined;
    case 'meetingTime':
      return said('date') || wordsOf(language).ordinals.some(([pattern]) => has(pattern, text));
    default:
      return said(slot);
  }
}

function fromTopic(turn: Turn): Reading[] {
  const { understanding, conversation } = turn;
  const product = namesProduct(turn);
  const quantity = quantitiesOf(turn).length > 0;
  if (editsQuote(turn))
    return [{ intent: 'quote.change', score: SURE, why: 'nothing but an edit of the open quote' }];
  const { no, set } = wordsOf(understanding.language);
  // "no, I meant 300" goes on with the topic too, and corrects it.
  const bare = isBare(turn, [no, set]);
  // Words the classifier understood speak for themselves; otherwise what was named explains the message.
  const score = bare ? 0.9 : understanding.inScope ? undefined : POSSIBLE;
  if (score === undefined) return [];
  const reading = (intent: string, why: string): Reading[] => [{ intent, score, why }];

  if (entitiesOf(understanding, 'email').length > 0 || entitiesOf(understanding, 'phone').length > 0) {
    return reading('contact.leave', 'gives an address');
  }
  if (namesDocument(turn)) return reading('order.status', 'names a document');
  if (bare && !product && pointsAtList(turn)) return reading('product.detail', 'points at the list');
  if (!product && !quantity) return [];
  const { topic } = conversation;
  if (topic?.startsWith('quote.')) {
    return reading(conversation.quote ? 'quote.change' : 'quote.request', 'goes on with the quote');
  }
  if (quantity && topic) return reading(WITH_QUANTITY[topic] ?? topic, 'goes on with the topic');
  if (product) return reading((topic && WITH_PRODUCT[topic]) ?? topic ?? 'product.find', 'names a product');
  return [];
}

/** What a bare quantity, or a bare product, after these topics asks for. */
const WITH_QUANTITY: Readonly<Record<string, string>> = {
  'product.find': 'product.stock',
  'product.detail': 'product.price',
  'product.compare': 'product.price',
  'product.recommend': 'product.price',
};
const WITH_PRODUCT: Readonly<Record<string, string>> = { 'product.recommend': 'product.detail' };

/** "the second one", "the cheaper one": needs a list that was shown. */
export function pointsAtList({ understanding, conversation }: Turn): boolean {
  const words = wordsOf(understanding.language);
  return (
    (conversation.listed.length > 1 || conversation.questions[0]?.kind === 'product') &&
    (words.ordinals.some(([pattern]) => has(pattern, understanding.text)) ||
      has(words.cheapest, understanding.text) ||
      has(words.dearest, understanding.text))
  );
}

/** "remove it", "cancel the quote", "make it 300" while a quote is open. */
export function editsQuote(turn: Turn): boolean {
  const { add, remove, set, cancel, document, no, dropIt } = wordsOf(turn.understanding.language);
  const { text } = turn.understanding;
  if (has(dropIt, text) && !has(cancel, text)) return false;
  if (!turn.conversation.quote || ![add, remove, set, cancel].some((verb) => has(verb, text))) return false;
  return isBare(turn, [set, remove, cancel, add, document, no, dropIt]);
}

/** Nothing but entities, positions, small words, and what `also` matches. */
function isBare(
  { understanding: { text, entities, language } }: Turn,
  also: readonly RegExp[] = [],
): boolean {
  let rest = '';
  let at = 0;
  for (const { start, end } of [...entities].sort((a, b) => a.start - b.start)) {
    if (start >= at) rest += `${text.slice(at, start)} `;
    at = Math.max(at, end);
  }
  rest += text.slice(at);
  const { ordinals, cheapest, dearest } = wordsOf(language);
  for (const pattern of [...also, ...ordinals.map(([ordinal]) => ordinal), cheapest, dearest])
    rest = rest.replace(pattern, ' ');
  for (const one of LANGUAGES) rest = rest.replace(wordsOf(one).filler, ' ');
  return rest.replace(/[\p{P}\p{S}\s]/gu, '') === '';
}

/** Phrases that mean the same wherever they are said, and that no intent stands for. */
function fromFixedPhrases(turn: Turn): Reading[] {
  const { again, undo, more, file, sendIt, email, compare, stock, hours, dropIt, no } = wordsOf(
    turn.understanding.language,
  );
  const { text } = turn.understanding;
  if (turn.conversation.quote && !namesProduct(turn)) {
    const isToMail = has(email, text) || entitiesOf(turn.understanding, 'email').length > 0;
    if (isToMail && has(sendIt, text))
      return [{ intent: 'quote.email', score: SURE, why: 'wants the open quote by e-mail' }];
    if (has(file, text)) return [{ intent: 'quote.pdf', score: SURE, why: 'wants the open quote as a file' }];
  }
  if (acceptsQuote(turn)) return [{ intent: 'quote.accept', score: SURE, why: 'orders the open quote' }];
  if (has(more, text) && turn.conversation.unlisted && isBare(turn, [more])) {
    return [{ intent: 'product.more', score: SURE, why: 'wants the next page' }];
  }
  if (turn.conversation.products.length > 0 && !namesProduct(turn) && wantsSimilar(turn)) {
    return [
      { intent: 'product.similar', score: SHORT, why: 'wants something like the product talked about' },
    ];
  }
  if (
    turn.conversation.products.length > 0 &&
    turn.conversation.questions[0]?.kind !== 'product' &&
    namesColourOnly(turn)
  ) {
    return [{ intent: 'product.swap', score: SURE, why: 'wants another colour of the product talked about' }];
  }
  if (!turn.conversation.quote && limitsPrice(turn))
    return [{ intent: 'product.find', score: SHORT, why: 'says what it may cost' }];
  if (has(hours, text)) return [{ intent: 'shop.hours', score: SURE, why: 'asks when the shop is open' }];
  if (namesProduct(turn) && (has(compare, text) || has(stock, text))) {
    const intent = has(compare, text) ? 'product.compare' : 'product.stock';
    return [{ intent, score: SHORT, why: 'says so of a product it names' }];
  }
  if (has(undo, text) && isBare(turn, [undo]))
    return [{ intent: 'quote.undo', score: SURE, why: 'takes back' }];
  if (has(dropIt, text) && isBare(turn, [dropIt, no]))
    return [{ intent: 'deny', score: SURE, why: 'lets go of it' }];
  if (has(again, text) && isBare(turn, [again])) {
    return [{ intent: 'quote.request', score: SURE, why: 'wants the last order again' }];
  }
  return [];
}

/** "ok order it", in a talk about the open quote: an order and at most a yes, neither asked nor with anything else. */
function acceptsQuote(turn: Turn): boolean {
  const { orderIt, yes, document } = wordsOf(turn.understanding.language);
  const { text } = turn.understanding;
  return (
    turn.conversation.quote !== undefined &&
    turn.conversation.topic?.startsWith('quote.') === true &&
    has(orderIt, text) &&
    !/[?？吗]/.test(text) &&
    turn.understanding.entities.length === 0 &&
    isBare(turn, [yes, orderIt, document])
  );
}

/** "under £3 each": a limit, and no product or quantity with it that would be priced. */
function limitsPrice(turn: Turn): boolean {
  const { above, below } = wordsOf(turn.understanding.language);
  const { text } = turn.understanding;
  return (
    entitiesOf(turn.understanding, 'money').length > 0 &&
    (has(above, text) || has(below, text)) &&
    quantitiesOf(turn).length === 0 &&
    !namesProduct(turn)
  );
}

/** "the red one", "not the red one, the blue": nothing but colours is said. */
export function namesColourOnly(turn: Turn): boolean {
  const { colours, no, set } = wordsOf(turn.understanding.language);
  return (
    has(colours, turn.understanding.text) && namesColourAlone(turn) && isBare(turn, [no, set, colours, /色/g])
  );
}

/** Whether whatever reads as a product is only a colour: "the blue one", but not "the blue paisley bag". */
function namesColourAlone({ understanding }: Turn): boolean {
  const { colours } = wordsOf(understanding.language);
  return entitiesOf(understanding, 'product').every(({ text }) => {
    let rest = text.replace(colours, ' ').replaceAll('色', ' ');
    for (const language of LANGUAGES) rest = rest.replace(wordsOf(language).filler, ' ');
    return rest.trim() === '';
  });
}

/** "other colours?"; "something cheaper" too, where no list is there to point at. */
function wantsSimilar(turn: Turn): boolean {
  const { similar, cheapest, dearest } = wordsOf(turn.understanding.language);
  const { text } = turn.understanding;
  if (has(similar, text)) return true;
  return !pointsAtList(turn) && (has(cheapest, text) || has(dearest, text)) && isBare(turn, [similar]);
}

/** What a visitor may be offered and not want. */
const REFUSABLE = ['quote.request', 'quote.accept', 'meeting.book', 'contact.leave'];

/** Yes and no are too short for a classifier, and a wish turned down looks to it like the wish. */
function fromYesOrNo(turn: Turn): Reading[] {
  if (saysOnly(turn, 'yes')) return [{ intent: 'affirm', score: SHORT, why: 'nothing but a yes' }];
  const { refusal } = wordsOf(turn.understanding.language);
  const wish = turn.understanding.intents[0]?.name;
  const isRefused = has(refusal, turn.understanding.text) && wish !== undefined && REFUSABLE.includes(wish);
  if (isRefused && !namesProduct(turn) && quantitiesOf(turn).length === 0) {
    return [{ intent: 'deny', score: 1, why: 'turns down what it names' }];
  }
  if (saysOnly(turn, 'no')) return [{ intent: 'deny', score: SHORT, why: 'nothing but a no' }];
  return [];
}

function saysOnly({ understanding: { text, language } }: Turn, answer: 'yes' | 'no'): boolean {
  const words = wordsOf(language);
  const rest = text.replace(words[answer], ' ');
  return rest !== text && rest.replace(words.filler, ' ').replace(/[\p{P}\p{S}\s]/gu, '') === '';
}
