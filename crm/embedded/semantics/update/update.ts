/** Updates: operators, a whole new document, or a pipeline (MongoDB manual, "db.collection.updateOne()"). */
import { StoreError } from '../../errors.ts';
import { type CommandOptions, newScope } from '../expression.ts';
import { arrayIndex } from '../paths.ts';
import { runPipeline } from '../pipeline.ts';
import type { Scope } from '../scope.ts';
import { compareStrings } from '../values/collation.ts';
import { equalValues } from '../values/compare.ts';
import { type Document, documentOf, isDocument, typeName, type Value } from '../values/value.ts';
import { checkIdentifiers, compileArrayFilters } from './array-filters.ts';
import { UPDATE_OPERATORS } from './update-operators.ts';
import {
  applyChange,
  type Change,
  PathConflicts,
  parseUpdatePath,
  type UpdateContext,
} from './update-path.ts';

export interface UpdateOptions extends CommandOptions {
  readonly arrayFilters?: readonly Document[];
}

export interface Update {
  readonly kind: 'operators' | 'replacement' | 'pipeline';
  /** Whether it holds a positional `$`, so that `apply` needs the index from the filter's match. */
  readonly isPositional: boolean;
  /** The top-level fields that it reads or changes; null when it may any. */
  readonly fields: ReadonlySet<string> | null;
  /**
   * The document after the update; the same object when it is plain that nothing changed (compare the encoded bytes to
   * be sure). `position` is `MatchPosition.index` of the match.
   * @throws StoreError with MongoDB's codes; the document is never half changed
   */
  apply(document: Document, position?: number): Document;
  /** What an upsert inserts, but for a missing `_id`. @param base the fields the filter fixes, see `upsertDocument` */
  applyToInsert(base: Document): Document;
}

/** @throws StoreError FailedToParse and others for an update it can't or won't run */
export function compileUpdate(update: Document | readonly Value[], options: UpdateOptions): Update {
  if (Array.isArray(update)) return compilePipeline(update as Value[], options);
  const specification = update as Document;
  const [first] = Object.keys(specification);
  return first?.startsWith('$')
    ? compileOperators(specification, options)
    : compileReplacement(specification, options);
}

function compileReplacement(replacement: Document, options: UpdateOptions): Update {
  if (options.arrayFilters !== undefined) {
    throw new StoreError('FailedToParse', 'Cannot specify arrayFilters with replacement-style updates');
  }
  const dollar = Object.keys(replacement).find((name) => name.startsWith('$'));
  if (dollar !== undefined) {
    throw new StoreError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${dollar}' in '${dollar}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
  }
  const apply = (document: Document) => withId(replacement, document._id);
  return { kind: 'replacement', isPositional: false, fields: null, apply, applyToInsert: apply };
}

/** The document with that `_id` in front. @throws StoreError ImmutableField if it has another */
function withId(document: Document, id: Value | undefined): Document {
  if (id === undefined) return documentOf(document);
  checkSameId(document._id ?? id, id);
  const { _id: _, ...others } = document;
  return documentOf({ _id: id, ...others });
}

function checkSameId(after: Value | undefined, before: Value): void {
  if (equalValues(after, before)) return;
  throw new StoreError(
    'ImmutableField',
    "Performing an update on the path '_id' would modify the immutable field '_id'. After applying the update, the (immutable) field '_id' was found to have been altered.",
  );
}

const PIPELINE_STAGES = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

function compilePipeline(stages: readonly Value[], options: UpdateOptions): Update {
  if (options.arrayFilters !== undefined) {
    throw new StoreError('FailedToParse', 'arrayFilters may not be specified for pipeline-style updates');
  }
  for (const stage of stages) {
    const name = isDocument(stage) ? Object.keys(stage)[0] : undefined;
    if (name?.startsWith('$') && !PIPELINE_STAGES.has(name)) {
      throw new StoreError('InvalidOptions', `${name} is not allowed to be used within an update`);
    }
  }
  const run = (document: Document): Document => {
    const [result] = runPipeline([document], stages, { ...options, lookup: () => [] });
    return result ?? document;
  };
  return {
    kind: 'pipeline',
    isPositional: false,
    fields: null,
    apply: (document) => withId(run(document), document._id),
    applyToInsert: (base) => (base._id === undefined ? run(base) : withId(run(base), base._id)),
  };
}

interface OperatorChange extends Change {
  readonly onlyOnInsert: boolean;
  readonly rename?: { readonly from: readonly string[]; readonly to: readonly string[] };
}

