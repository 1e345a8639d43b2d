/** Queries, compiled once to closures and then run over documents (MongoDB manual, "Query Predicates"). */
import { BSONRegExp } from 'bson';
import { StoreError } from '../../errors.ts';
import { type CommandOptions, compileExpression, newScope } from '../expression.ts';
import { splitPath, visitPath } from '../paths.ts';
import type { Scope } from '../scope.ts';
import { equalValues } from '../values/compare.ts';
import { type Document, documentOf, isDocument, isTruthy, type Value } from '../values/value.ts';
import {
  type ElementTest,
  isOperatorDocument,
  type MatchPosition,
  type OperatorContext,
  operatorTests,
} from './filter-operators.ts';

export type { MatchPosition };

/** A condition on one path that every matching document satisfies: what a planner can look up in an index. */
export interface Conjunct {
  readonly path: string;
  readonly operator: '$eq' | '$in' | '$gt' | '$gte' | '$lt' | '$lte' | '$exists' | '$type' | '$regex';
  readonly operand: Value;
}

export interface Filter {
  matches(document: Document, position?: MatchPosition): boolean;
  /** The top-level conjunction, as far as it consists of simple conditions. */
  readonly conjuncts: readonly Conjunct[];
  /** Every `$or` of the top-level conjunction, by what each of its branches asks for at least. */
  readonly disjunctions: readonly (readonly (readonly Conjunct[])[])[];
  /** The top-level fields it reads; null when it may read any. */
  readonly fields: ReadonlySet<string> | null;
}

type Test = (document: Document, position: MatchPosition | undefined) => boolean;

const INDEXABLE = new Set<string>(['$eq', '$in', '$gt', '$gte', '$lt', '$lte', '$exists', '$type', '$regex']);

/** @throws StoreError BadValue and others, with MongoDB's codes, for a filter it can't or won't run */
export function compileFilter(filter: Document, options: CommandOptions): Filter {
  const context = newContext(newScope(options));
  const test = compileConjunction(filter, context, true);
  return {
    matches: (document, position) => test(document, position),
    conjuncts: context.conjuncts,
    disjunctions: context.disjunctions,
    fields: context.scope.references.fields(),
  };
}

/** For pipelines, whose variables are in a scope already. */
export function compileMatch(filter: Document, scope: Scope): (document: Document) => boolean {
  const test = compileConjunction(filter, newContext(scope), false);
  return (document) => test(document, undefined);
}

interface Context {
  readonly scope: Scope;
  readonly conjuncts: Conjunct[];
  readonly disjunctions: (readonly (readonly Conjunct[])[])[];
}

function newContext(scope: Scope): Context {
  return { scope, conjuncts: [], disjunctions: [] };
}

function compileConjunction(filter: Document, context: Context, isTop: boolean): Test {
  const tests: Test[] = [];
  for (const [name, operand] of Object.entries(filter) as [string, Value][]) {
    if (name === '$comment') continue;
    if (name.startsWith('$')) tests.push(compileLogical(name, operand, context, isTop));
    else tests.push(...compileField(name, operand, context, isTop));
  }
  return every(tests);
}

function every(tests: readonly Test[]): Test {
  if (tests.length === 1) return tests[0]!;
  return (document, position) => {
    for (const test of tests) if (!test(document, position)) return false;
    return true;
  };
}

function compileLogical(name: string, operand: Value, context: Context, isTop: boolean): Test {
  switch (name) {
    case '$and':
      return every(clauses(name, operand).map((clause) => compileConjunction(clause, context, isTop)));
    case '$or': {
      const branches = clauses(name, operand).map((clause) => {
        const branch = newContext(context.scope);
        return { test: compileConjunction(clause, branch, isTop), conjuncts: branch.conjuncts };
      });
      if (isTop) context.disjunctions.push(branches.map(({ conjuncts }) => conjuncts));
      const tests = branches.map(({ test }) => test);
      return (document, position) => tests.some((test) => test(document, position));
    }
    case '$nor': {
      const tests = clauses(name, operand).map((clause) => compileConjunction(clause, context, false));
      return (document) => !tests.some((test) => test(document, undefined));
    }
    case '$expr': {
      const expression = compileExpression(operand, context.scope);
      return (document) => isTruthy(expression(document));
    }
    case '$alwaysTrue':
      return () => true;
    case '$alwaysFalse':
      return () => false;
    case '$where':
    case '$text':
    case '$jsonSchema':
    case '$sampleRate':
      throw new StoreError(
        'BadValue',
        `${name} is not supported by the embedded store; use a MongoDB server for it.`,
      );
    default:
      throw new StoreError(
        'BadValue',
        `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
  }
}

function clauses(name: string, operand: Value): Document[] {
  if (!Array.isArray(operand)) throw new StoreError('BadValue', `${name} must be an array`);
  if (operand.length === 0) throw new StoreError('BadValue', `${name} must be a nonempty array`);
  return operand.map((clause) => {
    if (!isDocument(clause)) throw new StoreError('BadValue', `${name} argument's entries must be objects`);
    return clause;
  });
}

