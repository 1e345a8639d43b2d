import type { Product } from '../../crm/models/product.ts';
import { entitiesOf, LANGUAGES, type Language } from '../../nlu/understanding.ts';
import { matchesOf, wordsOf } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';
import { nameIn } from './catalogue.ts';

/** A colour as said, in lower case, and where it stands in the text. */
export interface SaidColour {
  readonly colour: string;
  readonly start: number;
  readonly end: number;
}

/** The colours of a message in its order, also those being turned down. */
export const coloursOf = ({ understanding: { text } }: Pick<Turn, 'understanding'>): readonly SaidColour[] =>
  LANGUAGES.flatMap((language) => [...matchesOf(wordsOf(language).colours, text)])
    .map(({ index, 0: said }) => ({
      colour: said.toLowerCase().replace(/(?<=[a-z])s$/, ''),
      start: index,
      end: index + said.length,
    }))
    .sort((a, b) => a.start - b.start);

/** Those that are no part of what names goods. */
export const loneColoursOf = (turn: Pick<Turn, 'understanding'>): readonly SaidColour[] => {
  const products = entitiesOf(turn.understanding, 'product');
  return coloursOf(turn).filter(
    ({ start, end }) => !products.some((product) => start < product.end && end > product.start),
  );
};

/** The colour said last that is not one being turned down ("not the red one, the blue"), in lower case. */
export function colourOf(turn: Turn): string | undefined {
  const { text, language } = turn.understanding;
  const { notThis } = wordsOf(language);
  return coloursOf(turn).findLast(({ start }) => !notThis.test(text.slice(0, start)))?.colour;
}

/** Whether the name has it: as a word in English, anywhere in Chinese; a colour said in English is one of the English name. */
export function isInColour(product: Product, colour: string, language: Language): boolean {
  const isLatin = /^[a-z]/.test(colour);
  const name = (isLatin ? product.names.en : nameIn(product, language)).toLowerCase();
  return language === 'zh' && !isLatin ? name.includes(colour) : name.split(/[^a-z]+/).includes(colour);
}

export function hasColour(product: Product, turn: Turn): boolean {
  const colour = colourOf(turn);
  return colour !== undefined && isInColour(product, colour, turn.understanding.language);
}
