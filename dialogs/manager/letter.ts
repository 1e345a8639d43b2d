import { entitiesOf, type Span, type Understanding } from '../../nlu/understanding.ts';
import { isTopic } from '../conversation/conversation.ts';
import { has, wordsOf } from '../language/words/words.ts';
import { asksSomething, isBare, namesProduct } from '../readings/cues.ts';
import type { Turn } from '../skill.ts';
import { countsGoods } from '../slots/lines.ts';
import { unknownThing } from '../slots/unknown-thing.ts';
import { type Choose, isCourtesy, type Part } from './choose.ts';

export interface Parts {
  /** In the order in which they are answered; at least one. */
  readonly parts: readonly Part[];
  /** Clauses that only tell something: it is remembered. */
  readonly told?: readonly Understanding[];
  /** Questions that no skill has an answer to, in the visitor's words. */
  readonly unanswered?: readonly string[];
}

/** More answers than this in one go nobody reads; what is left over is named. */
const MOST_ANSWERED = 8;
/** Shorter questions that nothing answers are mostly phrases. */
const FEW_TOKENS = 4;
/** Statements that are wishes by themselves, where the words are this sure. */
const STATED = /^(?:order\.|complaint|human\.|privacy\.|contact\.leave|meeting\.|quote\.)/;
const SURE = 0.85;
const ASIDE = ['goodbye', 'affirm', 'deny', 'help'];

/**
 * A letter: what its clauses ask and wish is answered one by one, goods named before a question are what it is about, and
 * the rest is remembered. Undefined where it asks for nothing that can be told from the rest.
 */
export function letterOf(clauses: readonly Part[], turn: Turn, choose: Choose): Parts | undefined {
  const parts: Part[] = [];
  const told: Understanding[] = [];
  const unanswered: string[] = [];
  let named: Understanding | undefined;
  let skipped = 0;
  for (const clause of clauses) {
    const { understanding, skill } = clause;
    if (isAside(clause)) continue;
    const isOfGoods = namesProduct(clause);
    const isAsked = asksSomething(clause);
    const before = clauses[clauses.indexOf(clause) - 1]?.understanding.text ?? '';
    if (!isWish(clause) && !countsNewGoods(clause, turn)) {
      told.push(understanding);
      if (isOfGoods) named = understanding;
    } else if (isAsked && asksOfBefore(clause)) unanswered.push(`${before} ${understanding.text}`);
    else if (isToldAlready(clause, parts, turn)) skipped++;
    else if (skill.name === 'fallback') {
      if (isAsked && understanding.tokens.length >= FEW_TOKENS) unanswered.push(understanding.text);
    } else if (named && isOfNamed(clause, turn)) {
      // "we need teacups, do you have any?" is one question.
      if (isAsked && parts.at(-1)?.understanding === named && !asksSomething({ understanding: named }))
        parts.pop();
      const joint = joined([named, understanding]);
      parts.push({ ...choose({ ...turn, understanding: joint }), understanding: joint });
    } else {
      parts.push(clause);
      // What is settled is talked of from now on; what is not, is still meant by what follows.
      if (isOfGoods) named = isAsked || isSettled(understanding) ? undefined : understanding;
    }
  }
  const answered = withoutRepeats(withOneQuote(parts, turn, choose));
  if (answered.length === 0 || answered.length + unanswered.length + told.length + skipped < 2)
    return undefined;
  return {
    parts: answered.slice(0, MOST_ANSWERED),
    told,
    unanswered: [
      ...answered.slice(MOST_ANSWERED).map(({ understanding }) => understanding.text),
      ...unanswered,
    ],
  };
}

/** "Is that possible?": of the sentence before it, which no skill can tell. */
const asksOfBefore = ({ understanding, bid }: Part): boolean =>
  ASIDE.includes(bid.intent ?? '') &&
  understanding.entities.length === 0 &&
  understanding.tokens.some(({ norm }) => wordsOf(understanding.language).pointing.has(norm));

