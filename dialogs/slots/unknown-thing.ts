import type { Token } from '../../nlu/understanding.ts';
import { has, wordsOf } from '../language/words/words.ts';
import { pointsBack } from '../readings/pointer.ts';
import type { Turn } from '../skill.ts';
import { type QuantityEntity, quantitiesOf } from './quantity.ts';

/** Shorter English nouns are mostly noises and abbreviations. */
const SHORTEST = 3;

/**
 * What a message names that is no product here ("unicorn slippers"), so that it is not answered for the product
 * talked about before. Undefined where a pronoun or a quantity points back, or all nouns are those of trade.
 */
export function unknownThing(turn: Turn): string | undefined {
  const { text, tokens, entities, language } = turn.understanding;
  const { tradeNouns, refusal } = wordsOf(language);
  if (turn.message.action || quantitiesOf(turn).length > 0) return undefined;
  if (pointsBack(turn.understanding)) return undefined;
  const isFree = ({ start, end }: Token) =>
    !entities.some((entity) => start < entity.end && end > entity.start);
  const nouns = tokens.filter(
    (token, index) =>
      (/^(?:NOUN|PROPN)$/.test(token.tag ?? '') || isPluralTakenForVerb(tokens, index)) &&
      (isHan(token) ? token.norm.length > 1 : token.norm.length > SHORTEST) &&
      isFree(token) &&
      !isOneOf(token.norm, tradeNouns) &&
      !has(refusal, token.norm),
  );
  const [first, last] = [nouns[0], nouns.at(-1)];
  if (!first || !last) return undefined;
  if (isHan(first)) return text.slice(first.start, last.end);
  const isPart = (token: Token | undefined) =>
    token !== undefined && isFree(token) && (nouns.includes(token) || isModifier(token, tradeNouns));
  let [from, to] = [tokens.indexOf(first), tokens.indexOf(first)];
  while (isPart(tokens[from - 1]) && isBeside(tokens[from - 1]!, tokens[from]!)) from--;
  while (nouns.includes(tokens[to + 1]!) && isBeside(tokens[to]!, tokens[to + 1]!)) to++;
  return text.slice(tokens[from]!.start, tokens[to]!.end);
}

const isHan = ({ norm }: Token): boolean => /^\p{Script=Han}/u.test(norm);
const isModifier = ({ tag, norm }: Token, tradeNouns: ReadonlySet<string>): boolean =>
  /^(?:ADJ|NOUN|PROPN)$/.test(tag ?? '') && norm.length > 2 && !isOneOf(norm, tradeNouns);
const isBeside = (one: Token, next: Token): boolean => next.start - one.end <= 1;

/** "do you have mugs", "cushion covers": the tagger takes a plural at the end for a verb. */
function isPluralTakenForVerb(tokens: readonly Token[], index: number): boolean {
  const [before, token] = [tokens[index - 1], tokens[index]!];
  const isLast = tokens.slice(index + 1).every(({ tag }) => /^(?:INTJ|ADV)$/.test(tag ?? ''));
  return (
    token.tag === 'VERB' &&
    /[^s]s$/.test(token.norm) &&
    isLast &&
    !/^(?:PRON|PART|ADV)$/.test(before?.tag ?? '')
  );
}

/** Words between a number and what is counted: "10 of the", 10个. */
const COUNTING = /^(?:of|the|those|your|pcs?|pieces?|units?|x|[个只件套条盒包箱打把张支枚副块份台])$/;

/** What a quantity counts that is no product here: "10 unicorns". Undefined where nothing is named right behind it. */
export function unknownCounted(turn: Turn, { end }: QuantityEntity): string | undefined {
  const { text, tokens, entities, language } = turn.understanding;
  const { tradeNouns, clauseBreak } = wordsOf(language);
  const behind = tokens.filter(({ start }) => start >= end);
  const first = behind.findIndex(({ norm }) => !COUNTING.test(norm));
  let last = first;
  while (isAttached(behind[last], text)) last++;
  const phrase = first < 0 ? [] : behind.slice(first, last);
  const noun = phrase.at(-1);
  if (
    !noun ||
    noun.tag === 'ADJ' ||
    (noun.norm.length < 2 && !/^\p{Script=Han}/u.test(noun.norm)) ||
    isOneOf(noun.norm, tradeNouns)
  )
    return undefined;
  const [from, to] = [phrase[0]!.start, noun.end];
  const isKnown = entities.some((entity) => from < entity.end && to > entity.start);
  return isKnown || has(clauseBreak, text.slice(end, from)) ? undefined : text.slice(from, to);
}

/** A noun, or an adjective in front of one, with only a space before it. */
const isAttached = (token: Token | undefined, text: string): boolean =>
  token !== undefined &&
  /^(?:NOUN|PROPN|ADJ)$/.test(token.tag ?? '') &&
  !/[,;.!?，。！？、]/.test(text[token.start - 1] ?? '');

/** Allows for a plural and for one slip of the keyboard in longer words. */
function isOneOf(word: string, known: ReadonlySet<string>): boolean {
  if (known.has(word) || known.has(word.replace(/s$/, ''))) return true;
  return word.length > 3 && /^[a-z]/.test(word) && [...known].some((other) => isOneSlipAway(word, other));
}

/** Damerau-Levenshtein distance of at most one. */
function isOneSlipAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [restA, restB] = [a.slice(at), b.slice(at)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
