import { entitiesOf, type Understanding } from '../../nlu/understanding.ts';

const LEAST_AMOUNT = 100;

/** "40k", "£18,500": money, else bare numbers too large to be anything else; in minor units. */
export function amountsIn(understanding: Understanding): readonly number[] {
  const money = entitiesOf(understanding, 'money').map(({ amount }) => amount);
  const bare = entitiesOf(understanding, 'quantity')
    .filter(({ value, vague }) => !vague && value >= LEAST_AMOUNT)
    .map(({ value }) => Math.round(value * 100));
  return (money.length > 0 ? money : bare).filter((amount) => amount > 0 && Number.isSafeInteger(amount));
}