/** "Do you deliver there? How many days?": how delivery is answered says how long it takes and what it costs. */
function isToldAlready({ understanding }: Part, parts: readonly Part[], turn: Turn): boolean {
  const { howLong, cost, arrives, takesTime } = wordsOf(understanding.language);
  const isAsked = [howLong, cost].some((pattern) => has(pattern, understanding.text));
  return (
    parts.at(-1)?.bid.intent === 'shipping.info' &&
    understanding.entities.length === 0 &&
    isAsked &&
    isBare({ ...turn, understanding }, [howLong, cost, arrives, takesTime])
  );
}

/** "do you do these?", "which sell best?": about goods, and names none. */
const isOfNamed = ({ understanding, bid }: Part, turn: Turn): boolean =>
  isTopic(bid.intent ?? '') &&
  bid.intent !== 'quote.discount' &&
  !namesProduct({ understanding }) &&
  unknownThing({ ...turn, understanding }) === undefined;

const isSettled = (understanding: Understanding): boolean =>
  entitiesOf(understanding, 'product').every(({ matches }) => matches.length === 1);

const isAside = ({ bid, understanding }: Part): boolean =>
  isCourtesy({ bid }) || (ASIDE.includes(bid.intent ?? '') && !asksSomething({ understanding }));

function isWish({ understanding, bid }: Part): boolean {
  const { text, language } = understanding;
  if (asksSomething({ understanding }) || has(wordsOf(language).wishes, text)) return true;
  return bid.score >= SURE && STATED.test(bid.intent ?? '');
}

/** "10 doormats" and nothing about an order of before. */
const countsNewGoods = ({ understanding, bid }: Part, turn: Turn): boolean =>
  isTopic(bid.intent ?? '') &&
  !wordsOf(understanding.language).bought.test(understanding.text) &&
  countsGoods({ ...turn, understanding });

/** What is to be quoted is quoted at once, where it is first spoken of: "20 lunch bags, please. Also 10 doormats." */
function withOneQuote(parts: readonly Part[], turn: Turn, choose: Choose): readonly Part[] {
  const isRequest = ({ bid }: Part) => /^quote\.(?:request|change)$/.test(bid.intent ?? '');
  const isQuote = (part: Part) => isRequest(part) || (countsNewGoods(part, turn) && !asksSomething(part));
  const quoted = parts.filter(isQuote);
  if (quoted.length < 2 || !parts.some(isRequest)) return parts;
  const understanding = joined(quoted.map((part) => part.understanding));
  const quote = { ...choose({ ...turn, understanding }), understanding };
  return parts.flatMap((part) => (part === quoted[0] ? [quote] : isQuote(part) ? [] : [part]));
}

/** Who asks the same twice is answered once; questions about goods stand side by side. */
function withoutRepeats(parts: readonly Part[]): readonly Part[] {
  const seen = new Set<string>();
  return parts.filter(({ skill, bid, understanding }, index) => {
    const places = entitiesOf(understanding, 'country').map(({ code }) => code);
    const key = isTopic(bid.intent ?? '')
      ? String(index)
      : [skill.name, bid.intent, bid.about, ...places].join(' ');
    return !seen.has(key) && seen.add(key);
  });
}

/** Clauses read as one, which asks what the last of them asks. */
function joined(clauses: readonly Understanding[]): Understanding {
  const last = clauses.at(-1)!;
  let text = '';
  const tokens: Understanding['tokens'][number][] = [];
  const entities: Understanding['entities'][number][] = [];
  for (const clause of clauses) {
    if (text !== '') text += '. ';
    const by = text.length;
    text += clause.text;
    tokens.push(...clause.tokens.map((token) => moved(token, by)));
    entities.push(...clause.entities.map((entity) => moved(entity, by)));
  }
  return { ...last, text, tokens, entities };
}

const moved = <T extends Span>(span: T, by: number): T => ({
  ...span,
  start: span.start + by,
  end: span.end + by,
});
