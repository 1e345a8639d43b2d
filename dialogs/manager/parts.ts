import { entitiesOf } from '../../nlu/understanding.ts';
import { isTopic } from '../conversation/conversation.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Ports } from '../ports.ts';
import { asksSomething, isBare, namesProduct } from '../readings/cues.ts';
import { pointerIn } from '../readings/pointer.ts';
import type { Turn } from '../skill.ts';
import { wishesOf } from './besides.ts';
import type { Choose, Part } from './choose.ts';
import { letterOf, type Parts } from './letter.ts';

/** Sentences this sure of wanting different things are answered one by one. */
const SURE = 0.6;
/** Beside another sentence, words such as "I don't need it any more" explain it and decide nothing. */
const ANSWERS_ONLY = ['affirm', 'deny', 'help'];
/** What a refusal beside it only gives the reason of. */
const EXPLAINED = ['order.change', 'quote.undo'];
const ASKS_ONLY = /^product\.(?:find|price|stock)$/;

/** More sentences than this are a letter. */
const FEW_CLAUSES = 4;

/** What the message wants: one thing, several that are clearly different, or what a letter asks among what it tells. */
export async function partsOf(given: Turn, ports: Ports, choose: Choose): Promise<Parts> {
  const turn = withoutNoted(given);
  const { text, language } = turn.understanding;
  const whole: Part = { ...choose(turn), understanding: turn.understanding };
  // What a yes is given without belongs to it, in whichever clause it stands.
  if (has(wordsOf(language).noReminder, text)) return { parts: [whole] };
  // "ok and the meeting, is it still on?" and "half now, half in March?" fall apart into nothing.
  if (whole.bid.intent === 'meeting.book' && whole.bid.about !== undefined) return { parts: [whole] };
  if (whole.bid.intent === 'order.split') return { parts: await wishesOf(whole, turn, ports, choose) };
  const clauses = (turn.clauses ?? []).map((understanding) => ({
    ...choose({ ...turn, understanding }),
    understanding,
  }));
  if (clauses.length > 1 && clauses.length <= FEW_CLAUSES && areClear(clauses, turn))
    return { parts: clauses };
  const both = await wishesOf(whole, turn, ports, choose);
  if (both.length > 1) return { parts: both };
  const asking = clauses.filter(asksSomething);
  // As a whole it is unclear, and one of its clauses asks.
  const isHidden = whole.bid.score < SURE && asking.length === 1;
  const isLetter = clauses.length > FEW_CLAUSES || asking.length > 1 || isHidden;
  return (isLetter ? letterOf(clauses, turn, choose) : undefined) ?? { parts: both };
}

/** "fair enough, and the warranty?": what only takes note of the answer before is no part of it, unless a yes is waited for. */
function withoutNoted(turn: Turn): Turn {
  const { clauses: [first, second, ...others] = [], ...rest } = turn;
  if (!first || !second || !wordsOf(first.language).acknowledged.test(`${first.text}, -`)) return turn;
  if (turn.conversation.questions.some(({ kind, age }) => kind === 'confirmation' && age === 0)) return turn;
  return others.length === 0 ? { ...rest, understanding: second } : { ...turn, clauses: [second, ...others] };
}

function areClear(parts: readonly Part[], turn: Turn): boolean {
  const isEachClear =
    !parts.some((part) => addsAmount(part, turn) && !standsAlone(part, parts, turn)) &&
    !parts.some((part) => isPriceOf(part, parts) || asksWhatThereIs(part, parts)) &&
    !parts.some(({ bid, understanding }) => !bid.answers && onlyNames({ ...turn, understanding })) &&
    parts.every(
      ({ bid }) =>
        bid.intent !== undefined && bid.score >= SURE && (bid.answers || !ANSWERS_ONLY.includes(bid.intent)),
    );
  const areDifferent =
    new Set(
      parts.map(({ skill, bid }, index) =>
        // Questions about goods stand side by side; what is done to a quote is done at once.
        bid.intent !== undefined && ASKS_ONLY.test(bid.intent) ? index : `${skill.name} ${bid.about ?? ''}`,
      ),
    ).size === parts.length;
  const intents = parts.map(({ bid }) => bid.intent);
  // "cancel it, we no longer need them": the second says why.
  if (intents.includes('deny') && intents.some((intent) => EXPLAINED.includes(intent!))) return false;
  // "I'd want 60. price?" asks the price alone.
  const isPriceOnly = intents.includes('quote.request') && intents.includes('product.price');
  return isEachClear && areDifferent && !isPriceOnly;
}

/** "I need 60", "we need them by the 15th" beside a question: it asks nothing of its own, and says of nothing how many or when. */
function addsAmount({ bid, understanding }: Part, { conversation }: Turn): boolean {
  const said = understanding.entities.some(({ kind }) => kind === 'quantity' || kind === 'date');
  const isAbout = bid.answers || namesProduct({ understanding });
  const isOfNothing = bid.intent === 'quote.request' && conversation.products.length === 0;
  const asks = ASKS_ONLY.test(bid.intent ?? '') || isOfNothing;
  return said && !isAbout && asks && !asksSomething({ understanding });
}

/** "30 of the two cheaper ones, how much?", "what's that with VAT?": the price of what is said beside it, which asks nothing of its own. */
const isPriceOf = ({ bid, understanding }: Part, parts: readonly Part[]): boolean =>
  (bid.intent === 'product.price' || has(wordsOf(understanding.language).inclusive, understanding.text)) &&
  understanding.entities.length === 0 &&
  pointerIn(understanding) === undefined &&
  parts.some((other) => entitiesOf(other.understanding, 'quantity').length > 0 && !asksSomething(other));

/** "I'd like some tea towels, what have you got?": of the goods that stand beside it. */
const asksWhatThereIs = ({ bid, understanding }: Part, parts: readonly Part[]): boolean =>
  bid.intent === 'product.find' &&
  understanding.entities.length === 0 &&
  isBare({ understanding }, [wordsOf(understanding.language).asks]) &&
  parts.some((other) => namesProduct(other) && other.bid.intent === 'product.find');

/** "just 1 then, I'll pay by card": of the product talked about, where nothing beside it is about goods. */
const standsAlone = (part: Part, parts: readonly Part[], { conversation }: Turn): boolean =>
  conversation.products.length > 0 &&
  parts.every((other) => other === part || other.bid.intent === undefined || !isTopic(other.bid.intent));

/** "regency cake stand, how much is it?": a name alone is what the rest is about. */
const onlyNames = (turn: Turn): boolean =>
  namesProduct(turn) &&
  !asksSomething(turn) &&
  entitiesOf(turn.understanding, 'quantity').length === 0 &&
  isBare(turn);
