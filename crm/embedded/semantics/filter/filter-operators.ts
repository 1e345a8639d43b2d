/** The operators of a query on one field: each is a test of one value, run over all values at the field's path. */
import { BSONRegExp, BSONSymbol, MaxKey, MinKey } from 'bson';
import { StoreError } from '../../errors.ts';
import type { Collation } from '../values/collation.ts';
import { compareValues, equalValues, keyOf, typeOrder } from '../values/compare.ts';
import { isNaNValue, toInteger, toNumber } from '../values/numbers.ts';
import {
  type Document,
  documentOf,
  isDocument,
  isNumeric,
  isTruthy,
  TYPE,
  type TypeName,
  typeOf,
  type Value,
} from '../values/value.ts';
import { bitTest } from './bit-tests.ts';
import { compileRegex, regexOf } from './regex.ts';

/** Where in an array the document matched; what the positional `$` of an update or projection stands for. */
export interface MatchPosition {
  index: number | undefined;
}

export interface ElementTest {
  /** `$elemMatch` notes in `position` the element it found. */
  readonly test: (value: Value | undefined, position?: MatchPosition) => boolean;
  /** Whether an array at the end of the path is tested by its elements too. */
  readonly leafArrays: boolean;
  /** Whether the document matches when no value passes the test. */
  readonly negated?: boolean;
}

export interface OperatorContext {
  readonly collation: Collation;
  /** Compiles a filter on the documents of an array. */
  readonly compileNested: (filter: Document) => (document: Document) => boolean;
}

/** True for `{ $gt: 1 }`: an operand that is operators rather than a document to equal. */
export function isOperatorDocument(operand: Document): boolean {
  for (const name in operand)
    return name.startsWith('$') && name !== '$ref' && name !== '$id' && name !== '$db';
  return false;
}

/**
 * The tests, all of which must hold, of one operator.
 * @param siblings the operators beside this one (`$options` beside `$regex`)
 */
export function operatorTests(
  operator: string,
  operand: Value,
  siblings: Document,
  context: OperatorContext,
): ElementTest[] {
  if (operator === '$options') {
    if (siblings.$regex === undefined) throw new StoreError('BadValue', '$options needs a $regex');
    return [];
  }
  if (operator !== '$all') return [compileOperator(operator, operand, siblings, context)];
  if (!Array.isArray(operand)) throw new StoreError('BadValue', '$all needs an array');
  if (operand.length === 0) return [{ test: () => false, leafArrays: false }];
  return operand.map((item) => {
    if (item instanceof BSONRegExp) return compileOperator('$regex', item, EMPTY, context);
    if (!isDocument(item) || !isOperatorDocument(item)) return compileOperator('$eq', item, EMPTY, context);
    if (item.$elemMatch === undefined) throw new StoreError('BadValue', 'no $ expressions in $all');
    return compileOperator('$elemMatch', item.$elemMatch, EMPTY, context);
  });
}

const EMPTY: Document = {};

function compileOperator(
  operator: string,
  operand: Value,
  siblings: Document,
  context: OperatorContext,
): ElementTest {
  switch (operator) {
    case '$eq':
      return { test: equality(operand, context), leafArrays: true };
    case '$ne':
      if (operand instanceof BSONRegExp) throw new StoreError('BadValue', "Can't have regex as arg to $ne.");
      return { test: equality(operand, context), leafArrays: true, negated: true };
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return { test: comparison(operator, operand, context), leafArrays: true };
    case '$in':
      return { test: membership(operator, operand, context), leafArrays: true };
    case '$nin':
      return { test: membership(operator, operand, context), leafArrays: true, negated: true };
    case '$exists':
      return { test: (value) => value !== undefined, leafArrays: false, negated: !isTruthy(operand) };
    case '$type':
      return { test: typeTest(operand), leafArrays: true };
    case '$regex':
      return { test: regexTest(operand, siblings.$options), leafArrays: true };
    case '$mod':
      return { test: modulo(operand), leafArrays: true };
    case '$size':
      return { test: sizeTest(operand), leafArrays: false };
    case '$not':
      return negation(operand, context);
    case '$elemMatch':
      return { test: elementMatch(operand, context), leafArrays: false };
    case '$bitsAllSet':
    case '$bitsAnySet':
    case '$bitsAllClear':
    case '$bitsAnyClear':
      return { test: bitTest(operator, operand), leafArrays: true };
    default:
      throw new StoreError('BadValue', `unknown operator: ${operator}`);
  }
}

