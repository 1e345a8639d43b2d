/** Arithmetic operators. Null or missing in gives null out. */
import { Decimal128 } from 'bson';
import { StoreError } from '../../errors.ts';
import { formatDecimal, negateDecimal, parseDecimal, roundDecimal } from '../values/decimal.ts';
import {
  add,
  compareNumbers,
  divide,
  isLong,
  isNaNValue,
  multiply,
  remainder,
  subtract,
  toNumber,
} from '../values/numbers.ts';
import {
  dateAt,
  double,
  isDocument,
  isInt32,
  isNumeric,
  type Numeric,
  typeName,
  type Value,
} from '../values/value.ts';
import {
  binary,
  integerArgument,
  isNullish,
  type Operator,
  type OperatorTable,
  unary,
  variadic,
} from './operator.ts';

type Argument = Value | undefined;

function number(value: Argument, name: string): Numeric {
  if (isNumeric(value)) return value;
  throw new StoreError('TypeMismatch', `${name} only supports numeric types, not ${typeName(value)}`);
}

/** A function of doubles; decimals go through it as doubles would lose digits, so they are refused. */
function real(
  calculate: (value: number) => number,
  isInDomain: (value: number) => boolean = () => true,
): Operator {
  return unary((value, name) => {
    if (isNullish(value)) return null;
    const operand = number(value, name);
    if (operand instanceof Decimal128) {
      throw new StoreError(
        'TypeMismatch',
        `${name} of a decimal is not supported by the embedded store; convert it with $toDouble.`,
      );
    }
    const x = toNumber(operand);
    if (!Number.isNaN(x) && !isInDomain(x))
      throw new StoreError('Location28714', `${name} is not defined for ${x}`);
    return double(calculate(x));
  });
}

function twoNumbers(calculate: (left: Numeric, right: Numeric, name: string) => Numeric): Operator {
  return binary((left, right, name) => {
    if (isNullish(left) || isNullish(right)) return null;
    return calculate(number(left, name), number(right, name), name);
  });
}

const addition = variadic((values, name) => {
  let sum: Numeric = 0;
  let date: Date | undefined;
  for (const value of values) {
    if (isNullish(value)) return null;
    if (value instanceof Date) {
      if (date) throw new StoreError('Location16612', 'only one date allowed in an $add expression');
      date = value;
    } else {
      sum = sum === 0 ? number(value, name) : add(sum, number(value, name));
    }
  }
  return date ? dateAt(date.getTime() + Math.round(toNumber(sum))) : sum;
});

const subtraction = binary((left, right, name) => {
  if (isNullish(left) || isNullish(right)) return null;
  if (left instanceof Date) {
    if (right instanceof Date) return BigInt(left.getTime() - right.getTime());
    return dateAt(left.getTime() - Math.round(toNumber(number(right, name))));
  }
  return subtract(number(left, name), number(right, name));
});

const product = variadic((values, name) => {
  let result: Numeric = 1;
  for (const [index, value] of values.entries()) {
    if (isNullish(value)) return null;
    result = index === 0 ? number(value, name) : multiply(result, number(value, name));
  }
  return result;
});

/** `$round` and `$trunc` at a decimal place, doubles on their shortest decimal form (2.675 rounds as written). */
function toPlace(mode: 'halfEven' | 'truncate'): Operator {
  return variadic(
    ([value, place = 0], name) => {
      if (isNullish(value) || isNullish(place)) return null;
      const operand = number(value, name);
      const digits = integerArgument(place, name, 'the place');
      if (digits < -20 || digits > 100) {
        throw new StoreError(
          'Location51083',
          `cannot apply ${name} with precision value ${digits} value must be in [-20, 100]`,
        );
      }
      if (operand instanceof Decimal128)
        return formatDecimal(roundDecimal(parseDecimal(operand), digits, mode));
      if (typeof operand === 'bigint' || (typeof operand === 'number' && isInt32(operand))) {
        if (digits >= 0) return operand;
        const rounded = roundedInteger(BigInt(operand), digits, mode);
        return typeof operand === 'number' && isInt32(Number(rounded)) ? Number(rounded) : rounded;
      }
      return double(roundedDouble(toNumber(operand), digits, mode));
    },
    1,
    2,
  );
}

