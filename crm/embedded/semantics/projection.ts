/** Projections of `find`, `findAndModify` and `$project` (MongoDB manual, "Project Fields to Return from Query"). */
import { StoreError } from '../errors.ts';
import { type CommandOptions, compileExpression, newScope } from './expression.ts';
import { FieldTree, type Leaf } from './field-tree.ts';
import { compileMatch } from './filter/filter.ts';
import { type MatchPosition, operatorTests } from './filter/filter-operators.ts';
import type { Scope } from './scope.ts';
import { toInteger } from './values/numbers.ts';
import {
  createDocument,
  type Document,
  documentOf,
  isDocument,
  isNumeric,
  isTruthy,
  type Value,
} from './values/value.ts';

export interface Projection {
  apply(document: Document, position?: MatchPosition): Document;
  /** The top-level fields it reads; null when it may read any. */
  readonly fields: ReadonlySet<string> | null;
  /** Whether it holds a positional `$`, so that `apply` needs the position of the match. */
  readonly isPositional: boolean;
}

/** @throws StoreError when inclusion and exclusion are mixed, paths collide, or an operator is unknown */
export function compileProjection(specification: Document, options: CommandOptions): Projection {
  const scope = newScope(options);
  if (Object.keys(specification).length === 0) {
    return { apply: (document) => document, fields: null, isPositional: false };
  }
  const plan = new Plan(scope, true);
  plan.read(specification, '');
  const apply = plan.compile();
  return { apply, fields: scope.references.fields(), isPositional: plan.positional !== undefined };
}

/** `$project` of a pipeline. */
export function compileProjectStage(specification: Document, scope: Scope): (document: Document) => Document {
  if (Object.keys(specification).length === 0) {
    throw new StoreError(
      'Location51272',
      'Invalid $project :: caused by :: projection specification must have at least one field',
    );
  }
  const plan = new Plan(scope, false);
  plan.read(specification, '');
  return plan.compile();
}

type Change = (document: Document, position: MatchPosition | undefined) => Document;

class Plan {
  positional: string | undefined;
  private readonly scope: Scope;
  private readonly isFind: boolean;
  private readonly leaves: [path: string, leaf: Leaf][] = [];
  private readonly changes: Change[] = [];
  private id: Leaf | undefined;
  private mode: 'inclusion' | 'exclusion' | undefined;
  private hasElementMatch = false;
  private readonly slices: string[] = [];

  constructor(scope: Scope, isFind: boolean) {
    this.scope = scope;
    this.isFind = isFind;
  }

  read(specification: Document, prefix: string): void {
    for (const [name, value] of Object.entries(specification) as [string, Value][]) {
      this.readField(prefix + name, value);
    }
  }

  private readField(path: string, value: Value): void {
    if (this.isFind && path.endsWith('.$')) this.readPositional(path.slice(0, -2));
    else if (typeof value === 'boolean' || isNumeric(value)) this.readFlag(path, isTruthy(value));
    else if (isDocument(value)) this.readDocument(path, value);
    else this.readComputed(path, value);
  }

  private readDocument(path: string, value: Document): void {
    const [first] = Object.keys(value);
    if (first === undefined) {
      throw new StoreError(
        'Location51270',
        `An empty sub-projection is not a valid value. Found empty object at path ${path}`,
      );
    }
    if (!first.startsWith('$')) this.read(value, `${path}.`);
    else if (this.isFind && first === '$slice') this.readSlice(path, value.$slice as Value);
    else if (this.isFind && first === '$elemMatch') this.readElementMatch(path, value.$elemMatch as Value);
    else this.readComputed(path, value);
  }

  private readFlag(path: string, isIncluded: boolean): void {
    if (path === '_id') {
      this.id = isIncluded;
      return;
    }
    this.setMode(isIncluded ? 'inclusion' : 'exclusion', path);
    this.leaves.push([path, isIncluded]);
  }

  private readComputed(path: string, value: Value): void {
    if (this.mode === 'exclusion') {
      throw new StoreError('Location31252', `Cannot use an expression ${path} in an exclusion projection`);
    }
    this.mode = 'inclusion';
    const expression = compileExpression(value, this.scope);
    if (path === '_id') this.id = expression;
    else this.leaves.push([path, expression]);
  }

  private setMode(mode: 'inclusion' | 'exclusion', path: string): void {
    if (this.mode !== undefined && this.mode !== mode) {
      throw mode === 'inclusion'
        ? new StoreError('Location31253', `Cannot do inclusion on field ${path} in exclusion projection`)
        : new StoreError('Location31254', `Cannot do exclusion on field ${path} in inclusion projection`);
    }
    this.mode = mode;
  }

