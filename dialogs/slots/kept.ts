import type { Line } from '../../crm/models/schemas.ts';
import { entitiesOf } from '../../nlu/understanding.ts';
import { has, wordsOf } from '../language/words/words.ts';
import { isBare } from '../readings/cues.ts';
import { pointerIn } from '../readings/pointer.ts';
import type { Turn } from '../skill.ts';
import { nameHas } from './pointing.ts';
import { quantitiesOf } from './quantity.ts';

type NamedLine = Pick<Line, 'sku' | 'name'>;

/**
 * "only the bunting and the doormat", "the first two, drop the rest", 只要两样，彩旗和门垫: of the lines of a quote or order, by stock code,
 * those that are to stay. None where nothing of it is said, where how many of them is said too, or where all would stay.
 */
export function keptOnly(turn: Turn, lines: readonly NamedLine[]): readonly string[] {
  const { text, language } = turn.understanding;
  const { onlyThese, theRest, kinds, set, document, remove } = wordsOf(language);
  const isRest = has(theRest, text);
  if (!isRest && !(has(onlyThese, text) && isBare(turn, [onlyThese, set, document, kinds]))) return [];
  // "drop the bunting, not the rest" takes away what it names.
  if (isRest && !has(onlyThese, text) && text.search(remove) < text.search(theRest)) return [];
  const kept = named(turn, lines);
  const counts = quantitiesOf(turn).every(({ value }) => value === kept.length && value > 1);
  return counts && kept.length < lines.length ? kept : [];
}

function named(turn: Turn, lines: readonly NamedLine[]): readonly string[] {
  const products = entitiesOf(turn.understanding, 'product');
  const fitting = products.map(({ text, matches }) => {
    const words = text.toLowerCase().split(/\s+/);
    return lines.filter(
      ({ sku, name }) =>
        matches.some((match) => match.sku === sku) || words.every((word) => nameHas(name, word)),
    );
  });
  if (fitting.some(({ length }) => length !== 1)) return [];
  if (products.length > 0) return [...new Set(fitting.map(([line]) => line!.sku))];
  const skus = lines.map(({ sku }) => sku);
  const pointer = pointerIn(turn.understanding);
  if (pointer?.kind === 'places') return pointer.places.flatMap((place) => skus.at(place) ?? []);
  if (pointer?.kind !== 'end' || !/^(?:first|last)$/.test(pointer.end)) return [];
  return pointer.end === 'first' ? skus.slice(0, pointer.count) : skus.slice(-pointer.count);
}
