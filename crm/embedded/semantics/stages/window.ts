/** `$setWindowFields`: computations over neighbouring documents (MongoDB manual, "$setWindowFields"). */
import { StoreError } from '../../errors.ts';
import { compileAccumulator, type NewAccumulator } from '../accumulators.ts';
import { addToDate, UNITS, type Unit } from '../dates/calendar.ts';
import { UTC } from '../dates/time-zone.ts';
import { compileExpression } from '../expression.ts';
import { FieldTree } from '../field-tree.ts';
import type { Expression, Scope } from '../scope.ts';
import { compileSort, parseSort, type SortKey } from '../sort.ts';
import { compareValues, keyOf } from '../values/compare.ts';
import { add, toNumber } from '../values/numbers.ts';
import { createDocument, type Document, isDocument, isNumeric, type Value } from '../values/value.ts';
import { checkFields, documentOperand, MAX_HELD, type Stage, type StageTable, tooMany } from './stage.ts';

/** The value of an output field for each document of a sorted partition. */
type WindowFunction = (partition: readonly Document[]) => (Value | undefined)[];

/** First and last index (inclusive) of the window of the document at `index`. */
type Bounds = (partition: readonly Document[], index: number) => readonly [first: number, last: number];

const setWindowFields: Stage = (specification, { scope }) => {
  const options = documentOperand(specification, '$setWindowFields', 'FailedToParse');
  checkFields(options, ['partitionBy', 'sortBy', 'output'], '$setWindowFields');
  const sortBy = isDocument(options.sortBy) ? options.sortBy : undefined;
  const keys = sortBy ? parseSort(sortBy) : [];
  for (const { path } of keys) scope.references.addPath(path);
  const compare = sortBy ? compileSort(sortBy) : undefined;
  const partitionOf =
    options.partitionBy === undefined ? () => null : compileExpression(options.partitionBy, scope);
  if (!isDocument(options.output))
    throw new StoreError('FailedToParse', "$setWindowFields requires 'output', an object");
  const current: { values: (Value | undefined)[] } = { values: [] };
  const tree = new FieldTree();
  const outputs = Object.entries(options.output).map(([path, output], position) => {
    tree.set(path, () => current.values[position]);
    return compileOutput(path, output as Value, keys, scope);
  });
  return {
    run: function* run(input) {
      for (const partition of partitions(input, partitionOf)) {
        const sorted = compare ? partition.sort(compare) : partition;
        const columns = outputs.map((output) => output(sorted));
        for (const [index, document] of sorted.entries()) {
          current.values = columns.map((column) => column[index]);
          yield tree.add(document);
        }
      }
    },
  };
};

/** In the order of the values they are partitioned by. */
function partitions(input: Iterable<Document>, partitionOf: Expression): Document[][] {
  const found = new Map<unknown, { value: Value; documents: Document[] }>();
  let held = 0;
  for (const document of input) {
    const value = partitionOf(document) ?? null;
    const key = keyOf(value);
    const partition = found.get(key);
    if (++held > MAX_HELD) throw tooMany('$setWindowFields');
    if (partition) partition.documents.push(document);
    else found.set(key, { value, documents: [document] });
  }
  return [...found.values()]
    .sort((a, b) => compareValues(a.value, b.value))
    .map(({ documents }) => documents);
}

function compileOutput(path: string, output: Value, keys: readonly SortKey[], scope: Scope): WindowFunction {
  if (!isDocument(output)) throw new StoreError('FailedToParse', `The field '${path}' must be an object`);
  const { window, ...functions } = output;
  const [name, ...others] = Object.keys(functions);
  if (name === undefined || others.length > 0) {
    throw new StoreError('FailedToParse', `The field '${path}' must specify exactly one window function`);
  }
  const operand = functions[name] as Value;
  const special = compileSpecial(name, operand, keys, scope);
  if (special) {
    if (window !== undefined)
      throw new StoreError('Location5371601', `${name} does not accept a 'window' field`);
    return special;
  }
  const create = compileAccumulator(name, operand, scope, compileExpression);
  const bounds = compileBounds(window, keys);
  return (partition) => accumulated(partition, create, bounds);
}

/** A window that only grows at its end, such as a running total, is added to rather than read again. */
function accumulated(
  partition: readonly Document[],
  create: NewAccumulator,
  bounds: Bounds,
): (Value | undefined)[] {
  let accumulator = create();
  let [start, end] = [0, 0];
  return partition.map((_, index) => {
    const [first, last] = bounds(partition, index);
    const from = Math.max(first, 0);
    const to = Math.min(last + 1, partition.length);
    if (from !== start || to < end) {
      accumulator = create();
      start = from;
      end = from;
    }
    for (; end < to; end++) accumulator.add(partition[end]!);
    const result = accumulator.result();
    return Array.isArray(result) ? result.slice() : result;
  });
}

/** The functions that look at the place in the partition rather than at a window. */
function compileSpecial(
  name: string,
  operand: Value,
  keys: readonly SortKey[],
  scope: Scope,
): WindowFunction | undefined {
  switch (name) {
    case '$documentNumber':
      return (partition) => partition.map((_, index) => index + 1);
    case '$rank':
    case '$denseRank':
      return ranking(name, keys);
    case '$shift':
      return shift(operand, scope);
    default:
      return undefined;
  }
}

