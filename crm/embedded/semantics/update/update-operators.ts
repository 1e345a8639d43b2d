/** The update operators on one field (MongoDB manual, "Update Operators"). */
import { BSONRegExp, Timestamp } from 'bson';
import { StoreError } from '../../errors.ts';
import { elementOrder } from '../expressions/arrays.ts';
import { compileMatch } from '../filter/filter.ts';
import { isOperatorDocument, type OperatorContext, operatorTests } from '../filter/filter-operators.ts';
import type { Scope } from '../scope.ts';
import { compareValues, equalValues, keyOf } from '../values/compare.ts';
import { addExactly, multiplyExactly, toInteger } from '../values/numbers.ts';
import {
  createDocument,
  isDocument,
  isInt32,
  isNumeric,
  type Numeric,
  typeName,
  type Value,
} from '../values/value.ts';
import type { Change, Modify } from './update-path.ts';

export interface UpdateOperator {
  readonly onMissing: Change['onMissing'];
  /** @throws StoreError when the operand is wrong */
  compile(operand: Value, path: string, scope: Scope): Modify;
}

const creating = (compile: UpdateOperator['compile']): UpdateOperator => ({ onMissing: 'create', compile });
const existing = (compile: UpdateOperator['compile']): UpdateOperator => ({
  onMissing: 'skipIfViable',
  compile,
});

function arithmetic(
  name: string,
  verb: string,
  onMissing: (operand: Numeric) => Numeric,
  calculate: (value: Numeric, operand: Numeric) => Numeric | undefined,
): UpdateOperator {
  return creating((operand, path) => {
    if (!isNumeric(operand)) {
      throw new StoreError(
        'TypeMismatch',
        `Cannot ${verb} with non-numeric argument: {${path}: ${typeName(operand)}}`,
      );
    }
    return (value, _context, at) => {
      if (value === undefined) return onMissing(operand);
      if (!isNumeric(value)) {
        throw new StoreError(
          'TypeMismatch',
          `Cannot apply ${name} to a value of non-numeric type. The field '${at}' is of type ${typeName(value)}`,
        );
      }
      const result = calculate(value, operand);
      if (result !== undefined) return result;
      throw new StoreError(
        'BadValue',
        `Failed to apply ${name} operations to the value of '${at}': it would overflow a long`,
      );
    };
  });
}

function extreme(direction: 1 | -1): UpdateOperator {
  return creating((operand) => (value) => {
    return value === undefined || direction * compareValues(operand, value) < 0 ? operand : value;
  });
}

const currentDate = creating((operand, path) => {
  const type = isDocument(operand) ? operand.$type : undefined;
  if (operand === true || operand === false || type === 'date') return (_value, { now }) => now;
  if (type === 'timestamp') {
    return (_value, { now }) => new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 });
  }
  throw new StoreError(
    'BadValue',
    `The field '${path}' of $currentDate takes a boolean or {$type: 'date'} or {$type: 'timestamp'}`,
  );
});

function arrayOf(value: Value | undefined, path: string, message: (type: string) => string): Value[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new StoreError('BadValue', message(`'${path}' is of type ${typeName(value)}`));
}

const PUSH_CLAUSES = new Set(['$each', '$slice', '$sort', '$position']);

const push = creating((operand, path) => {
  if (!isDocument(operand) || operand.$each === undefined) {
    return (value, _context, at) => [...arrayOf(value, at, pushMessage), operand];
  }
  for (const clause of Object.keys(operand)) {
    if (!PUSH_CLAUSES.has(clause))
      throw new StoreError('BadValue', `Unrecognized clause in $push: ${clause}`);
  }
  const { $each: each, $slice, $sort, $position } = operand;
  if (!Array.isArray(each)) {
    throw new StoreError(
      'BadValue',
      `The argument to $each in $push must be an array but it was of type: ${typeName(each)}`,
    );
  }
  const slice = wholeClause('$slice', $slice);
  const position = wholeClause('$position', $position);
  const order = $sort === undefined ? undefined : elementOrder(checkedSort($sort, path), '$sort');
  return (value, _context, at) => {
    const array = arrayOf(value, at, pushMessage);
    const before =
      position === undefined ? array.length : position < 0 ? Math.max(array.length + position, 0) : position;
    let next = [...array.slice(0, before), ...each, ...array.slice(before)];
    if (order) next = next.sort(order);
    if (slice !== undefined) next = slice < 0 ? next.slice(slice) : next.slice(0, slice);
    return next.length === array.length &&
      next.every((item, index) => item === array[index]) &&
      value !== undefined
      ? array
      : next;
  };
});

const pushMessage = (what: string) => `The field must be an array but ${what}`;

function checkedSort(sort: Value, path: string): Value {
  if (isDocument(sort) && Object.keys(sort).length === 0) {
    throw new StoreError(
      'BadValue',
      `The $sort pattern of $push to '${path}' is empty when it should be a set of fields.`,
    );
  }
  return sort;
}

function wholeClause(name: string, value: Value | undefined): number | undefined {
  if (value === undefined) return undefined;
  const integer = isNumeric(value) ? toInteger(value) : undefined;
  if (integer !== undefined) return Number(integer);
  throw new StoreError(
    'BadValue',
    `The value for ${name} must be an integer value but was given type: ${typeName(value)}`,
  );
}

