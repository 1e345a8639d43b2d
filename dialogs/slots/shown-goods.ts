import type { Product } from '../../crm/models/product.ts';
import type { Entity, Token, Understanding } from '../../nlu/understanding.ts';
import type { Conversation } from '../conversation/state.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Ports } from '../ports.ts';
import { isTelling } from '../readings/cues.ts';
import { inOrder, nameIn } from './catalogue.ts';
import { coloursOf } from './colour.ts';
import { nameHas, shownList } from './pointing.ts';

/** Longer messages are letters, whose words are about more than what was shown. */
const MAX_TOKENS = 30;

/**
 * "6 of the regency and 4 of the sweetheart" while cake stands are listed: a word that points, and that only one of the
 * goods shown, asked for or quoted has in its name, is that product's name.
 */
export async function withShownGoods(
  understanding: Understanding,
  conversation: Conversation,
  ports: Ports,
): Promise<Understanding> {
  const { tokens, text, language } = understanding;
  const words = tokens.filter(
    (token) => isTelling(token, language) && !has(wordsOf(language).colours, token.norm),
  );
  const colours = coloursOf({ understanding }).map(({ colour, ...place }) => ({ ...place, norm: colour }));
  const free = [...words, ...colours]
    .filter((one) => pointsOut(one, understanding))
    .sort((a, b) => a.start - b.start);
  if (free.length === 0 || tokens.length > MAX_TOKENS) return understanding;
  const groups = await Promise.all(groupsOf(conversation).map((skus) => inOrder(ports, skus)));
  const added: Extract<Entity, { kind: 'product' }>[] = [];
  for (const { start, end, norm } of free) {
    const product = onlyOne(groups, (one) => nameHas(one, norm, language));
    const last = added.at(-1);
    if (!product) continue;
    if (last && last.matches[0]!.sku === product.sku && start - last.end <= 1)
      added[added.length - 1] = { ...last, end, text: text.slice(last.start, end) };
    else {
      const match = { sku: product.sku, name: nameIn(product, language), score: 1 };
      added.push({ kind: 'product', start, end, text: text.slice(start, end), matches: [match] });
    }
  }
  if (added.length === 0) return understanding;
  const entities = [...understanding.entities, ...added].sort((a, b) => a.start - b.start);
  return { ...understanding, entities };
}

/** What may be meant, the nearest first. */
const groupsOf = ({
  questions,
  together,
  quote,
  begun = [],
  ...state
}: Conversation): readonly (readonly string[])[] => [
  shownList({ questions, together, ...state }),
  together,
  begun.flatMap(({ sku }) => sku ?? []),
  quote?.lines.map(({ sku }) => sku) ?? [],
];

function onlyOne(
  groups: readonly (readonly Product[])[],
  fits: (product: Product) => boolean,
): Product | undefined {
  for (const group of groups) {
    const fitting = group.filter(fits);
    if (fitting.length > 0) return group.length > 1 && fitting.length === 1 ? fitting[0] : undefined;
  }
  return undefined;
}

type Place = Pick<Token, 'start' | 'end'>;

/** "the regency", "woodland ones", 甜心的: with an article or a pronoun beside it, and no entity itself. */
function pointsOut({ start, end }: Place, { text, entities, language }: Understanding): boolean {
  const { pointed } = wordsOf(language);
  return (
    !entities.some((entity) => start < entity.end && end > entity.start) &&
    (pointed.before.test(text.slice(0, start)) || pointed.behind.test(text.slice(end)))
  );
}
