/** Aggregation expressions, compiled to closures (MongoDB manual, "Aggregation Operators"). */
import { StoreError } from '../errors.ts';
import { accumulatorExpressions } from './expressions/accumulators.ts';
import { arithmetic } from './expressions/arithmetic.ts';
import { arrays } from './expressions/arrays.ts';
import { conversion } from './expressions/conversion.ts';
import { dates } from './expressions/dates.ts';
import { logic } from './expressions/logic.ts';
import { objects } from './expressions/objects.ts';
import type { OperatorTable } from './expressions/operator.ts';
import { sets } from './expressions/sets.ts';
import { strings } from './expressions/strings.ts';
import { variables } from './expressions/variables.ts';
import { splitPath } from './paths.ts';
import { type Expression, Scope } from './scope.ts';
import { BINARY, type Collation } from './values/collation.ts';
import { createDocument, type Document, isDocument, type Value } from './values/value.ts';

const OPERATORS: OperatorTable = Object.assign(Object.create(null), {
  ...accumulatorExpressions,
  ...arithmetic,
  ...arrays,
  ...conversion,
  ...dates,
  ...logic,
  ...objects,
  ...sets,
  ...strings,
  ...variables,
});

/** They compare text, but only as bytes. */
const BINARY_ONLY = new Set([
  ...Object.keys(sets),
  '$in',
  '$indexOfArray',
  '$max',
  '$maxN',
  '$min',
  '$minN',
  '$sortArray',
]);

/** @throws StoreError InvalidPipelineOperator for an operator it does not know, and others of MongoDB's codes */
export function compileExpression(specification: Value, scope: Scope): Expression {
  if (typeof specification === 'string') return compileString(specification, scope);
  if (Array.isArray(specification)) {
    const items = specification.map((item) => compileExpression(item, scope));
    return (root) => items.map((item) => item(root) ?? null);
  }
  if (isDocument(specification)) return compileDocument(specification, scope);
  return () => specification;
}

/** What the expressions of a command depend on besides the documents. */
export interface CommandOptions {
  /** The value of `$$NOW`. */
  readonly now: Date;
  /** `let` of the command: variables, as expressions without fields. */
  readonly let?: Readonly<Record<string, Value>>;
  /** Uniform in [0, 1), for `$rand` and `$sample`. */
  readonly random?: () => number;
  /** How text compares; as bytes if absent. */
  readonly collation?: Collation | undefined;
}

function noRandomness(): never {
  throw new StoreError('CommandNotSupported', 'Random numbers are not supported in this place.');
}

export function newScope(options: CommandOptions): Scope {
  const { now, let: variables = {}, random = noRandomness, collation = BINARY } = options;
  const system = new Map([
    ['NOW', { value: now }],
    ['REMOVE', { value: undefined }],
  ]);
  const scope = new Scope(system, { random, collation });
  const noFields = createDocument();
  const own = Object.entries(variables).map(([name, value]) => [
    name,
    { value: compileExpression(value, scope.detached())(noFields) },
  ]);
  return scope.with(Object.fromEntries(own));
}

function compileString(text: string, scope: Scope): Expression {
  if (!text.startsWith('$')) return () => text;
  return text.startsWith('$$')
    ? compileVariable(text.slice(2), scope)
    : compileFieldPath(text.slice(1), scope);
}

function compileVariable(text: string, scope: Scope): Expression {
  const [name = '', ...path] = text.split('.');
  if (name === 'ROOT' || name === 'CURRENT') {
    if (path.length > 0) return compileFieldPath(path.join('.'), scope);
    scope.references.addAll();
    return (root) => root;
  }
  if (name === '') throw new StoreError('FailedToParse', 'empty variable names are not allowed');
  const variable = scope.variable(name);
  if (path.length === 0) return () => variable.value;
  checkNames(path);
  return () => valueAt(variable.value, path, 0);
}

/** `a.b` of the document; through arrays it gives the array of what their documents hold. */
export function compileFieldPath(path: string, scope: Scope): Expression {
  const parts = splitPath(path);
  checkNames(parts);
  scope.references.addPath(path);
  const [first = '', second] = parts;
  if (second === undefined) return (root) => root[first];
  return (root) => valueAt(root[first], parts, 1);
}

function checkNames(parts: readonly string[]): void {
  for (const part of parts) {
    if (part === '') throw new StoreError('Location40352', 'FieldPath must not contain an empty field name.');
    if (part.startsWith('$')) {
      throw new StoreError(
        'Location16410',
        `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
      );
    }
  }
}

function valueAt(value: Value | undefined, parts: readonly string[], at: number): Value | undefined {
  if (at === parts.length) return value;
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const found = isDocument(item) ? valueAt(item[parts[at]!], parts, at + 1) : undefined;
      return found === undefined ? [] : [found];
    });
  }
  return isDocument(value) ? valueAt(value[parts[at]!], parts, at + 1) : undefined;
}

function compileDocument(specification: Document, scope: Scope): Expression {
  const names = Object.keys(specification);
  const [first] = names;
  if (first?.startsWith('$')) {
    if (names.length !== 1) {
      throw new StoreError(
        'Location15983',
        `An object representing an expression must have exactly one field: ${names.join(', ')}`,
      );
    }
    const operator = OPERATORS[first];
    if (operator === undefined)
      throw new StoreError('InvalidPipelineOperator', `Unrecognized expression '${first}'`);
    if (scope.collation !== BINARY && BINARY_ONLY.has(first)) {
      throw new StoreError(
        'CommandNotSupported',
        `${first} under a collation is not supported by the embedded store.`,
      );
    }
    return operator(specification[first] as Value, scope, compileExpression, first);
  }
  const fields = names.map((name) => {
    if (name.includes('.'))
      throw new StoreError(
        'Location16412',
        `FieldPath field names may not contain '.'. Consider using $getField or $setField.`,
      );
    checkNames([name || ' ']);
    return [name, compileExpression(specification[name] as Value, scope)] as const;
  });
  return (root) => {
    const document = createDocument();
    for (const [name, expression] of fields) {
      const value = expression(root);
      if (value !== undefined) document[name] = value;
    }
    return document;
  };
}
