import { replay } from '../conversation/conversation.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Ports } from '../ports.ts';
import { asksSomething } from '../readings/cues.ts';
import { changesQuote } from '../readings/line-changes.ts';
import { LIKELY, SURE } from '../readings/reading.ts';
import type { Choosing, Decision, Turn } from '../skill.ts';
import type { Choose, Part } from './choose.ts';

const CHANGE = 'quote.change';
const REQUEST = 'quote.request';
const SPLIT = 'order.split';
const ACCEPT = 'quote.accept';
/** What is done with a quote once it is as it should be, in this order; the rest is asked and answered in between. */
const WITH_QUOTE = ['quote.discount', SPLIT, 'order.details', 'quote.pdf', 'quote.email', ACCEPT];
/** What else may be wished beside it. */
const ASKED_FOR = ['human.request', 'meeting.book'];
/** What is asked about the goods of it, or about the shop. */
const ASKED = ['product.stock', 'shipping.info', 'payment.info', 'knowledge.ask'];
/** A message that wants more besides is not understood in one go. */
const MOST_BESIDES = 3;

/**
 * "make it 60, and can I have 5% off?", 给我报200个，打9折, "mail it and place the order": where one message makes or changes the
 * quote and wants something besides, that comes first, and the rest is of the quote as it is then, the order last. What had to be run
 * to know so is handed over as `made`.
 */
export async function wishesOf(
  whole: Part,
  turn: Turn,
  ports: Ports,
  choose: Choose,
): Promise<readonly Part[]> {
  const { understanding } = whole;
  const first = madeFirst(whole, turn, choose);
  const made = first && (await first.skill.run(turn, ports, first.bid));
  const opening: Part = made ? { ...first, understanding, made } : whole;
  const { intent = '', answers } = whole.bid;
  if (made && !settlesQuote(made)) {
    // What is still asked about it comes before anything else; what changes nothing is left out.
    const isAsked = made.events.some(({ kind }) => kind === 'quote.begun');
    return isAsked || opening.bid.intent === intent ? [opening] : [whole];
  }
  if (!made && (answers || !turn.conversation.quote || !WITH_QUOTE.includes(intent))) return [whole];
  const conversation = replay(made?.events ?? [], turn.conversation);
  const parts = [opening];
  while (parts.length <= MOST_BESIDES) {
    const settled = parts.map(({ bid }) => bid.intent!);
    const more = choose({ ...turn, conversation, settled });
    if (settled.includes(more.bid.intent ?? '') || !isBeside(more, settled, turn)) break;
    parts.push({ ...more, understanding, isSettled: true });
  }
  // An order is of a quote that was seen: one that changes here is shown for a yes instead.
  const isChanged = made !== undefined || parts.some(({ bid }) => bid.intent === 'quote.discount');
  return inOrder(isChanged ? parts.filter(({ bid }) => bid.intent !== ACCEPT) : parts);
}

const settlesQuote = ({ events }: Decision): boolean =>
  events.some(({ kind }) => kind === 'quote.made' || kind === 'quote.changed');

/** The making or changing of a quote that a message says, whatever it is taken for as a whole. */
function madeFirst(whole: Part, turn: Turn, choose: Choose): Choosing | undefined {
  const { intent, answers } = whole.bid;
  if (intent === REQUEST || (intent === CHANGE && !answers)) return whole;
  if (intent === undefined || answers || !changesQuote(turn)) return undefined;
  const other = choose({ ...turn, settled: [intent] });
  return other.bid.intent === CHANGE && isBeside(whole, [CHANGE], turn) ? other : undefined;
}

function inOrder(parts: readonly Part[]): readonly Part[] {
  const rank = ({ bid: { intent = '' } }: Part) => WITH_QUOTE.indexOf(intent);
  return [...parts].sort((a, b) => rank(a) - rank(b));
}

const answersQuestion = (intent: string): boolean => intent === 'quote.discount' || ASKED.includes(intent);

function isBeside(
  { bid: { intent = '', score } }: Choosing,
  settled: readonly string[],
  turn: Turn,
): boolean {
  const { text, entities, language } = turn.understanding;
  if (ASKED.includes(intent)) {
    // What it asks may be answered by what was taken from it already.
    const isAnswered =
      settled.includes(SPLIT) || (intent === 'knowledge.ask' && settled.some(answersQuestion));
    const isAsked = asksSomething(turn) || has(wordsOf(language).tellMe, text);
    return score >= LIKELY && isAsked && !isAnswered;
  }
  if (intent === 'quote.discount') {
    const isNamed =
      entities.some(({ kind }) => kind === 'percentage') || has(wordsOf(language).discount, text);
    return score >= LIKELY && isNamed;
  }
  const isKnown = WITH_QUOTE.includes(intent) || ASKED_FOR.includes(intent);
  return isKnown && score >= (asksSomething(turn) && intent !== ACCEPT ? LIKELY : SURE);
}