function compileField(path: string, operand: Value, context: Context, isTop: boolean): Test[] {
  context.scope.references.addPath(path);
  const parts = splitPath(path);
  const operators = isDocument(operand) && isOperatorDocument(operand) ? operand : implied(operand);
  return Object.entries(operators).flatMap(([operator, value = null]) => {
    if (isTop && INDEXABLE.has(operator) && operators.$options === undefined) {
      context.conjuncts.push({ path, operator: operator as Conjunct['operator'], operand: value });
    }
    if (isTop && operator === '$elemMatch' && isDocument(value)) {
      context.conjuncts.push(...elementConjuncts(path, value));
    }
    if (operator === '$not' && isDocument(value) && Object.keys(value).length > 0) {
      const holds = every(compileField(path, value, context, false));
      return [(document: Document) => !holds(document, undefined)];
    }
    const tests = operatorTests(operator, value, operators, operatorContext(context));
    return tests.map((test) => onPath(parts, test));
  });
}

/** What an element has to meet, the document meets through its array: by that an index can find it. */
function elementConjuncts(path: string, condition: Document): Conjunct[] {
  const onElement = isOperatorDocument(condition) ? documentOf({ '': condition }) : condition;
  return Object.entries(onElement).flatMap(([name, operand = null]) => {
    if (name.startsWith('$')) return [];
    const operators = isDocument(operand) && isOperatorDocument(operand) ? operand : implied(operand);
    const at = name === '' ? path : `${path}.${name}`;
    return Object.entries(operators).flatMap(([operator, value = null]): Conjunct[] =>
      isInheritable(operator) && operators.$options === undefined
        ? [{ path: at, operator, operand: value }]
        : [],
    );
  });
}

/** Not `$exists` and `$type`: what one element lacks another may have. */
function isInheritable(operator: string): operator is Conjunct['operator'] {
  return INDEXABLE.has(operator) && operator !== '$exists' && operator !== '$type';
}

function implied(operand: Value): Document {
  return operand instanceof BSONRegExp ? { $regex: operand } : { $eq: operand };
}

/** What operators that hold filters of their own (`$elemMatch`) compile them with. */
function operatorContext(context: Context): OperatorContext {
  const compileNested = (filter: Document) => {
    // Paths inside are relative to the element, so they are neither fields of the document nor conjuncts.
    const inner = newContext(context.scope.detached());
    const test = compileConjunction(filter, inner, false);
    return (document: Document) => test(document, undefined);
  };
  return { collation: context.scope.collation, compileNested };
}

function onPath(parts: readonly string[], { test, leafArrays, negated }: ElementTest): Test {
  if (negated) return (document) => !visitPath(document, parts, leafArrays, (value) => test(value));
  const only = parts.length === 1 ? parts[0]! : undefined;
  return (document, position) => {
    if (only !== undefined) {
      const value = document[only];
      if (!Array.isArray(value)) return test(value);
    }
    if (position === undefined) return visitPath(document, parts, leafArrays, (value) => test(value));
    return visitPath(document, parts, leafArrays, (value, index) => {
      const before = position.index;
      position.index = index ?? before;
      if (test(value, position)) return true;
      position.index = before;
      return false;
    });
  };
}

/** The fields that a filter fixes to one value: what an upsert starts from. */
export function equalities(filter: Document): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  collectEqualities(filter, found);
  return found;
}

function collectEqualities(filter: Document, found: Map<string, Value>): void {
  for (const [name, operand] of Object.entries(filter) as [string, Value][]) {
    if (name === '$and' && Array.isArray(operand)) {
      for (const clause of operand) if (isDocument(clause)) collectEqualities(clause, found);
    } else if (name === '$or' && Array.isArray(operand) && operand.length === 1 && isDocument(operand[0])) {
      collectEqualities(operand[0], found);
    } else if (!name.startsWith('$')) {
      const value = fixedValue(operand);
      if (value === undefined) continue;
      const earlier = found.get(name);
      if (earlier !== undefined && !equalValues(earlier, value)) {
        throw new StoreError(
          'NotSingleValueField',
          `cannot infer query fields to set, path '${name}' is matched twice`,
        );
      }
      found.set(name, value);
    }
  }
}

function fixedValue(operand: Value): Value | undefined {
  if (operand instanceof BSONRegExp) return undefined;
  if (!isDocument(operand) || !isOperatorDocument(operand)) return operand;
  if (operand.$eq !== undefined) return operand.$eq;
  for (const list of [operand.$in, operand.$all]) {
    const only = Array.isArray(list) && list.length === 1 ? list[0] : undefined;
    if (
      only !== undefined &&
      !(only instanceof BSONRegExp) &&
      !(isDocument(only) && isOperatorDocument(only))
    ) {
      return only;
    }
  }
  return undefined;
}
