import { entitiesOf } from '../../../nlu/understanding.ts';
import type { Passage, Section } from '../../knowledge/section.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import { asksSomething, isBare, namesDocument, namesProduct, pointsAtList } from '../../readings/cues.ts';
import type { Reading } from '../../readings/reading.ts';
import { readings } from '../../readings/readings.ts';
import type { Bid, Skill, Turn } from '../../skill.ts';
import { coloursOf } from '../../slots/colour.ts';
import { categoryIn } from '../../slots/goods-by-words.ts';
import { quantitiesOf } from '../../slots/quantity.ts';
import { returnReasonIn } from '../../slots/return-reason.ts';
import { decision, voiceOf } from '../../voice.ts';

/**
 * Answers from the knowledge files with the passage and its source. The thresholds are chosen on the labelled
 * questions of training-data/knowledge: `npm run bench:knowledge`.
 */
export const knowledge: Skill = {
  name: 'knowledge',
  bid(turn, ports) {
    const others = readings(turn);
    if (others.some(({ answers, score }) => answers && score >= IS_ANSWER)) return undefined;
    const followed = goneOnWith(turn, ports);
    if (followed)
      return { score: CERTAIN, why: `goes on with "${followed.title}"`, ...KNOWN, about: idOf(followed) };
    // No passage could outweigh it, so none is looked for.
    if (bestOf(others).score > LIKELY && !isDoubtful(turn)) return undefined;
    const passage = passageFor(turn, ports);
    return passage && bidFor(passage, turn);
  },
  async run(turn, ports) {
    const { language, say, offer } = voiceOf(turn, ports);
    const followed = goneOnWith(turn, ports);
    if (followed && !tellsIt(followed, turn))
      return decision({
        replies: [
          {
            kind: 'text',
            language,
            text: say('knowledge.noMore', { title: followed.title }),
            choices: [offer('human.request')],
          },
        ],
      });
    const { text: passage, topic, title, file } = followed ?? passageFor(turn, ports)!.section;
    return decision({
      replies: [
        {
          kind: 'text',
          language,
          text: [passage, say('knowledge.source', { topic, title, file })].join('\n'),
        },
      ],
    });
  },
};

const KNOWN = { intent: 'knowledge.ask' } as const;
const idOf = ({ file, title }: Section): string => `${file}#${title}`;

/**
 * "does it cost extra?", "how long does that take?" right after a passage: that one, where it tells, or where there are no goods that
 * could be meant.
 */
function goneOnWith(turn: Turn, { knowledge: { sections } }: Ports): Section | undefined {
  const { lastAbout, lastIntent, products, listed } = turn.conversation;
  const { cost, howLong, takesTime } = wordsOf(turn.understanding.language);
  const { text, language } = turn.understanding;
  const isOfReturn = lastIntent === 'order.return';
  if (
    (lastAbout === undefined && !isOfReturn) ||
    turn.message.action ||
    turn.understanding.entities.length > 0
  )
    return undefined;
  const asksTime = has(howLong, text) && isBare(turn, [howLong, takesTime]) && !namesOther(turn);
  if (!asksTime && !(has(cost, text) && isBare(turn, [cost]))) return undefined;
  const section = sections.find((one) =>
    isOfReturn ? one.skill === lastIntent && one.language === language : idOf(one) === lastAbout,
  );
  return section && (tellsIt(section, turn) || products.length + listed.length === 0) ? section : undefined;
}

/** "how long does delivery take?": a noun beside the question. */
const namesOther = ({ understanding: { text, tokens, language } }: Turn): boolean => {
  const asked = [...text.matchAll(wordsOf(language).howLong)];
  return tokens.some(
    ({ tag, start }) =>
      tag === 'NOUN' && !asked.some(({ index, 0: said }) => start >= index && start < index + said.length),
  );
};

/** Whether a passage has an amount, or a time, that is asked for. */
const tellsIt = ({ text }: Section, { understanding }: Turn): boolean =>
  has(wordsOf(understanding.language).cost, understanding.text)
    ? /\p{Sc}|\b(?:free|charge|pays?|price)\b|免费|不收|价/u.test(text)
    : /\d+ ?(?:working |business )?(?:days?|weeks?|months?|years?|minutes?)\b|\d+ ?(?:个工作日|天|周|个月|年|分钟)/u.test(
        text,
      );

