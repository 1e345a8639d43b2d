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

/** "a budget of £150 for 40 guests"; undefined where an amount is no budget or in another currency. */
export function budgetOf(
  { understanding, message }: Turn,
  { currency, maxQuantity }: ShopFacts,
): Budget | undefined {
  const { text, language } = understanding;
  const { budget, heads } = wordsOf(language);
  const amount = entitiesOf(understanding, 'money').find((money) => money.currency === currency)?.amount;
  if (message.action || amount === undefined || !(has(budget, text) || has(heads, text))) return undefined;
  const pieces = entitiesOf(understanding, 'quantity').find(({ vague }) => !vague)?.value;
  const count = Number(heads.exec(text)?.[1] ?? pieces);
  if (!Number.isInteger(count) || count < 1 || count > maxQuantity) return { total: amount, each: amount };
  return { total: amount, count, each: Math.floor(amount / count) };
}