type Predicate = (value: Value | undefined) => boolean;

function equality(operand: Value, { collation }: OperatorContext): Predicate {
  if (operand === null) return (value) => value === null || value === undefined;
  return (value) => value !== undefined && equalValues(operand, value, collation);
}

function comparison(
  operator: '$gt' | '$gte' | '$lt' | '$lte',
  operand: Value,
  { collation }: OperatorContext,
): Predicate {
  if (operand instanceof BSONRegExp) {
    throw new StoreError('BadValue', `Can't have RegEx as arg to predicate over field with ${operator}.`);
  }
  const includesEqual = operator === '$gte' || operator === '$lte';
  if (operand === null) return (value) => includesEqual && (value === null || value === undefined);
  if (isNaNValue(operand)) return (value) => includesEqual && isNaNValue(value);
  const sign = operator.startsWith('$g') ? 1 : -1;
  const acceptable = (order: number) => order * sign > 0 || (includesEqual && order === 0);
  if (operand instanceof MinKey || operand instanceof MaxKey) {
    return (value) => value !== undefined && acceptable(compareValues(value, operand, collation));
  }
  const bracket = typeOrder(operand);
  return (value) =>
    value !== undefined &&
    typeOrder(value) === bracket &&
    !isNaNValue(value) &&
    acceptable(compareValues(value, operand, collation));
}

function membership(operator: string, operand: Value, { collation }: OperatorContext): Predicate {
  if (!Array.isArray(operand)) throw new StoreError('BadValue', `${operator} needs an array`);
  const keys = new Set<unknown>();
  const patterns: Predicate[] = [];
  for (const item of operand) {
    if (isDocument(item) && isOperatorDocument(item)) {
      throw new StoreError('BadValue', `cannot nest $ under ${operator}`);
    }
    keys.add(keyOf(item, collation));
    if (item instanceof BSONRegExp) patterns.push(regexTest(item, undefined));
  }
  return (value) => keys.has(keyOf(value ?? null, collation)) || patterns.some((matches) => matches(value));
}

const TYPE_NUMBERS = new Set<number>(Object.values(TYPE).filter((number) => number !== TYPE.missing));

function typeTest(operand: Value): Predicate {
  const types = new Set<number>();
  const list = Array.isArray(operand) ? operand : [operand];
  if (list.length === 0) throw new StoreError('FailedToParse', '$type must match at least one type');
  for (const item of list) {
    if (item === 'number') {
      for (const type of [TYPE.int, TYPE.long, TYPE.double, TYPE.decimal]) types.add(type);
    } else {
      types.add(typeNumber(item));
    }
  }
  return (value) => value !== undefined && types.has(typeOf(value));
}

function typeNumber(item: Value): number {
  if (typeof item === 'string') {
    if (item !== 'missing' && Object.hasOwn(TYPE, item)) return TYPE[item as TypeName];
    throw new StoreError('BadValue', `Unknown type name alias: ${item}`);
  }
  const number = isNumeric(item) ? toNumber(item) : undefined;
  if (number !== undefined && TYPE_NUMBERS.has(number)) return number;
  if (number === undefined)
    throw new StoreError('TypeMismatch', 'type must be represented as a number or a string');
  throw new StoreError('BadValue', `Invalid numerical type code: ${number}`);
}