function compileOperators(update: Document, options: UpdateOptions): Update {
  const scope = newScope(options);
  const changes = parseChanges(update, scope);
  const arrayFilters = compileArrayFilters(options.arrayFilters ?? [], scope);
  checkIdentifiers(changes, arrayFilters);
  const run = (document: Document, isInsert: boolean, position?: number): Document => {
    const context: UpdateContext = { position, arrayFilters, isInsert, now: options.now, changed: new Set() };
    return changes.reduce((result, change) => {
      if (change.onlyOnInsert && !isInsert) return result;
      return change.rename ? rename(result, change.rename, context) : applyChange(result, change, context);
    }, document);
  };
  return {
    kind: 'operators',
    isPositional: changes.some(({ parts }) => parts.includes('$')),
    fields: new Set(
      changes.flatMap(({ parts, rename }) => [parts[0]!, ...(rename ? [rename.from[0]!] : [])]),
    ),
    apply: (document, position) => {
      const result = run(document, false, position);
      if (document._id !== undefined) checkSameId(result._id, document._id);
      return result;
    },
    applyToInsert: (base) => {
      const result = run(base, true);
      if (base._id !== undefined) checkSameId(result._id, base._id);
      return result;
    },
  };
}

/** The changes in the order in which MongoDB makes them: by path, so that new fields come in that order. */
function parseChanges(update: Document, scope: Scope): OperatorChange[] {
  const conflicts = new PathConflicts();
  const changes: OperatorChange[] = [];
  for (const [name, fields] of Object.entries(update)) {
    const operator = Object.hasOwn(UPDATE_OPERATORS, name) ? UPDATE_OPERATORS[name] : undefined;
    if (!operator && name !== '$rename') {
      throw new StoreError(
        'FailedToParse',
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    if (!isDocument(fields)) {
      throw new StoreError(
        'FailedToParse',
        `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${name}: ...}`,
      );
    }
    for (const [path, operand] of Object.entries(fields) as [string, Value][]) {
      const parts = parseUpdatePath(path);
      conflicts.add(path, parts);
      if (operator) {
        const modify = operator.compile(operand, path, scope);
        changes.push({
          path,
          parts,
          onMissing: operator.onMissing,
          modify,
          onlyOnInsert: name === '$setOnInsert',
        });
      } else {
        changes.push(parseRename(path, parts, operand, conflicts));
      }
    }
  }
  return changes.sort((a, b) => comparePaths(a.parts, b.parts));
}

function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left, right] = [arrayIndex(a[i]!), arrayIndex(b[i]!)];
    const order = left !== undefined && right !== undefined ? left - right : compareStrings(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function parseRename(
  path: string,
  from: readonly string[],
  operand: Value,
  conflicts: PathConflicts,
): OperatorChange {
  if (typeof operand !== 'string') {
    throw new StoreError(
      'BadValue',
      `The 'to' field for $rename must be a string: ${path}: ${typeName(operand)}`,
    );
  }
  const to = parseUpdatePath(operand);
  for (const parts of [from, to]) {
    const dynamic = parts.find((part) => part.startsWith('$'));
    if (dynamic !== undefined) {
      throw new StoreError(
        'BadValue',
        `The source and destination fields of $rename may not be dynamic: ${parts.join('.')}`,
      );
    }
  }
  if (operand === path) {
    throw new StoreError(
      'BadValue',
      `The source and target field for $rename must differ: ${path}: '${operand}'`,
    );
  }
  conflicts.add(operand, to);
  return {
    path: operand,
    parts: to,
    onMissing: 'create',
    modify: (value) => value,
    onlyOnInsert: false,
    rename: { from, to },
  };
}

function rename(
  document: Document,
  { from, to }: { readonly from: readonly string[]; readonly to: readonly string[] },
  context: UpdateContext,
): Document {
  const value = plainValue(document, from, 'source');
  if (value === undefined) return document;
  plainValue(document, to, 'destination');
  const change = (
    parts: readonly string[],
    onMissing: Change['onMissing'],
    result: Value | undefined,
  ): Change => ({
    path: parts.join('.'),
    parts,
    onMissing,
    modify: () => result,
  });
  const without = applyChange(document, change(from, 'skip', undefined), context);
  return applyChange(without, change(to, 'create', value), context);
}

function plainValue(document: Document, parts: readonly string[], which: string): Value | undefined {
  let value: Value | undefined = document;
  for (const [at, part] of parts.entries()) {
    if (Array.isArray(value)) {
      throw new StoreError(
        'BadValue',
        `The ${which} field cannot be an array element, '${parts.join('.')}' has an array field called '${parts[at - 1]}'`,
      );
    }
    if (value === undefined) return undefined;
    if (!isDocument(value)) {
      throw new StoreError(
        'PathNotViable',
        `Cannot use the part (${part}) of (${parts.join('.')}) to traverse an element of type ${typeName(value)}`,
      );
    }
    value = value[part];
  }
  return value;
}