/** Below this a passage is more likely beside the point; where the classifier agrees on the topic, less will do. */
export const FITS = 0.45;
const FITS_AGREED = 0.2;
/** From here on it accounts for nearly every word of the question. */
const SURE = 0.75;

/** Topics of which an intent is the general form. */
const RELATED: Readonly<Record<string, string>> = {
  'shipping.info': 'shipping',
  'payment.info': 'payment',
  'order.return': 'returns',
};
/** Intents that questions about the shop are often mistaken for, and what a message has that means them indeed. */
const MISTAKEN: Readonly<Record<string, (turn: Turn) => boolean>> = {
  'shipping.info': () => false,
  // The shop file says better which means of payment there are.
  'payment.info': ({ understanding: { text, language } }) => has(wordsOf(language).otherMeans, text),
  'bot.about': () => false,
  'shop.hours': () => false,
  help: () => false,
  'meeting.book': ({ understanding }) => entitiesOf(understanding, 'date').length > 0,
  'product.find': (turn) => namesProduct(turn) || filtersByPrice(turn),
  // "can you hold stock for me?"
  'product.stock': (turn) => namesProduct(turn) || quantitiesOf(turn).length > 0,
  // "is children's cutlery safe?" asks of a kind of goods, which the catalogue says nothing of.
  'product.detail': (turn) => namesProduct(turn) && !namesKind(turn),
  'order.return': (turn) =>
    turn.conversation.lastOrder !== undefined || (returnReasonIn(turn) !== undefined && !asksSomething(turn)),
  // How orders are changed, where none is there to change.
  'order.change': (turn) => turn.conversation.lastOrder !== undefined || !asksSomething(turn),
  'product.price': ({ conversation, understanding }) =>
    conversation.products.length > 0 || understanding.entities.some(({ kind }) => PRICED.includes(kind)),
  // Offers in general, rather than money off what is being quoted.
  'quote.discount': ({ conversation, understanding: { text, language } }) =>
    !has(wordsOf(language).promotion, text) &&
    (conversation.quote !== undefined ||
      conversation.begun !== undefined ||
      conversation.products.length > 0),
};
const isColoured = (turn: Turn): boolean => coloursOf(turn).length > 0;
/** What prices are asked of. */
const PRICED = ['product', 'quantity', 'money'];
/** Goods by a name that several have. */
const namesKind = ({ understanding }: Turn) =>
  entitiesOf(understanding, 'product').some(({ matches }) => matches.length > 1);
const filtersByPrice = ({ understanding }: Turn) => entitiesOf(understanding, 'money').length > 0;
/** One word, such as "candles", is hardly a question about the shop. */
const ABOUT_GOODS = ['product.find', 'product.detail'];
/** So few tokens after a question about delivery are about that still. */
const FRAGMENT = 3;
const CERTAIN = 0.98;
const LEAD = 0.005;
/** From here on an answer is one that nothing else looks like. */
const IS_RIGHT = 0.9;
const LIKELY = 0.65;
const POSSIBLE = 0.55;
/** An answer to an open question outweighs what its words also fit. */
const IS_ANSWER = 0.95;

