import type { Product } from '../../../crm/models/product.ts';
import { entitiesOf, type Language } from '../../../nlu/understanding.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import { describesWanted, isTelling, severalNamed, tellingWords } from '../../readings/cues.ts';
import { isNegated } from '../../readings/negation.ts';
import type { Decision, Turn } from '../../skill.ts';
import { inOrder, nameIn } from '../../slots/catalogue.ts';
import { coloursOf, isInColour } from '../../slots/colour.ts';
import { list, one } from '../../slots/listing.ts';
import { nameHas } from '../../slots/pointing.ts';
import { decision, voiceOf } from '../../voice.ts';

/**
 * "nothing with hearts", "something funny, not flowery": of the list last shown, and what was left of it, what has none of the
 * words turned down and one of those wanted; where the catalogue doesn't know a word, it says so and keeps the list.
 */
export async function without(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { listed, unlisted = [] } = turn.conversation;
  const { language } = turn.understanding;
  const products = await inOrder(ports, [...listed, ...unlisted]);
  const { wanted, unwanted, tooMuch } = describing(turn);
  const several = severalNamed(turn.understanding);
  const named = several.length > 0 ? [] : entitiesOf(turn.understanding, 'product');
  const matched = new Set(named.flatMap(({ matches }) => matches.map(({ sku }) => sku)));
  const words = [...named.map(({ text }) => text.toLowerCase()), ...unwanted, ...tooMuch];
  const colours = coloursOf(turn).map(({ colour }) => colour);
  const left = products.filter(
    (product) =>
      !matched.has(product.sku) &&
      !words.some((word) => isLike(product, word, language)) &&
      !colours.some((colour) => isInColour(product, colour, language)),
  );
  const fitting =
    wanted.length === 0
      ? left
      : left.filter((product) => wanted.some((word) => isLike(product, word, language)));
  const declined = products.filter((product) => !left.includes(product)).map(({ sku }) => sku);
  const declining = declined.length > 0 ? [{ kind: 'product.declined' as const, skus: declined }] : [];
  if (left.length === 0) return decision({ events: declining, replies: [voice.text('deny.noneOfThese')] });
  const isKnown = (word: string, among: readonly Product[]) =>
    among.some((product) => isLike(product, word, language));
  const unknown = [
    ...wanted.filter((word) => !isKnown(word, left)),
    ...tooMuch.filter((word) => !isKnown(word, products)),
  ];
  if (left.length === products.length && wanted.length === 0 && unknown.length === 0)
    return decision({
      events: [{ kind: 'product.asked', skus: listed, pending: 'product.detail' }],
      replies: [voice.text('deny.notAmongThese', {}, products.slice(0, listed.length).map(voice.choice))],
    });
  const shown =
    unknown.length > 0
      ? list(fitting.length > 0 ? fitting : left, voice, {
          intro: voice.say('find.notDescribed', { said: unknown.join(', ') }),
        })
      : fitting.length === 1
        ? one(fitting[0]!, voice)
        : list(fitting, voice);
  return { ...shown, events: [...declining, ...shown.events] };
}

/** Words that describe goods, in lower case: those wanted, those turned down, and those that are too much. */
function describing(turn: Turn): Record<'wanted' | 'unwanted' | 'tooMuch', readonly string[]> {
  const { understanding } = turn;
  const { text, tokens, language } = understanding;
  const words = wordsOf(language);
  const said = (pattern: RegExp) =>
    [...text.matchAll(pattern)].map(({ 1: word = '', index }) => ({ word: word.toLowerCase(), index }));
  const tooMuch = said(words.tooMuch).map(({ word }) => word);
  if (!describesWanted(turn)) return { wanted: [], unwanted: tellingWords(turn), tooMuch };
  const wanted = [
    ...severalNamed(understanding).map(({ word }) => word),
    ...said(words.described).flatMap(({ word, index }) => (isNegated(index, understanding) ? [] : [word])),
  ];
  const unwanted = tokens
    .filter((token) => isTelling(token, language) || words.alike.some((pattern) => has(pattern, token.norm)))
    .flatMap(({ start, norm }) => (isNegated(start, understanding) ? [norm] : []));
  return { wanted, unwanted, tooMuch };
}

/** Whether the name has the word, or another that says the same of goods. */
function isLike(product: Product, word: string, language: Language): boolean {
  const meaning = wordsOf(language).alike.find((pattern) => has(pattern, word));
  return (
    nameHas(nameIn(product, language), word) ||
    (meaning !== undefined && has(meaning, nameIn(product, language)))
  );
}
