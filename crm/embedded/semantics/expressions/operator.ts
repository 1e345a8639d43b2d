/** How the operators of the expression language are written down: tables of name to compiler. */
import { StoreError } from '../../errors.ts';
import type { Expression, Scope } from '../scope.ts';
import { toInteger } from '../values/numbers.ts';
import { type Document, isDocument, isNumeric, typeName, type Value } from '../values/value.ts';

export type Compile = (specification: Value, scope: Scope) => Expression;
/** Compiles one operator's operand. */
export type Operator = (operand: Value, scope: Scope, compile: Compile, name: string) => Expression;
export type OperatorTable = Readonly<Record<string, Operator>>;

type Argument = Value | undefined;

/** An operand that is a list of `min` to `max` expressions; a single one may stand without the list. */
export function compileArguments(
  operand: Value,
  scope: Scope,
  compile: Compile,
  name: string,
  min: number,
  max = min,
): Expression[] {
  const list = Array.isArray(operand) ? operand : [operand];
  if (list.length < min || list.length > max) {
    const wanted = min === max ? `exactly ${min}` : `at least ${min} arguments, and at most ${max}`;
    throw new StoreError(
      min === max ? 'Location16020' : 'Location28667',
      `Expression ${name} takes ${wanted} arguments. ${list.length} were passed in.`,
    );
  }
  return list.map((item) => compile(item, scope));
}

export function unary(calculate: (value: Argument, name: string) => Argument): Operator {
  return (operand, scope, compile, name) => {
    const [argument] = compileArguments(operand, scope, compile, name, 1) as [Expression];
    return (root) => calculate(argument(root), name);
  };
}

export function binary(calculate: (left: Argument, right: Argument, name: string) => Argument): Operator {
  return (operand, scope, compile, name) => {
    const [left, right] = compileArguments(operand, scope, compile, name, 2) as [Expression, Expression];
    return (root) => calculate(left(root), right(root), name);
  };
}

export function variadic(
  calculate: (values: Argument[], name: string) => Argument,
  min = 0,
  max = Number.POSITIVE_INFINITY,
): Operator {
  return (operand, scope, compile, name) => {
    const items = compileArguments(operand, scope, compile, name, min, max);
    return (root) =>
      calculate(
        items.map((item) => item(root)),
        name,
      );
  };
}

/**
 * An operand with named arguments, each an expression.
 * @param names argument names; those ending in `?` may be left out
 */
export function named(
  names: readonly string[],
  calculate: (values: Readonly<Record<string, Argument>>, name: string) => Argument,
): Operator {
  const allowed = new Map(names.map((name) => [name.replace('?', ''), !name.endsWith('?')]));
  return (operand, scope, compile, name) => {
    const compiled = Object.entries(namedOperand(operand, allowed, name)).map(
      ([key, value]) => [key, compile(value as Value, scope)] as const,
    );
    return (root) =>
      calculate(Object.fromEntries(compiled.map(([key, expression]) => [key, expression(root)])), name);
  };
}

/** Checks an operand document against its argument names (name to whether it is required). */
export function namedOperand(operand: Value, allowed: ReadonlyMap<string, boolean>, name: string): Document {
  if (!isDocument(operand)) {
    throw new StoreError('FailedToParse', `${name} only supports an object as its argument`);
  }
  for (const key of Object.keys(operand)) {
    if (!allowed.has(key)) throw new StoreError('FailedToParse', `Unrecognized argument to ${name}: ${key}`);
  }
  for (const [key, required] of allowed) {
    if (required && operand[key] === undefined) {
      throw new StoreError('FailedToParse', `Missing '${key}' parameter to ${name}`);
    }
  }
  return operand;
}

export function isNullish(value: Argument): value is null | undefined {
  return value === null || value === undefined;
}

export function wrongType(
  name: string,
  wanted: string,
  value: Argument,
  code: `Location${number}`,
): StoreError {
  return new StoreError(code, `${name} only supports ${wanted}, not ${typeName(value)}`);
}

/** An argument that must be a whole number in the range of a JavaScript array index or size. */
export function integerArgument(value: Argument, name: string, what: string): number {
  const integer = isNumeric(value) ? toInteger(value) : undefined;
  if (integer === undefined || integer < -2147483648n || integer > 2147483647n) {
    throw new StoreError(
      'Location40096',
      `${name} requires ${what} to be an integer that fits in 32 bits, found ${typeName(value)}`,
    );
  }
  return Number(integer);
}

export function arrayArgument(value: Argument, name: string): Value[] {
  if (!Array.isArray(value))
    throw new StoreError('Location28651', `The argument to ${name} must be an array, not ${typeName(value)}`);
  return value;
}

export function stringArgument(value: Argument, name: string, what = 'argument'): string {
  if (typeof value !== 'string') {
    throw new StoreError(
      'Location51276',
      `${name} requires its ${what} to be a string, found: ${typeName(value)}`,
    );
  }
  return value;
}
