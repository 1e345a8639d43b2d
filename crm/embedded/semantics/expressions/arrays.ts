/** Array operators. */
import { StoreError } from '../../errors.ts';
import type { Variable } from '../scope.ts';
import { compileSort } from '../sort.ts';
import { compareValues, equalValues } from '../values/compare.ts';
import {
  type Document,
  documentOf,
  isDocument,
  isNumeric,
  isTruthy,
  typeName,
  type Value,
} from '../values/value.ts';
import {
  arrayArgument,
  binary,
  integerArgument,
  isNullish,
  named,
  namedOperand,
  type Operator,
  type OperatorTable,
  unary,
  variadic,
} from './operator.ts';

/** The longest array `$range` and `$zip` make. */
const MAX_LENGTH = 1_000_000;

/** Operators that run an expression for each element, which it sees as a variable. */
function overElements(
  argumentNames: readonly (readonly [string, boolean])[],
  bodyName: string,
  calculate: (
    items: readonly Value[],
    body: (item: Value, extra?: Value) => Value | undefined,
    others: Readonly<Record<string, Value | undefined>>,
  ) => Value,
  cellNames: (operand: Document) => readonly string[],
): Operator {
  const allowed = new Map([['input', true], [bodyName, true], ...argumentNames]);
  return (operand, scope, compile, name) => {
    const options = namedOperand(operand, allowed, name);
    const cells = cellNames(options).map((cell): [string, Variable] => [cell, { value: undefined }]);
    const input = compile(options.input as Value, scope);
    const body = compile(options[bodyName] as Value, scope.with(Object.fromEntries(cells)));
    const others = argumentNames
      .filter(([key]) => key !== 'as' && options[key] !== undefined)
      .map(([key]) => [key, compile(options[key] as Value, scope)] as const);
    const [item, extra] = cells.map(([, cell]) => cell);
    return (root) => {
      const values = input(root);
      if (isNullish(values)) return null;
      const array = arrayArgument(values, name);
      const evaluated = Object.fromEntries(others.map(([key, expression]) => [key, expression(root)]));
      return calculate(
        array,
        (value, extraValue) => {
          item!.value = value;
          if (extra) extra.value = extraValue;
          return body(root);
        },
        evaluated,
      );
    };
  };
}

const elementName = (operand: Document) => [typeof operand.as === 'string' ? operand.as : 'this'];

const map = overElements(
  [['as', false]],
  'in',
  (items, body) => items.map((item) => body(item) ?? null),
  elementName,
);

const filter = overElements(
  [
    ['as', false],
    ['limit', false],
  ],
  'cond',
  (items, body, { limit }) => {
    const most = isNullish(limit) ? Number.POSITIVE_INFINITY : integerArgument(limit, '$filter', 'limit');
    const kept: Value[] = [];
    for (const item of items) {
      if (kept.length >= most) break;
      if (isTruthy(body(item))) kept.push(item);
    }
    return kept;
  },
  elementName,
);

const reduce = overElements(
  [['initialValue', true]],
  'in',
  (items, body, { initialValue }) =>
    items.reduce<Value>((value, item) => body(item, value) ?? null, initialValue ?? null),
  () => ['this', 'value'],
);

const arrayElementAt = binary((values, position, name) => {
  if (isNullish(values) || isNullish(position)) return null;
  const index = integerArgument(position, name, 'the index');
  return arrayArgument(values, name).at(index);
});

const slice = variadic(
  ([values, first, second], name) => {
    if (isNullish(values) || isNullish(first) || second === null) return null;
    const array = arrayArgument(values, name);
    const from = integerArgument(first, name, 'the second argument');
    if (second === undefined) return from < 0 ? array.slice(from) : array.slice(0, from);
    const count = integerArgument(second, name, 'the third argument');
    if (count <= 0)
      throw new StoreError('Location28729', `Third argument to ${name} must be positive: ${count}`);
    const start = from < 0 ? Math.max(array.length + from, 0) : from;
    return array.slice(start, start + count);
  },
  2,
  3,
);

const concatenate = variadic((values, name) => {
  if (values.some(isNullish)) return null;
  return values.flatMap((value) => arrayArgument(value, name));
});

const indexOfArray = variadic(
  ([values, wanted, start = 0, end], name) => {
    if (isNullish(values)) return null;
    const array = arrayArgument(values, name);
    const from = integerArgument(start, name, 'the start');
    const to = end === undefined ? array.length : integerArgument(end, name, 'the end');
    for (let i = from; i < Math.min(to, array.length); i++) if (equalValues(array[i], wanted)) return i;
    return -1;
  },
  2,
  4,
);

