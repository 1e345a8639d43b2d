/** Stages that make one document of many: `$group`, `$sortByCount`, `$count`, `$bucket`, `$bucketAuto`. */
import { StoreError } from '../../errors.ts';
import { type Accumulator, compileAccumulator, type NewAccumulator } from '../accumulators.ts';
import { compileExpression } from '../expression.ts';
import type { Expression, Scope } from '../scope.ts';
import type { Collation } from '../values/collation.ts';
import { compareValues, keyOf, typeOrder } from '../values/compare.ts';
import { createDocument, type Document, documentOf, isDocument, type Value } from '../values/value.ts';
import {
  checkFields,
  collect,
  countOperand,
  type Documents,
  documentOperand,
  MAX_HELD,
  type Stage,
  type StageTable,
  tooMany,
} from './stage.ts';

type Output = readonly (readonly [name: string, create: NewAccumulator])[];

interface Group {
  readonly id: Value;
  readonly accumulators: readonly Accumulator[];
}

function compileOutput(fields: Document, scope: Scope): Output {
  return Object.entries(fields).map(([name, specification]) => {
    if (name.includes('.')) {
      throw new StoreError('Location40235', `The field name '${name}' cannot contain '.'`);
    }
    const [operator, ...others] = isDocument(specification) ? Object.keys(specification) : [];
    if (!isDocument(specification) || operator === undefined || !operator.startsWith('$')) {
      throw new StoreError('Location40234', `The field '${name}' must be an accumulator object`);
    }
    if (others.length > 0) {
      throw new StoreError('Location40238', `The field '${name}' must specify one accumulator`);
    }
    return [
      name,
      compileAccumulator(operator, specification[operator] as Value, scope, compileExpression),
    ] as const;
  });
}

const newGroup = (id: Value, output: Output): Group => ({
  id,
  accumulators: output.map(([, create]) => create()),
});

function finished({ id, accumulators }: Group, output: Output): Document {
  const document = createDocument();
  document._id = id;
  output.forEach(([name], index) => {
    document[name] = accumulators[index]!.result();
  });
  return document;
}

/** Groups by the value of an expression, in order of first appearance. */
function* groupBy(input: Documents, id: Expression, output: Output, collation: Collation): Documents {
  const groups = new Map<unknown, Group>();
  for (const document of input) {
    const value = id(document) ?? null;
    const key = keyOf(value, collation);
    let group = groups.get(key);
    if (group === undefined) {
      if (groups.size === MAX_HELD) throw tooMany('$group');
      group = newGroup(value, output);
      groups.set(key, group);
    }
    for (const accumulator of group.accumulators) accumulator.add(document);
  }
  for (const group of groups.values()) yield finished(group, output);
}

const group: Stage = (specification, { scope }) => {
  const { _id: id, ...fields } = documentOperand(specification, '$group', 'Location15947');
  if (id === undefined) throw new StoreError('Location15955', 'a group specification must include an _id');
  const expression = compileExpression(id, scope);
  const output = compileOutput(fields, scope);
  return { closes: true, run: (input) => groupBy(input, expression, output, scope.collation) };
};

const sortByCount: Stage = (specification, { scope }) => {
  if (typeof specification === 'string' ? !specification.startsWith('$') : !isDocument(specification)) {
    throw new StoreError(
      'Location40148',
      'the sortByCount field must be defined as a $-prefixed path or an expression in an object',
    );
  }
  const expression = compileExpression(specification, scope);
  const output = compileOutput({ count: { $sum: 1 } }, scope);
  return {
    closes: true,
    run: (input) =>
      [...groupBy(input, expression, output, scope.collation)].sort((a, b) =>
        compareValues(b.count, a.count),
      ),
  };
};

const count: Stage = (specification) => {
  if (typeof specification !== 'string' || specification === '') {
    throw new StoreError('Location40156', 'the count field must be a non-empty string');
  }
  if (specification.startsWith('$') || specification.includes('.')) {
    throw new StoreError('Location40158', "the count field cannot be a $-prefixed path or contain '.'");
  }
  return {
    closes: true,
    run: function* run(input) {
      let total = 0;
      for (const _ of input) total++;
      if (total > 0) yield documentOf({ [specification]: total });
    },
  };
};

const DEFAULT_OUTPUT: Document = { count: { $sum: 1 } };

