/** Accumulators of `$group`, `$bucket` and `$setWindowFields` (MongoDB manual, "Accumulators"). */
import { StoreError } from '../errors.ts';
import { highest, lowest } from './expressions/arrays.ts';
import { mergeObjects } from './expressions/objects.ts';
import type { Expression, Scope } from './scope.ts';
import { compileSort } from './sort.ts';
import { BINARY } from './values/collation.ts';
import { compareValues, keyOf } from './values/compare.ts';
import { divide, toInteger, toNumber } from './values/numbers.ts';
import { Sum } from './values/sum.ts';
import { type Document, double, isDocument, isNumeric, type Value } from './values/value.ts';

export interface Accumulator {
  add(document: Document): void;
  result(): Value;
}

/** Makes a fresh accumulator for each group. */
export type NewAccumulator = () => Accumulator;
type Compile = (specification: Value, scope: Scope) => Expression;

function average(sum: Sum): Value {
  if (sum.count === 0) return null;
  return divide(sum.total(), sum.count);
}

/** Welford's method; null when there are too few numbers. */
class Deviation {
  private count = 0;
  private mean = 0;
  private squares = 0;

  add(value: Value | undefined): void {
    if (!isNumeric(value)) return;
    const x = toNumber(value);
    this.count++;
    const delta = x - this.mean;
    this.mean += delta / this.count;
    this.squares += delta * (x - this.mean);
  }

  result(isSample: boolean): Value {
    const freedom = isSample ? this.count - 1 : this.count;
    return freedom <= 0 ? null : double(Math.sqrt(this.squares / freedom));
  }
}

type Factory = (argument: Expression) => NewAccumulator;

const summing =
  (result: (sum: Sum) => Value): Factory =>
  (argument) =>
  () => {
    const sum = new Sum();
    return { add: (document) => sum.add(argument(document)), result: () => result(sum) };
  };

const deviation =
  (isSample: boolean): Factory =>
  (argument) =>
  () => {
    const state = new Deviation();
    return { add: (document) => state.add(argument(document)), result: () => state.result(isSample) };
  };

/** Null and missing never win. */
const extreme =
  (direction: 1 | -1): Factory =>
  (argument) =>
  () => {
    let best: Value | undefined;
    return {
      add: (document) => {
        const value = argument(document);
        if (value === undefined || value === null) return;
        if (best === undefined || direction * compareValues(value, best) < 0) best = value;
      },
      result: () => best ?? null,
    };
  };

const collecting =
  (result: (values: Value[]) => Value, skipsMissing: boolean): Factory =>
  (argument) =>
  () => {
    const values: Value[] = [];
    return {
      add: (document) => {
        const value = argument(document);
        if (value !== undefined || !skipsMissing) values.push(value ?? null);
      },
      result: () => result(values),
    };
  };

const UNARY: Readonly<Record<string, Factory>> = {
  $sum: summing((sum) => sum.total()),
  $avg: summing(average),
  $min: extreme(1),
  $max: extreme(-1),
  $stdDevPop: deviation(false),
  $stdDevSamp: deviation(true),
  $push: collecting((values) => values, true),
  $mergeObjects: collecting(mergeObjects, true),
  $addToSet: (argument) => () => {
    const values = new Map<unknown, Value>();
    return {
      add: (document) => {
        const value = argument(document);
        if (value === undefined) return;
        const key = keyOf(value);
        if (!values.has(key)) values.set(key, value);
      },
      result: () => [...values.values()],
    };
  },
  $first: (argument) => () => {
    let value: Value | undefined;
    let isFirst = true;
    return {
      add: (document) => {
        if (isFirst) value = argument(document);
        isFirst = false;
      },
      result: () => value ?? null,
    };
  },
  $last: (argument) => () => {
    let value: Value | undefined;
    return {
      add: (document) => {
        value = argument(document);
      },
      result: () => value ?? null,
    };
  },
};