function bidFor(passage: Passage, turn: Turn): Bid | undefined {
  const { section, confidence, words, isTitled, isWhole, isPhrase } = passage;
  const others = readings(turn);
  // The skill that knows it from the shop file says it better.
  if (others.some(({ intent, score }) => intent === section.skill && score >= POSSIBLE)) return undefined;
  const best = bestOf(others);
  const topic = topicOf(turn);
  const agrees = topic !== undefined && section.file.startsWith(`${topic}.`);
  // Whoever names an order or a quote asks about that one, not about the shop: its words also fit "Minimum order".
  if (!agrees && namesDocument(turn)) return undefined;
  if (confidence < (agrees ? FITS_AGREED : FITS)) return undefined;
  // One word of a longer phrase may mean anything.
  if (!agrees && words === 1 && !isWhole) return undefined;
  const isOfKind = isWhole && namesKind(turn);
  if (!agrees && ((words === 1 && !isTitled && !isOfKind && namesProduct(turn)) || pointsAtList(turn)))
    return undefined;
  // 就这个时间吧, while a time is asked for, asks nothing of the shop.
  const { asWell } = wordsOf(turn.understanding.language);
  const isAsked = asksSomething(turn) || asWell.test(turn.understanding.text);
  if (words === 1 && turn.conversation.questions[0]?.kind === 'slot' && !isAsked) return undefined;
  // "can they be engraved?" is asked of any goods.
  const isOfAny = isWhole && best.intent === 'product.detail' && !isColoured(turn);
  const isThing = words === 1 && !isTitled && !isOfKind && !isOfAny && ABOUT_GOODS.includes(best.intent!);
  // Who goes on about a return or a delivery does not ask about something else of the shop.
  const isFollowUp =
    best.intent === turn.conversation.lastIntent &&
    ((best.intent === 'order.return' && turn.conversation.lastOrder !== undefined) ||
      (best.intent === 'shipping.info' && turn.understanding.tokens.length <= FRAGMENT));
  const isMistaken = !isFollowUp && (best.score < POSSIBLE || (!isThing && isDoubtful(turn)));
  const isSure = agrees || isPhrase || (confidence >= SURE && (isWhole || words > 1));
  // 这款起订量多少: the word that points may choose, but what is asked is the shop's.
  const isBeside = best.answers === true && best.score < IS_RIGHT && confidence >= SURE;
  // A question for a rule is sure to be none of what it was mistaken for, however sure the guess.
  const certain =
    asksSomething(turn) && isMistaken ? Math.max(CERTAIN, Math.min(1, best.score + LEAD)) : CERTAIN;
  return {
    score: isMistaken || isBeside ? (isSure ? certain : LIKELY) : isSure ? LIKELY : POSSIBLE,
    why: `"${section.title}" in ${section.file} fits ${Math.round(confidence * 100)} %`,
    ...KNOWN,
    about: idOf(section),
  };
}

/** The surest reading is a guess at an intent that questions about the shop are often mistaken for. */
function isDoubtful(turn: Turn): boolean {
  const { isGuess, intent = '' } = bestOf(readings(turn));
  return isGuess === true && MISTAKEN[intent]?.(turn) === false;
}

const bestOf = (all: readonly Guess[]): Guess =>
  all.reduce((one, other) => (other.score > one.score ? other : one), NOTHING);

/** The file that a message is likely about: a short one is about what was asked before. */
function topicOf(turn: Turn): string | undefined {
  const { conversation, understanding } = turn;
  const before = RELATED[conversation.lastIntent ?? ''];
  if (before !== undefined && understanding.tokens.length <= SHORT && !namesProduct(turn)) return before;
  const { intent = '', score } = bestOf(readings(turn));
  return score >= POSSIBLE ? RELATED[intent] : undefined;
}
/** Tokens of a question that goes on with the one before. */
const SHORT = 6;

type Guess = Bid & Pick<Reading, 'isGuess'>;
const NOTHING: Guess = { score: 0, why: 'no other reading' };

/** What names a product, a country or a document says nothing of what is asked about it; a city may be all it is about. */
const NAMES = ['product', 'country', 'orderNumber', 'quoteNumber', 'person', 'company'];

function passageFor(turn: Turn, { knowledge: known, shop }: Ports): Passage | undefined {
  const { message, understanding } = turn;
  if (message.action) return undefined;
  const { text, tokens, entities, language } = understanding;
  const names = entities.filter((one) => NAMES.includes(one.kind) && !(one.kind === 'country' && one.city));
  const { whereShop, address, property, promotion, sale } = wordsOf(language);
  // "are your bags machine washable?" asks of a kind of goods.
  const opening = property.exec(text)?.[0].length ?? text.length;
  const subject = tokens.find(({ start }) => start >= opening);
  const asked = tokens.filter(
    (token) =>
      !names.some((name) => token.start < name.end && token.end > name.start) &&
      !(token === subject && categoryIn(token.norm, shop.categories) !== undefined),
  );
  const words = has(whereShop, text) ? [{ norm: address, stem: address }] : asked;
  const passage = known.find(words, language, topicOf(turn));
  const days = entities.filter(({ kind }) => kind === 'date');
  // "any offers on?": every word of it is too common.
  if (passage === undefined && has(promotion, text))
    return known.find([{ norm: sale, stem: sale }], language);
  if (days.length === 0 || passage?.isWhole) return passage;
  // "a voucher from last year": the day is no part of what is asked.
  const timeless = asked.filter(
    (token) => !days.some((day) => token.start < day.end && token.end > day.start),
  );
  return known.find(timeless, language, topicOf(turn)) ?? passage;
}