function regexTest(operand: Value, options: Value | undefined): Predicate {
  if (options !== undefined && typeof options !== 'string') {
    throw new StoreError('BadValue', '$options has to be a string');
  }
  let pattern: RegExp;
  if (operand instanceof BSONRegExp) {
    if (options && operand.options)
      throw new StoreError('Location51075', 'options set in both $regex and $options');
    pattern = compileRegex(operand.pattern, options || operand.options);
  } else if (typeof operand === 'string') {
    pattern = compileRegex(operand, options ?? '');
  } else {
    throw new StoreError('BadValue', '$regex has to be a string');
  }
  return (value) => {
    if (typeof value === 'string') return pattern.test(value);
    if (value instanceof BSONSymbol) return pattern.test(value.value);
    return value instanceof BSONRegExp && String(regexOf(value)) === String(pattern);
  };
}

function modulo(operand: Value): Predicate {
  if (!Array.isArray(operand)) throw new StoreError('BadValue', 'malformed mod, needs to be an array');
  if (operand.length < 2) throw new StoreError('BadValue', 'malformed mod, not enough elements');
  if (operand.length > 2) throw new StoreError('BadValue', 'malformed mod, too many elements');
  const [divisor, remainder] = operand.map(wholeNumber);
  if (divisor === undefined) throw new StoreError('BadValue', 'malformed mod, divisor not a number');
  if (remainder === undefined) throw new StoreError('BadValue', 'malformed mod, remainder not a number');
  if (divisor === 0n) throw new StoreError('BadValue', 'divisor cannot be 0');
  return (value) => {
    const number = wholeNumber(value);
    return number !== undefined && number % divisor === remainder;
  };
}

/** A number cut to an integer, as `$mod` takes it. */
function wholeNumber(value: Value | undefined): bigint | undefined {
  if (!isNumeric(value)) return undefined;
  const exact = toInteger(value);
  if (exact !== undefined) return exact;
  const number = Math.trunc(toNumber(value));
  return Number.isFinite(number) ? BigInt(number) : undefined;
}

function sizeTest(operand: Value): Predicate {
  const size = toInteger(operand);
  if (size === undefined) {
    throw new StoreError('BadValue', 'Failed to parse $size. Expected a number that is an integer.');
  }
  if (size < 0n)
    throw new StoreError('BadValue', `Failed to parse $size. Expected a non-negative number: ${size}`);
  return (value) => Array.isArray(value) && value.length === Number(size);
}

/** `$not` of one value; on a path with several values the filter itself negates the whole. */
function negation(operand: Value, context: OperatorContext): ElementTest {
  if (operand instanceof BSONRegExp)
    return { test: regexTest(operand, undefined), leafArrays: true, negated: true };
  if (!isDocument(operand)) throw new StoreError('BadValue', '$not needs a regex or a document');
  if (Object.keys(operand).length === 0) throw new StoreError('BadValue', '$not cannot be empty');
  return { test: allOf(operand, context), leafArrays: false, negated: true };
}

function allOf(operators: Document, context: OperatorContext): Predicate {
  const tests = Object.entries(operators).flatMap(([name, operand]) =>
    operatorTests(name, operand as Value, operators, context),
  );
  return (value) => tests.every(({ test, negated = false }) => test(value) !== negated);
}

const LOGICAL = new Set(['$and', '$or', '$nor', '$expr', '$where']);

function elementMatch(operand: Value, context: OperatorContext): ElementTest['test'] {
  if (!isDocument(operand)) throw new StoreError('BadValue', '$elemMatch needs an Object');
  const first = Object.keys(operand)[0];
  const matches =
    first?.startsWith('$') && !LOGICAL.has(first)
      ? allOf(operand, context)
      : onContainers(context.compileNested(operand));
  return (value, position) => {
    if (!Array.isArray(value)) return false;
    const index = value.findIndex(matches);
    if (index >= 0 && position) position.index = index;
    return index >= 0;
  };
}

/** An array inside the array is matched as a document with its indexes as names. */
function onContainers(matches: (document: Document) => boolean): Predicate {
  return (value) => {
    if (Array.isArray(value)) return matches(documentOf(Object.fromEntries(value.entries())));
    return isDocument(value) && matches(value);
  };
}
