import type { Product } from '../../../crm/models/product.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { ShopFacts } from '../../shop.ts';
import type { Turn } from '../../skill.ts';

/** What there is to spend in all, in minor units of the shop's currency, and on how many people or pieces. */
export interface Budget {
  readonly total: number;
  readonly count?: number;
  /** The most that one piece may cost. */
  readonly each: number;
}

/**
 * "a budget of £150 for 40 guests", "£2 a head for 40"; undefined where an amount is no budget or in another currency. What is more
 * than any of the `catalogue` costs is to be spent on several.
 */
export function budgetOf(
  { understanding, message }: Turn,
  { currency, maxQuantity }: ShopFacts,
  catalogue: readonly Product[],
): Budget | undefined {
  const { text, language } = understanding;
  const { budget, perHead, gifts } = wordsOf(language);
  const [people] = entitiesOf(understanding, 'people');
  const amounts = entitiesOf(understanding, 'money').filter((money) => money.currency === currency);
  const amount = amounts[0]?.amount;
  if (message.action || amount === undefined) return undefined;
  const isForSeveral = catalogue.every(({ price }) => price.amount < amount);
  if (!has(budget, text) && !people && !has(gifts, text) && !isForSeveral) return undefined;
  const pieces = entitiesOf(understanding, 'quantity').find(({ vague }) => !vague)?.value;
  const count = people?.count ?? pieces ?? 0;
  if (!Number.isInteger(count) || count < 1 || count > maxQuantity) return { total: amount, each: amount };
  if (has(perHead, text)) {
    const each = Math.min(...amounts.map((money) => money.amount));
    return { total: each * count, count, each };
  }
  return { total: amount, count, each: Math.floor(amount / count) };
}