const range = variadic(
  ([first, second, third = 1], name) => {
    const [start, end, step] = [first, second, third].map((value) =>
      integerArgument(value, name, 'every argument'),
    ) as [number, number, number];
    if (step === 0) throw new StoreError('Location34449', `${name} requires a non-zero step value`);
    const length = Math.max(0, Math.ceil((end - start) / step));
    if (length > MAX_LENGTH)
      throw new StoreError('ExceededMemoryLimit', `${name} would make ${length} numbers`);
    return Array.from({ length }, (_, index) => start + index * step);
  },
  2,
  3,
);

const zip = named(
  ['inputs', 'useLongestLength?', 'defaults?'],
  ({ inputs, useLongestLength, defaults }, name) => {
    if (isNullish(inputs)) return null;
    const lists = arrayArgument(inputs, name);
    if (lists.some(isNullish)) return null;
    const arrays = lists.map((list) => arrayArgument(list, name));
    if (arrays.length === 0)
      throw new StoreError('Location34465', `${name} requires at least one input array`);
    const lengths = arrays.map((array) => array.length);
    const length = isTruthy(useLongestLength) ? Math.max(...lengths) : Math.min(...lengths);
    const fill = Array.isArray(defaults) ? defaults : [];
    return Array.from({ length }, (_, at) => arrays.map((array, which) => array[at] ?? fill[which] ?? null));
  },
);

/** `$firstN`, `$lastN`, `$minN`, `$maxN` of an array. */
function some(choose: (array: readonly Value[], count: number) => Value[]): Operator {
  return named(['input', 'n'], ({ input, n }, name) => {
    if (isNullish(input)) return null;
    const count = integerArgument(n, name, 'n');
    if (count <= 0)
      throw new StoreError('Location5787908', `${name}: 'n' must be greater than 0, found ${count}`);
    return choose(arrayArgument(input, name), count);
  });
}

const present = (array: readonly Value[]) => array.filter((item) => !isNullish(item));

const sortArray: Operator = (operand, scope, compile, name) => {
  const options = namedOperand(
    operand,
    new Map([
      ['input', true],
      ['sortBy', true],
    ]),
    name,
  );
  const input = compile(options.input as Value, scope);
  const compare = elementOrder(options.sortBy as Value, name);
  return (root) => {
    const values = input(root);
    return isNullish(values) ? null : arrayArgument(values, name).toSorted(compare);
  };
};

/** The order of `$sortArray` and `$push` with `$sort`: by fields, or (a number) by the whole element. */
export function elementOrder(order: Value, name: string): (a: Value, b: Value) => number {
  if (isDocument(order)) {
    const compare = compileSort(order);
    return (a, b) => compare(asDocument(a), asDocument(b));
  }
  const direction = isNumeric(order) ? Number(order.toString()) : 0;
  if (direction !== 1 && direction !== -1) {
    throw new StoreError('BadValue', `The ${name} element value must be either 1 or -1`);
  }
  return (a, b) => direction * compareValues(a, b);
}

/** Elements that are no documents sort as if they had none of the fields. */
const asDocument = (value: Value): Document => (isDocument(value) ? value : NO_FIELDS);
const NO_FIELDS: Document = documentOf({});

/** `$minN` and `$maxN` as accumulators and as expressions. */
export const lowest = (array: readonly Value[], count: number) =>
  present(array).sort(compareValues).slice(0, count);
export const highest = (array: readonly Value[], count: number) =>
  present(array)
    .sort((a, b) => compareValues(b, a))
    .slice(0, count);

export const arrays: OperatorTable = {
  $arrayElemAt: arrayElementAt,
  $concatArrays: concatenate,
  $filter: filter,
  $first: unary((value, name) => (isNullish(value) ? null : arrayArgument(value, name).at(0))),
  $last: unary((value, name) => (isNullish(value) ? null : arrayArgument(value, name).at(-1))),
  $firstN: some((array, count) => array.slice(0, count)),
  $lastN: some((array, count) => array.slice(-count)),
  $minN: some(lowest),
  $maxN: some(highest),
  $in: binary((wanted, values, name) => {
    if (!Array.isArray(values)) {
      throw new StoreError(
        'Location40081',
        `${name} requires an array as a second argument, found: ${typeName(values)}`,
      );
    }
    return values.some((value) => equalValues(value, wanted));
  }),
  $indexOfArray: indexOfArray,
  $isArray: unary((value) => Array.isArray(value)),
  $map: map,
  $range: range,
  $reduce: reduce,
  $reverseArray: unary((value, name) => (isNullish(value) ? null : arrayArgument(value, name).toReversed())),
  $size: unary((value, name) => {
    if (!Array.isArray(value)) {
      throw new StoreError(
        'Location17124',
        `The argument to ${name} must be an array, but was of type: ${typeName(value)}`,
      );
    }
    return value.length;
  }),
  $slice: slice,
  $sortArray: sortArray,
  $zip: zip,
};