const addToSet = creating((operand, _path, { collation }) => {
  const hasEach = isDocument(operand) && Object.keys(operand)[0] === '$each';
  const each = hasEach ? operand.$each : [operand];
  if (!Array.isArray(each)) {
    throw new StoreError(
      'TypeMismatch',
      `The argument to $each in $addToSet must be an array but it was of type ${typeName(each)}`,
    );
  }
  if (hasEach && Object.keys(operand).length > 1) {
    throw new StoreError(
      'BadValue',
      `Found unexpected fields after $each in $addToSet: ${Object.keys(operand)[1]}`,
    );
  }
  return (value, _context, at) => {
    const array = arrayOf(value, at, (what) => `Cannot apply $addToSet to a non-array field: ${what}`);
    const keys = new Set(array.map((item) => keyOf(item, collation)));
    const added = each.filter((item) => {
      const key = keyOf(item, collation);
      return !keys.has(key) && keys.add(key);
    });
    return added.length === 0 && value !== undefined ? array : [...array, ...added];
  };
});

function removal(array: Value | undefined, path: string, name: string, isRemoved: (item: Value) => boolean) {
  if (array === undefined) return undefined;
  const kept = arrayOf(array, path, (what) => `Cannot apply ${name} to a non-array value: ${what}`).filter(
    (item) => !isRemoved(item),
  );
  return kept.length === (array as Value[]).length ? array : kept;
}

const pull = existing((operand, _path, scope) => {
  const isRemoved = pullCondition(operand, scope);
  return (value, _context, at) => removal(value, at, '$pull', isRemoved);
});

function pullCondition(operand: Value, scope: Scope): (item: Value) => boolean {
  const context: OperatorContext = {
    collation: scope.collation,
    compileNested: (filter) => compileMatch(filter, scope),
  };
  if (operand instanceof BSONRegExp) {
    const [tester] = operatorTests('$regex', operand, createDocument(), context);
    return (item) => tester!.test(item);
  }
  if (!isDocument(operand)) return (item) => equalValues(item, operand, scope.collation);
  if (!isOperatorDocument(operand)) {
    const matches = context.compileNested(operand);
    return (item) => isDocument(item) && matches(item);
  }
  const tests = Object.entries(operand).flatMap(([name, value]) =>
    operatorTests(name, value as Value, operand, context),
  );
  return (item) => tests.every(({ test, negated = false }) => test(item) !== negated);
}

const pullAll = existing((operand, _path, { collation }) => {
  if (!Array.isArray(operand)) {
    throw new StoreError(
      'BadValue',
      `$pullAll requires an array argument but was given a ${typeName(operand)}`,
    );
  }
  const keys = new Set(operand.map((item) => keyOf(item, collation)));
  return (value, _context, at) => removal(value, at, '$pullAll', (item) => keys.has(keyOf(item, collation)));
});

const pop = existing((operand, path) => {
  const end = isNumeric(operand) ? toInteger(operand) : undefined;
  if (end !== 1n && end !== -1n) {
    throw new StoreError('FailedToParse', `$pop expects 1 or -1 for '${path}', found: ${typeName(operand)}`);
  }
  return (value, _context, at) => {
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) {
      throw new StoreError(
        'TypeMismatch',
        `Path '${at}' contains an element of non-array type '${typeName(value)}'`,
      );
    }
    if (value.length === 0) return value;
    return end === 1n ? value.slice(0, -1) : value.slice(1);
  };
});

const BITWISE: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
};

const isWholeType = (value: Value | undefined): value is number | bigint =>
  typeof value === 'bigint' || (typeof value === 'number' && isInt32(value));

const bit = creating((operand, path) => {
  const steps = isDocument(operand) ? Object.entries(operand) : [];
  if (steps.length === 0) {
    throw new StoreError(
      'BadValue',
      `The $bit modifier of '${path}' takes an object such as {and: 5}, {or: 5} or {xor: 5}`,
    );
  }
  for (const [name, mask] of steps) {
    if (!Object.hasOwn(BITWISE, name))
      throw new StoreError(
        'BadValue',
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`,
      );
    if (!isWholeType(mask))
      throw new StoreError(
        'BadValue',
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(mask)}' is not supported here`,
      );
  }
  return (value, _context, at) => {
    const start = value === undefined ? 0 : value;
    if (!isWholeType(start)) {
      throw new StoreError(
        'BadValue',
        `Cannot apply $bit to a value of non-integral type. '${at}' has the type ${typeName(start)}`,
      );
    }
    const isLong = typeof start === 'bigint' || steps.some(([, mask]) => typeof mask === 'bigint');
    const result = steps.reduce(
      (bits, [name, mask]) => BITWISE[name]!(bits, BigInt(mask as number | bigint)),
      BigInt(start),
    );
    return isLong ? result : Number(result);
  };
});

/** All but `$rename`, which is about two fields. */
export const UPDATE_OPERATORS: Readonly<Record<string, UpdateOperator>> = {
  $set: creating((operand) => () => operand),
  $setOnInsert: creating((operand) => () => operand),
  $unset: { onMissing: 'skip', compile: () => () => undefined },
  $inc: arithmetic('$inc', 'increment', (operand) => operand, addExactly),
  $mul: arithmetic('$mul', 'multiply', (operand) => multiplyExactly(operand, 0)!, multiplyExactly),
  $min: extreme(1),
  $max: extreme(-1),
  $currentDate: currentDate,
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
  $bit: bit,
};
