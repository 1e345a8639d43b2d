import type { Product } from '../../crm/models/product.ts';
import { entitiesOf } from '../../nlu/understanding.ts';
import { wordsOf } from '../language/words/words.ts';
import type { Ports } from '../ports.ts';
import type { Turn } from '../skill.ts';
import { coloursOf, isInColour } from './colour.ts';
import type { ProductEntity } from './lines.ts';

/** What is said of goods beside their name: a colour, in lower case, or a size as it is written. */
export interface Attribute {
  readonly kind: 'colour' | 'size';
  readonly said: string;
}

/** Characters between goods and what is said of them: "lunch bags in green", 午餐袋，要绿色的. */
const NEAR = 6;

/** The colour or size said of a product: inside its words, or right beside them and not nearer to another's. */
export function attributeOf(entity: ProductEntity, turn: Turn): Attribute | undefined {
  const { text, language } = turn.understanding;
  const { notThis, sizes } = wordsOf(language);
  const products = entitiesOf(turn.understanding, 'product');
  const colours = coloursOf(turn).map(({ colour, start, end }) => ({
    kind: 'colour' as const,
    said: colour,
    start,
    end,
  }));
  const said = [...text.matchAll(sizes)].map(({ index, 0: size }) => ({
    kind: 'size' as const,
    said: size,
    start: index,
    end: index + size.length,
  }));
  const own = [...colours, ...said].filter((one) => {
    const gap = gapTo(entity, one);
    return (
      gap <= NEAR &&
      !notThis.test(text.slice(0, one.start)) &&
      products.every((other) => other === entity || gapTo(other, one) > gap)
    );
  });
  const last = own.at(-1);
  return last && { kind: last.kind, said: last.said };
}

type Place = { readonly start: number; readonly end: number };
const gapTo = (entity: Place, { start, end }: Place): number =>
  Math.max(0, entity.start - end, start - entity.end);

/** Of goods of the kind of `candidates`, in the whole catalogue, those whose names have the attribute. */
export async function havingAttribute(
  candidates: readonly Product[],
  { kind, said }: Attribute,
  { understanding: { language } }: Turn,
  ports: Ports,
): Promise<readonly Product[]> {
  const has = (product: Product) =>
    kind === 'colour'
      ? isInColour(product, said, language)
      : [product.names.en, product.names.zh].some((name) => name?.toLowerCase().includes(said.toLowerCase()));
  const own = candidates.filter(has);
  if (own.length > 0 || candidates.length < 2) return own;
  const [first, ...others] = candidates.map(({ names }) => new Set(names.en.toLowerCase().split(' ')));
  const common = [...first!].filter((word) => others.every((words) => words.has(word)));
  if (common.length === 0) return [];
  const isOfKind = ({ names }: Product) => {
    const words = names.en.toLowerCase().split(' ');
    return common.every((word) => words.includes(word));
  };
  return (await ports.catalogue()).filter((product) => isOfKind(product) && has(product));
}