const bucket: Stage = (specification, { scope }) => {
  const options = documentOperand(specification, '$bucket', 'Location40201');
  checkFields(options, ['groupBy', 'boundaries', 'default', 'output'], '$bucket');
  const boundaries = bucketBoundaries(options.boundaries, scope);
  if (options.groupBy === undefined)
    throw new StoreError('Location40198', "$bucket requires 'groupBy' and 'boundaries' to be specified.");
  const expression = compileExpression(options.groupBy, scope);
  const otherwise = options.default;
  const [lowest, highest] = [boundaries[0]!, boundaries.at(-1)!];
  if (otherwise !== undefined && typeOrder(otherwise) === typeOrder(lowest)) {
    if (compareValues(otherwise, lowest) >= 0 && compareValues(otherwise, highest) < 0) {
      throw new StoreError(
        'Location40199',
        "The $bucket 'default' field must be less than the lowest boundary or greater than or equal to the highest boundary.",
      );
    }
  }
  const output = compileOutput(isDocument(options.output) ? options.output : DEFAULT_OUTPUT, scope);
  const boundaryOf: Expression = (document) => {
    const value = expression(document);
    if (value !== undefined && compareValues(value, lowest) >= 0 && compareValues(value, highest) < 0) {
      return boundaries.findLast((boundary) => compareValues(boundary, value) <= 0);
    }
    if (otherwise !== undefined) return otherwise;
    throw new StoreError(
      'Location40066',
      '$switch could not find a matching branch for an input, and no default was specified.',
    );
  };
  return {
    closes: true,
    run: (input) =>
      [...groupBy(input, boundaryOf, output, scope.collation)].sort((a, b) => compareValues(a._id, b._id)),
  };
};

function bucketBoundaries(operand: Value | undefined, scope: Scope): Value[] {
  if (!Array.isArray(operand))
    throw new StoreError('Location40200', "The $bucket 'boundaries' field must be an array");
  if (operand.length < 2)
    throw new StoreError('Location40192', "The $bucket 'boundaries' field must have at least 2 values");
  const values = operand.map((item) => compileExpression(item, scope.detached())(createDocument()) ?? null);
  values.slice(1).forEach((value, index) => {
    const before = values[index]!;
    if (typeOrder(before) !== typeOrder(value)) {
      throw new StoreError(
        'Location40193',
        "All values in the 'boundaries' option to $bucket must have the same type.",
      );
    }
    if (compareValues(before, value) >= 0) {
      throw new StoreError(
        'Location40194',
        "The 'boundaries' option to $bucket must be sorted in ascending order.",
      );
    }
  });
  return values;
}

const bucketAuto: Stage = (specification, { scope }) => {
  const options = documentOperand(specification, '$bucketAuto', 'Location40240');
  checkFields(options, ['groupBy', 'buckets', 'output', 'granularity'], '$bucketAuto');
  if (options.granularity !== undefined) {
    throw new StoreError(
      'CommandNotSupported',
      "$bucketAuto with 'granularity' is not supported by the embedded store.",
    );
  }
  if (options.groupBy === undefined)
    throw new StoreError('Location40246', "$bucketAuto requires 'groupBy' and 'buckets' to be specified.");
  const buckets = countOperand(options.buckets, '$bucketAuto', 1);
  const expression = compileExpression(options.groupBy, scope);
  const output = compileOutput(isDocument(options.output) ? options.output : DEFAULT_OUTPUT, scope);
  return {
    closes: true,
    run: function* run(input) {
      const rows = collect(input, '$bucketAuto').map((document) => ({
        document,
        value: expression(document) ?? null,
      }));
      rows.sort((a, b) => compareValues(a.value, b.value));
      yield* evenBuckets(rows, buckets, output);
    },
  };
};

/** Buckets of about equal size; equal values stay together, so the last ones may be fewer. */
function* evenBuckets(
  rows: readonly { readonly document: Document; readonly value: Value }[],
  buckets: number,
  output: Output,
): Documents {
  const size = Math.max(1, Math.round(rows.length / buckets));
  for (let start = 0, made = 1; start < rows.length; made++) {
    let end = made === buckets ? rows.length : Math.min(start + size, rows.length);
    while (end < rows.length && compareValues(rows[end]!.value, rows[end - 1]!.value) === 0) end++;
    const upper = rows[Math.min(end, rows.length - 1)]!.value;
    const bucketGroup = newGroup(documentOf({ min: rows[start]!.value, max: upper }), output);
    for (const { document } of rows.slice(start, end)) {
      for (const accumulator of bucketGroup.accumulators) accumulator.add(document);
    }
    yield finished(bucketGroup, output);
    start = end;
  }
}

export const groupStages: StageTable = {
  $group: group,
  $sortByCount: sortByCount,
  $count: count,
  $bucket: bucket,
  $bucketAuto: bucketAuto,
};