function roundedInteger(value: bigint, place: number, mode: 'halfEven' | 'truncate'): bigint {
  const rounded = roundDecimal({ coefficient: value, exponent: 0 }, place, mode);
  if (typeof rounded === 'string') return value;
  return rounded.coefficient * 10n ** BigInt(Math.max(rounded.exponent, 0));
}

function roundedDouble(value: number, place: number, mode: 'halfEven' | 'truncate'): number {
  if (!Number.isFinite(value)) return value;
  const decimal = parseDecimal(Decimal128.fromString(String(value)));
  return Number(formatDecimal(roundDecimal(decimal, place, mode)).toString());
}

function wholeNumber(mode: 'floor' | 'ceil'): Operator {
  return unary((value, name) => {
    if (isNullish(value)) return null;
    const operand = number(value, name);
    if (operand instanceof Decimal128) return formatDecimal(roundDecimal(parseDecimal(operand), 0, mode));
    if (typeof operand === 'bigint' || (typeof operand === 'number' && isInt32(operand))) return operand;
    return double(Math[mode](toNumber(operand)));
  });
}

const power = twoNumbers((base, exponent, name) => {
  if (base instanceof Decimal128 || exponent instanceof Decimal128) {
    throw new StoreError(
      'TypeMismatch',
      `${name} of a decimal is not supported by the embedded store; convert it with $toDouble.`,
    );
  }
  if (toNumber(base) === 0 && toNumber(exponent) < 0) {
    throw new StoreError('Location28764', '$pow cannot take a base of 0 and a negative exponent');
  }
  const isWhole = [base, exponent].every(
    (each) => typeof each === 'bigint' || (typeof each === 'number' && isInt32(each)),
  );
  if (isWhole && toNumber(exponent) >= 0 && toNumber(exponent) < 64) {
    const result = BigInt(base as number) ** BigInt(exponent as number);
    if (typeof base === 'number' && typeof exponent === 'number' && isInt32(Number(result)))
      return Number(result);
    if (isLong(result)) return result;
  }
  return double(toNumber(base) ** toNumber(exponent));
});

const random: Operator = (operand, scope, _compile, name) => {
  if (!isDocument(operand) || Object.keys(operand).length > 0) {
    throw new StoreError('Location3040501', `${name} does not currently accept arguments`);
  }
  return () => double(scope.random());
};

export const arithmetic: OperatorTable = {
  $rand: random,
  $add: addition,
  $subtract: subtraction,
  $multiply: product,
  $divide: twoNumbers((left, right) => {
    if (compareNumbers(right, 0) === 0) throw new StoreError('BadValue', "can't $divide by zero");
    return divide(left, right);
  }),
  $mod: twoNumbers((left, right) => {
    if (compareNumbers(right, 0) === 0) throw new StoreError('Location16610', "can't $mod by zero");
    return remainder(left, right);
  }),
  $abs: unary((value, name) => {
    if (isNullish(value)) return null;
    const operand = number(value, name);
    if (isNaNValue(operand) || compareNumbers(operand, 0) >= 0) return operand;
    return operand instanceof Decimal128
      ? formatDecimal(negateDecimal(parseDecimal(operand)))
      : subtract(0, operand);
  }),
  $ceil: wholeNumber('ceil'),
  $floor: wholeNumber('floor'),
  $round: toPlace('halfEven'),
  $trunc: toPlace('truncate'),
  $sqrt: real(Math.sqrt, (x) => x >= 0),
  $exp: real(Math.exp),
  $ln: real(Math.log, (x) => x > 0),
  $log10: real(Math.log10, (x) => x > 0),
  $log: twoNumbers((value, base, name) => {
    const [x, b] = [toNumber(value), toNumber(base)];
    if (x <= 0 || b <= 0 || b === 1)
      throw new StoreError('Location28758', `${name} is not defined for ${x} and base ${b}`);
    return double(Math.log(x) / Math.log(b));
  }),
  $pow: power,
};
