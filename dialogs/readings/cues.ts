import { entitiesOf, LANGUAGES } from '../../nlu/understanding.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';
import { quantitiesOf } from '../slots/quantity.ts';

export const topIntent = (turn: Turn): string | undefined =>
  turn.understanding.inScope ? turn.understanding.intents[0]?.name : undefined;

type Understood = Pick<Turn, 'understanding'>;

export const namesProduct = ({ understanding }: Understood): boolean =>
  entitiesOf(understanding, 'product').length > 0;

/** An order or a quote, by its number. */
export const namesDocument = ({ understanding }: Understood): boolean =>
  entitiesOf(understanding, 'orderNumber').length > 0 || entitiesOf(understanding, 'quoteNumber').length > 0;

export const asksSomething = ({ understanding: { text } }: Understood): boolean => /[?？吗]/.test(text);

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

/** Nothing but entities, positions, small words, and what `also` matches. */
export function isBare(
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

export function saysOnly({ understanding: { text, language } }: Turn, answer: 'yes' | 'no'): boolean {
  const words = wordsOf(language);
  // What a yes is given without is said beside it.
  const said = text.replace(words.noReminder, ' ');
  const rest = said.replace(words[answer], ' ');
  return rest !== said && rest.replace(words.filler, ' ').replace(/[\p{P}\p{S}\s]/gu, '') === '';
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

/** "not the love one", "nothing with hearts", right after a list. */
export function leavesOut(turn: Turn): boolean {
  const { without, colours } = wordsOf(turn.understanding.language);
  const { text, tokens } = turn.understanding;
  const { questions, quote, listed } = turn.conversation;
  const isAsked = questions[0]?.kind === 'product' && questions[0].pending === 'product.detail';
  return (
    isAsked &&
    !quote &&
    listed.length > 1 &&
    tokens.length <= SHORT_WISH &&
    has(without, text) &&
    (namesProduct(turn) || has(colours, text)) &&
    quantitiesOf(turn).length === 0 &&
    entitiesOf(turn.understanding, 'product').length < 2 &&
    [...text.matchAll(colours)].length < 2
  );
}
/** Tokens of a wish that is about nothing else. */
const SHORT_WISH = 8;
