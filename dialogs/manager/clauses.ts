import { LANGUAGES } from '../../nlu/understanding.ts';
import { has, wordsOf } from '../language/words/words.ts';

/** More of a letter is read as a whole. */
const MAX_CLAUSES = 40;

const SENTENCE_END = /(?<=[!?。！？])\s*|(?<!\.\.)(?<=[.;；])\s+|\n+/u;

/**
 * A comma before a subject or a question of its own: ", I'll pay by card", ", and do you have it in blue", "，我刷卡付"; an "and" or a
 * dash before a question: "is it in stock and can you send it to Ireland", "the hottie - how many jars do you get".
 */
const OF_ITS_OWN =
  /,\s+(?=(?:(?:and|but|also|oh)\s+)*(?:(?:if|whether) (?:there|you|we|i|it|they)\s|(?:i|we|i'm|i'll|we'll|i'd|we'd)\s|(?:can|could|do|does|did|is|are|will|what|what's|how|when|where|which)\s))|(?:\s+(?:and|plus)|\s[-–—]+)\s+(?=(?:also\s+)?(?:(?:can|could|do|does|did|is|are|will|would)\s+(?:i|we|you|u|it|they|there|your|the|these|those)\b|(?:what|what'?s|how|how'?s|when|when'?s|where|where'?s|which|whether)\b|if (?:there|you|it|they)\b))|[,，]\s*(?=(?:另外|还有|顺便|对了|那么?|再)?(?:请?问|我们?|你们|能不?能?|可不?可以|有没有|怎么|什么时候))/iu;

/** What a rep wants done besides: " and remind me", ", then push", ，顺便把. */
const DONE_BESIDES =
  /(?:,\s+(?:and |also |then |plus )*|\s+and (?:also |then )?)(?=remind me\b)|,\s+(?:and |also |then |plus )+(?=(?:move|push|bump|mark|log|note)\b)|[,，]\s*(?=(?:顺便|另外|还有|然后)(?:再|也)?(?:帮我)?(?:把|将|提醒我|记))/iu;
const OWN_CLAUSE = new RegExp(`${OF_ITS_OWN.source}|${DONE_BESIDES.source}`, 'iu');

/** A condition, a reason, a yes or no, or a word or two of greeting belongs with what follows it. */
const DEPENDENT =
  /^\W*(?:(?:(?:and|but|so) )?(?:if|when|as|since|because|for|unless|once|after|before|while|with)|yes|yeah|no|not)\b|^[\s\p{P}]*(?:[a-z']+|\p{Script=Han}{1,2})\s*[,，]|^[不没别]/iu;
const CONDITION = /如果|要是|假如|因为|的话/u;

/** Where Chinese goes on without a full stop. */
const PAUSE = /[,，]\s*|(?<=\p{Script=Han})\s+(?=\p{Script=Han})/u;

/** 还有货吗，30个啥价: questions that commas or spaces part; what asks nothing belongs to the question behind it. */
function questionsOf(sentence: string): readonly string[] {
  const { asks } = wordsOf('zh');
  const clauses: string[] = [];
  let before = '';
  for (const piece of parted(sentence, PAUSE)) {
    const said = before === '' ? piece : `${before}，${piece}`;
    before = has(asks, piece) ? '' : said;
    if (before === '') clauses.push(said);
  }
  const last = clauses.pop() ?? '';
  return [...clauses, before === '' ? last : `${last}，${before}`];
}

/**
 * The sentences of a message and the clauses of each, where there are two or more; a decimal point or an address splits nothing.
 * A sentence falls into the clauses that have a subject or question of their own; Chinese also into its questions.
 */
export function clausesOf(text: string): readonly string[] {
  const clauses = withReasons(parted(text, SENTENCE_END).flatMap(clausesIn));
  return clauses.length > 1 && clauses.length <= MAX_CLAUSES ? clauses : [];
}

/** Asks for nothing but the reason of what stands before it. */
const BARE_WHY = /^(?:(?:and|but|so) )?why\W*$|^[那但]?是?为(?:什么|啥|何)呢?\P{L}*$/iu;

/** "which did we lose, and why?", 丢了哪些？为什么？: a bare why belongs to what it asks the reason of. */
function withReasons(clauses: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const clause of clauses) {
    const before = BARE_WHY.test(clause) ? joined.pop() : undefined;
    joined.push(before === undefined ? clause : `${before} ${clause}`);
  }
  return joined;
}

function clausesIn(sentence: string): readonly string[] {
  const [noted = ''] = [wordsOf('en'), wordsOf('zh')].flatMap(
    ({ acknowledged }) => acknowledged.exec(sentence)?.[0] ?? [],
  );
  if (noted !== '') return [noted.trim(), ...clausesIn(sentence.slice(noted.length))];
  if (CONDITION.test(sentence)) return [sentence];
  const questions = /\p{Script=Han}/u.test(sentence) ? questionsOf(sentence) : [];
  if (questions.length > 1) return questions;
  const clauses = parted(sentence, OWN_CLAUSE);
  if (clauses.length < 2 || !DEPENDENT.test(sentence) || letsGo(clauses[0]!)) return clauses;
  const [first, second, ...others] = clauses;
  const main = sentence.slice(0, sentence.indexOf(second!, first!.length) + second!.length);
  return [main, ...others];
}

/** "never mind, do you have egg cups?", 算了，有没有蛋杯: what is let go of is another matter. */
const letsGo = (clause: string): boolean =>
  LANGUAGES.some((language) => has(wordsOf(language).dropIt, clause));

const parted = (text: string, at: RegExp): readonly string[] =>
  text
    .split(at)
    .map((clause) => clause.trim())
    .filter((clause) => /[\p{L}\p{N}]/u.test(clause));