const CHOOSE: Readonly<Record<string, (values: readonly Value[], count: number) => Value[]>> = {
  $firstN: (values, count) => values.slice(0, count),
  $lastN: (values, count) => values.slice(-count),
  $minN: lowest,
  $maxN: highest,
};

/** They compare text, but only as bytes. */
const BINARY_ONLY = new Set(['$addToSet', '$max', '$maxN', '$min', '$minN']);

/** @throws StoreError for an accumulator it does not know (Location15952) or a wrong operand */
export function compileAccumulator(
  name: string,
  operand: Value,
  scope: Scope,
  compile: Compile,
): NewAccumulator {
  if (scope.collation !== BINARY && BINARY_ONLY.has(name)) {
    throw new StoreError(
      'CommandNotSupported',
      `${name} under a collation is not supported by the embedded store.`,
    );
  }
  const factory = UNARY[name];
  if (Object.hasOwn(UNARY, name) && factory) {
    if (Array.isArray(operand))
      throw new StoreError('Location40237', `The ${name} accumulator is a unary operator`);
    return factory(compile(operand, scope));
  }
  if (name === '$count') {
    if (!isDocument(operand) || Object.keys(operand).length > 0) {
      throw new StoreError('TypeMismatch', '$count takes no arguments, i.e. $count:{}');
    }
    return summing((sum) => sum.total())(() => 1);
  }
  const choose = Object.hasOwn(CHOOSE, name) ? CHOOSE[name] : undefined;
  if (choose) {
    const { input, n } = namedFields(name, operand, ['input', 'n']);
    const count = countOf(name, n as Value, scope, compile);
    return collecting((values) => choose(values, count), false)(compile(input as Value, scope));
  }
  if (/^\$(top|bottom)N?$/.test(name)) return compileTop(name, operand, scope, compile);
  throw new StoreError('Location15952', `unknown group operator '${name}'`);
}

function compileTop(name: string, operand: Value, scope: Scope, compile: Compile): NewAccumulator {
  const isMany = name.endsWith('N');
  const { sortBy, output, n } = namedFields(
    name,
    operand,
    isMany ? ['sortBy', 'output', 'n'] : ['sortBy', 'output'],
  );
  if (!isDocument(sortBy)) throw new StoreError('Location10065', `${name} requires 'sortBy' to be an object`);
  const compare = compileSort(sortBy, scope.collation);
  for (const path of Object.keys(sortBy)) scope.references.addPath(path);
  const value = compile(output as Value, scope);
  const count = isMany ? countOf(name, n as Value, scope, compile) : 1;
  return () => {
    const documents: Document[] = [];
    return {
      add: (document) => documents.push(document),
      result: () => {
        const sorted = documents.sort(compare);
        const chosen = name.startsWith('$top') ? sorted.slice(0, count) : sorted.slice(-count);
        const values = chosen.map((document) => value(document) ?? null);
        return isMany ? values : (values[0] ?? null);
      },
    };
  };
}

function namedFields(name: string, operand: Value, fields: readonly string[]): Document {
  if (!isDocument(operand))
    throw new StoreError('Location5788001', `${name} requires an object as its argument`);
  for (const key of Object.keys(operand)) {
    if (!fields.includes(key))
      throw new StoreError('Location5788002', `Unknown argument for ${name}: ${key}`);
  }
  for (const key of fields) {
    if (operand[key] === undefined)
      throw new StoreError('Location5788003', `Missing value for '${key}' in ${name}`);
  }
  return operand;
}

function countOf(name: string, operand: Value, scope: Scope, compile: Compile): number {
  const value = compile(operand, scope.detached())({});
  const count = value !== undefined && isNumeric(value) ? toInteger(value) : undefined;
  if (count === undefined || count <= 0n) {
    throw new StoreError('Location5787908', `${name}: 'n' must be a constant integer greater than 0`);
  }
  return Number(count);
}
