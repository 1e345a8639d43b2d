/** Comparison, boolean and conditional operators. */
import { StoreError } from '../../errors.ts';
import type { Expression } from '../scope.ts';
import { compareValues } from '../values/compare.ts';
import { isDocument, isTruthy, type Value } from '../values/value.ts';
import {
  compileArguments,
  isNullish,
  namedOperand,
  type Operator,
  type OperatorTable,
  unary,
} from './operator.ts';

const CONDITION_ARGUMENTS = new Map([
  ['if', true],
  ['then', true],
  ['else', true],
]);

const condition: Operator = (operand, scope, compile, name) => {
  const parts = isDocument(operand)
    ? [...CONDITION_ARGUMENTS.keys()].map(
        (key) => namedOperand(operand, CONDITION_ARGUMENTS, name)[key] as Value,
      )
    : operand;
  const [test, then, otherwise] = compileArguments(parts, scope, compile, name, 3) as [
    Expression,
    Expression,
    Expression,
  ];
  return (root) => (isTruthy(test(root)) ? then(root) : otherwise(root));
};

const switchOperator: Operator = (operand, scope, compile) => {
  if (!isDocument(operand))
    throw new StoreError('Location40060', '$switch requires an object as an argument');
  const { branches, default: fallback } = operand;
  if (!Array.isArray(branches))
    throw new StoreError('Location40061', "$switch expected an array for 'branches'");
  if (branches.length === 0) throw new StoreError('Location40068', '$switch requires at least one branch');
  const compiled = branches.map((branch) => {
    if (!isDocument(branch))
      throw new StoreError('Location40062', '$switch expected each branch to be an object');
    const { case: test, then } = branch;
    if (test === undefined || then === undefined) {
      throw new StoreError('Location40067', "$switch requires each branch to have a 'case' and a 'then'");
    }
    return [compile(test, scope), compile(then, scope)] as const;
  });
  const otherwise = fallback === undefined ? undefined : compile(fallback, scope);
  return (root) => {
    for (const [test, then] of compiled) if (isTruthy(test(root))) return then(root);
    if (otherwise) return otherwise(root);
    throw new StoreError(
      'Location40066',
      '$switch could not find a matching branch for an input, and no default was specified.',
    );
  };
};

const lazily =
  (decide: (items: readonly Expression[]) => Expression): Operator =>
  (operand, scope, compile, name) =>
    decide(compileArguments(operand, scope, compile, name, 0, Number.POSITIVE_INFINITY));

const comparison =
  (decide: (order: number) => Value): Operator =>
  (operand, scope, compile, name) => {
    const [left, right] = compileArguments(operand, scope, compile, name, 2) as [Expression, Expression];
    const { collation } = scope;
    return (root) => decide(compareValues(left(root), right(root), collation));
  };

export const logic: OperatorTable = {
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $cmp: comparison(Math.sign),
  $and: lazily((items) => (root) => items.every((item) => isTruthy(item(root)))),
  $or: lazily((items) => (root) => items.some((item) => isTruthy(item(root)))),
  $not: unary((value) => !isTruthy(value)),
  $cond: condition,
  $switch: switchOperator,
  $ifNull: (operand, scope, compile, name) => {
    if (!Array.isArray(operand) || operand.length < 2) {
      throw new StoreError('Location1257300', '$ifNull needs at least two arguments');
    }
    const items = compileArguments(operand, scope, compile, name, 2, Number.POSITIVE_INFINITY);
    const last = items.pop()!;
    return (root) => {
      for (const item of items) {
        const value = item(root);
        if (!isNullish(value)) return value;
      }
      return last(root);
    };
  },
};
