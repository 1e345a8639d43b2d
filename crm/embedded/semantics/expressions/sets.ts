/** Set operators: arrays without order or duplicates. */
import { keyOf } from '../values/compare.ts';
import { isTruthy, type Value } from '../values/value.ts';
import { arrayArgument, binary, isNullish, type OperatorTable, unary, variadic } from './operator.ts';

const keysOf = (array: readonly Value[]) => new Set(array.map((value) => keyOf(value)));

/** The array without repetitions, first occurrences kept. */
export function distinctValues(array: readonly Value[]): Value[] {
  const seen = new Set<unknown>();
  return array.filter((value) => {
    const key = keyOf(value);
    return !seen.has(key) && seen.add(key);
  });
}

const isSubset = (left: ReadonlySet<unknown>, right: ReadonlySet<unknown>) =>
  [...left].every((key) => right.has(key));

export const sets: OperatorTable = {
  $setUnion: variadic((values, name) => {
    if (values.some(isNullish)) return null;
    return distinctValues(values.flatMap((value) => arrayArgument(value, name)));
  }),
  $setIntersection: variadic((values, name) => {
    if (values.some(isNullish)) return null;
    const [first = [], ...others] = values.map((value) => arrayArgument(value, name));
    const keys = others.map(keysOf);
    return distinctValues(first.filter((value) => keys.every((set) => set.has(keyOf(value)))));
  }),
  $setDifference: binary((left, right, name) => {
    if (isNullish(left) || isNullish(right)) return null;
    const excluded = keysOf(arrayArgument(right, name));
    return distinctValues(arrayArgument(left, name).filter((value) => !excluded.has(keyOf(value))));
  }),
  $setEquals: variadic((values, name) => {
    const [first, ...others] = values.map((value) => keysOf(arrayArgument(value, name)));
    return others.every((set) => isSubset(first!, set) && isSubset(set, first!));
  }, 2),
  $setIsSubset: binary((left, right, name) =>
    isSubset(keysOf(arrayArgument(left, name)), keysOf(arrayArgument(right, name))),
  ),
  $anyElementTrue: unary((value, name) => arrayArgument(value, name).some(isTruthy)),
  $allElementsTrue: unary((value, name) => arrayArgument(value, name).every(isTruthy)),
};