function ranking(name: string, keys: readonly SortKey[]): WindowFunction {
  const [key, ...others] = keys;
  if (!key || others.length > 0) {
    throw new StoreError(
      'Location5371602',
      `${name} must be specified with a top level sortBy expression with exactly one element`,
    );
  }
  const compare = compileSort({ [key.path]: key.direction });
  return (partition) => {
    let [rank, dense] = [0, 0];
    return partition.map((document, index) => {
      if (index === 0 || compare(partition[index - 1]!, document) !== 0) {
        rank = index + 1;
        dense++;
      }
      return name === '$rank' ? rank : dense;
    });
  };
}

function shift(operand: Value, scope: Scope): WindowFunction {
  if (!isDocument(operand) || operand.output === undefined || !isNumeric(operand.by)) {
    throw new StoreError(
      'FailedToParse',
      "$shift takes an object with 'output', an integer 'by' and optionally 'default'",
    );
  }
  const output = compileExpression(operand.output, scope);
  const by = toNumber(operand.by);
  const otherwise =
    operand.default === undefined ? null : compileExpression(operand.default, scope)(createDocument());
  return (partition) =>
    partition.map((_, index) => {
      const other = partition[index + by];
      return other === undefined ? otherwise : (output(other) ?? null);
    });
}

function compileBounds(window: Value | undefined, keys: readonly SortKey[]): Bounds {
  if (window === undefined) return (partition) => [0, partition.length - 1];
  if (!isDocument(window)) throw new StoreError('FailedToParse', "'window' field must be an object");
  checkFields(window, ['documents', 'range', 'unit'], "'window'");
  if (window.documents !== undefined) return documentBounds(boundPair(window.documents));
  if (window.range !== undefined) return rangeBounds(boundPair(window.range), window.unit, keys);
  return (partition) => [0, partition.length - 1];
}

type Bound = 'unbounded' | 'current' | number;

function boundPair(operand: Value): readonly [Bound, Bound] {
  const [lower, upper] = (Array.isArray(operand) && operand.length === 2 ? operand : []).map(
    (bound): Bound | undefined => {
      if (bound === 'unbounded' || bound === 'current') return bound;
      return isNumeric(bound) ? toNumber(bound) : undefined;
    },
  );
  if (lower === undefined || upper === undefined) {
    throw new StoreError(
      'FailedToParse',
      "Window bounds must be a 2-element array of 'unbounded', 'current' or numbers",
    );
  }
  return [lower, upper];
}

function documentBounds([lower, upper]: readonly [Bound, Bound]): Bounds {
  const at = (bound: Bound, index: number, end: number) =>
    bound === 'unbounded' ? end : bound === 'current' ? index : index + bound;
  return (partition, index) => [at(lower, index, 0), at(upper, index, partition.length - 1)];
}

/** By distance of the one sort key: numbers, or dates with a unit. */
function rangeBounds(
  [lower, upper]: readonly [Bound, Bound],
  unit: Value | undefined,
  keys: readonly SortKey[],
): Bounds {
  const [key, ...others] = keys;
  if (!key || others.length > 0 || key.direction !== 1) {
    throw new StoreError(
      'Location5339902',
      'Range-based bounds require a sortBy with a single ascending key',
    );
  }
  const dateUnit = UNITS.find((each) => each === unit);
  if (unit !== undefined && dateUnit === undefined)
    throw new StoreError('FailedToParse', `unknown time unit of a window: ${unit}`);
  const fieldOf = compileFieldValue(key.path);
  return (partition, index) => {
    const value = fieldOf(partition[index]!);
    const limit = (bound: Bound) =>
      bound === 'unbounded' ? undefined : moved(value, bound === 'current' ? 0 : bound, dateUnit);
    const [from, to] = [limit(lower), limit(upper)];
    const isBelow = (document: Document) => from !== undefined && compareValues(fieldOf(document), from) < 0;
    const isAbove = (document: Document) => to !== undefined && compareValues(fieldOf(document), to) > 0;
    return [
      partitionPoint(partition, isBelow),
      partitionPoint(partition, (document) => !isAbove(document)) - 1,
    ];
  };
}

function compileFieldValue(path: string): (document: Document) => Value {
  const parts = path.split('.');
  return (document) =>
    parts.reduce<Value | undefined>(
      (value, part) => (isDocument(value) ? value[part] : undefined),
      document,
    ) ?? null;
}

function moved(value: Value, distance: number, unit: Unit | undefined): Value {
  if (value instanceof Date && unit) return new Date(addToDate(value.getTime(), unit, distance, UTC));
  if (isNumeric(value) && unit === undefined) return add(value, distance);
  throw new StoreError(
    'Location5429414',
    "A range-based window needs numbers to sort by, or dates and a 'unit', in every document",
  );
}

/** The first index at which the test no longer holds. */
function partitionPoint(partition: readonly Document[], test: (document: Document) => boolean): number {
  let [low, high] = [0, partition.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(partition[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const windowStages: StageTable = { $setWindowFields: setWindowFields };
