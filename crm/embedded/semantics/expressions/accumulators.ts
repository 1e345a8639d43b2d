/** Accumulators used as expressions: over their arguments, or over the one array given. */
import { compareValues } from '../values/compare.ts';
import { divide, toNumber } from '../values/numbers.ts';
import { Sum } from '../values/sum.ts';
import { double, isNumeric, type Value } from '../values/value.ts';
import { isNullish, type Operator, type OperatorTable, variadic } from './operator.ts';

function overValues(calculate: (values: readonly (Value | undefined)[]) => Value): Operator {
  return variadic((values) => {
    const [only] = values;
    return calculate(values.length === 1 && Array.isArray(only) ? only : values);
  });
}

function sumOf(values: readonly (Value | undefined)[]): Sum {
  const sum = new Sum();
  for (const value of values) sum.add(value);
  return sum;
}

function extreme(direction: 1 | -1): Operator {
  return overValues((values) =>
    values.reduce<Value>((best, value) => {
      if (isNullish(value)) return best;
      return best === null || direction * compareValues(value, best) < 0 ? value : best;
    }, null),
  );
}

function deviation(isSample: boolean): Operator {
  return overValues((values) => {
    const numbers = values.filter(isNumeric).map(toNumber);
    const freedom = isSample ? numbers.length - 1 : numbers.length;
    if (freedom <= 0) return null;
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    return double(Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / freedom));
  });
}

export const accumulatorExpressions: OperatorTable = {
  $sum: overValues((values) => sumOf(values).total()),
  $avg: overValues((values) => {
    const sum = sumOf(values);
    return sum.count === 0 ? null : divide(sum.total(), sum.count);
  }),
  $min: extreme(1),
  $max: extreme(-1),
  $stdDevPop: deviation(false),
  $stdDevSamp: deviation(true),
};
