import type { Product } from '../../crm/models/product.ts';
import { wordsOf } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';

/** The colour said last that is not one being turned down ("not the red one, the blue"), in lower case. */
export function colourOf({ understanding: { text, language } }: Turn): string | undefined {
  const { colours, notThis } = wordsOf(language);
  const said = [...text.matchAll(colours)].filter(({ index }) => !notThis.test(text.slice(0, index)));
  return said.at(-1)?.[0].toLowerCase();
}

export function hasColour({ names }: Product, turn: Turn): boolean {
  const colour = colourOf(turn);
  const name = names[turn.understanding.language] ?? names.en;
  return colour !== undefined && name.toLowerCase().includes(colour);
}