  private readPositional(path: string): void {
    if (this.positional !== undefined) {
      throw new StoreError('Location31276', 'Cannot specify more than one positional projection per query.');
    }
    if (this.hasElementMatch) {
      throw new StoreError('Location31255', 'Cannot specify positional operator and $elemMatch.');
    }
    this.positional = path;
    this.setMode('inclusion', path);
    this.leaves.push([path, true]);
    this.changes.push((document, position) => {
      const index = position?.index;
      return changeAt(document, path.split('.'), 0, (value) => {
        if (!Array.isArray(value)) return value;
        if (index === undefined || index >= value.length) {
          throw new StoreError(
            'Location51246',
            "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
          );
        }
        return [value[index]!];
      });
    });
  }

  private readSlice(path: string, operand: Value): void {
    const numbers = (Array.isArray(operand) ? operand : [operand]).map((each) => toInteger(each));
    const [first, count] = numbers.map(Number);
    if (
      numbers.includes(undefined) ||
      numbers.length > 2 ||
      first === undefined ||
      (count !== undefined && count <= 0)
    ) {
      throw new StoreError(
        'Location28724',
        'Invalid $slice syntax: it takes a number, or [skip, limit] with a positive limit',
      );
    }
    this.slices.push(path);
    this.changes.push((document) =>
      changeAt(document, path.split('.'), 0, (value) =>
        Array.isArray(value) ? sliced(value, first, count) : value,
      ),
    );
  }

  private readElementMatch(path: string, operand: Value): void {
    if (path.includes('.'))
      throw new StoreError('Location31275', 'Cannot use $elemMatch projection on a nested field.');
    if (this.positional !== undefined) {
      throw new StoreError('Location31255', 'Cannot specify positional operator and $elemMatch.');
    }
    if (!isDocument(operand))
      throw new StoreError('Location31274', 'elemMatch: Invalid argument, object required');
    this.hasElementMatch = true;
    this.setMode('inclusion', path);
    this.leaves.push([path, true]);
    const [tester] = operatorTests('$elemMatch', operand, createDocument(), {
      collation: this.scope.collation,
      compileNested: (filter) => compileMatch(filter, this.scope.detached()),
    });
    this.changes.push((document) =>
      changeAt(document, [path], 0, (value) => {
        const position: MatchPosition = { index: undefined };
        tester?.test(value, position);
        return Array.isArray(value) && position.index !== undefined ? [value[position.index]!] : undefined;
      }),
    );
  }

  compile(): (document: Document, position?: MatchPosition) => Document {
    const base = this.compileTree();
    const { changes } = this;
    if (changes.length === 0) return base;
    return (document, position) =>
      changes.reduce((result, change) => change(result, position), base(document));
  }

  private compileTree(): (document: Document) => Document {
    const tree = new FieldTree();
    const { references } = this.scope;
    const onlySlices = this.mode === undefined && this.slices.length > 0;
    const isInclusion =
      this.mode === 'inclusion' || (this.mode === undefined && !onlySlices && this.id !== false);
    if (isInclusion) {
      if (this.id !== false) tree.set('_id', this.id ?? true);
      if (this.id !== false && typeof this.id !== 'function') references.addPath('_id');
    } else {
      references.addAll();
      if (this.id === false) tree.set('_id', false);
    }
    const sliced = isInclusion ? this.slices.map((path): [string, Leaf] => [path, true]) : [];
    for (const [path, leaf] of [...this.leaves, ...sliced]) {
      tree.set(path, leaf);
      if (leaf === true) references.addPath(path);
    }
    return isInclusion ? (document) => tree.include(document) : (document) => tree.exclude(document);
  }
}

function sliced(array: readonly Value[], first: number, count: number | undefined): Value[] {
  if (count === undefined) return first < 0 ? array.slice(first) : array.slice(0, first);
  const start = first < 0 ? Math.max(array.length + first, 0) : first;
  return array.slice(start, start + count);
}

/** A copy of the document with the value at a path changed; undefined removes it. */
function changeAt(
  document: Document,
  parts: readonly string[],
  at: number,
  change: (value: Value) => Value | undefined,
): Document {
  const name = parts[at]!;
  const value = document[name];
  if (value === undefined) return document;
  const copy = documentOf(document);
  const next = at === parts.length - 1 ? change(value) : changeWithin(value, parts, at + 1, change);
  if (next === undefined) delete copy[name];
  else copy[name] = next;
  return copy;
}

function changeWithin(
  value: Value,
  parts: readonly string[],
  at: number,
  change: (value: Value) => Value | undefined,
): Value {
  if (Array.isArray(value)) return value.map((item) => changeWithin(item, parts, at, change));
  return isDocument(value) ? changeAt(value, parts, at, change) : value;
}
