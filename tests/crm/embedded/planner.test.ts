import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Engine } from '../../../crm/embedded/engine/engine.ts';
import { parseIndexSpec } from '../../../crm/embedded/engine/index-spec.ts';
import { planQuery, runQuery } from '../../../crm/embedded/engine/query.ts';
import { compileFilter } from '../../../crm/embedded/semantics/filter/filter.ts';
import { compileSort } from '../../../crm/embedded/semantics/sort.ts';
import { decode } from '../../../crm/embedded/semantics/values/decode.ts';
import { encode } from '../../../crm/embedded/semantics/values/encode.ts';
import { type Document, documentOf, type Value } from '../../../crm/embedded/semantics/values/value.ts';
import { temporaryDirectory } from './support.ts';

const SEED = 20261123;
const NOW = new Date(0);
const directory = temporaryDirectory();
let engine: Engine;

beforeAll(async () => {
  engine = await Engine.open(path.join(directory.path, 'data.mdb'), () => 0);
});
afterAll(async () => {
  await engine.close();
  directory.remove();
});

const scalar: fc.Arbitrary<Value> = fc.constantFrom<Value>(
  null,
  1,
  2,
  2.5,
  3,
  'a',
  'ab',
  'a\0',
  true,
  new Date(5),
);
const field: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }).map((fields) => documentOf(fields)),
  },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.record({ x: scalar, y: scalar }).map((fields) => documentOf(fields)),
      { maxLength: 2 },
    ),
  },
);
const documents = fc.array(
  fc.record({ a: field, b: scalar, c: scalar }, { requiredKeys: [] }).map((fields) => documentOf(fields)),
  { minLength: 5, maxLength: 25 },
);
const paths = fc.constantFrom('a', 'b', 'c', 'a.x', 'a.y');
const direction = fc.constantFrom(1, -1);
const pattern = fc.uniqueArray(fc.tuple(paths, direction), {
  minLength: 1,
  maxLength: 3,
  selector: ([name]) => name,
});
const index = fc.record({ key: pattern, kind: fc.constantFrom('plain', 'plain', 'sparse', 'partial') });
const condition = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 2 }),
  fc
    .tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$eq', '$ne'), scalar)
    .map(([name, value]) => documentOf({ [name]: value })),
  fc.tuple(scalar, scalar).map(([low, high]) => documentOf({ $gte: low, $lt: high })),
  fc.array(scalar, { minLength: 1, maxLength: 3 }).map((values) => documentOf({ $in: values })),
  fc.constant(documentOf({ $exists: true })),
);
const element = fc.oneof(
  fc.tuple(scalar, scalar).map(([low, high]) => documentOf({ $gte: low, $lt: high })),
  fc.tuple(condition, condition).map(([x, y]) => documentOf({ x, y })),
);
const clause = fc
  .uniqueArray(fc.tuple(paths, condition), { maxLength: 3, selector: ([name]) => name })
  .map((fields) => documentOf(Object.fromEntries(fields)));
const filter = fc.oneof(
  { weight: 3, arbitrary: clause },
  fc
    .tuple(clause, fc.array(clause, { minLength: 1, maxLength: 3 }))
    .map(([beside, branches]) => documentOf({ ...beside, $or: branches })),
  fc
    .tuple(clause, element)
    .map(([beside, one]) => documentOf({ ...beside, a: documentOf({ $elemMatch: one }) })),
);

test('an index never changes the answer of a query, nor its order', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      documents,
      fc.array(index, { maxLength: 3 }),
      fc.array(filter, { minLength: 4, maxLength: 8 }),
      pattern,
      async (rows, indexes, filters, order) => {
        const namespace = `shop.run${run++}`;
        const stored = rows.map((row, _id) => documentOf({ _id, ...row }));
        await engine.environment.write(() => fill(namespace, stored, indexes));
        const collection = engine.catalog.get(namespace)!;
        const sort = documentOf(Object.fromEntries(order));
        const compare = compileSort(sort);
        for (const wanted of filters) {
          const { matches } = compileFilter(wanted, { now: NOW });
          const expected = stored.filter((row) => matches(row));
          const found = search(wanted, undefined).map(({ _id }) => _id as number);
          expect(found.toSorted((a, b) => a - b)).toEqual(expected.map(({ _id }) => _id));
          const inOrder = search(wanted, sort);
          expect(inOrder).toHaveLength(expected.length);
          for (let i = 1; i < inOrder.length; i++)
            expect(compare(inOrder[i - 1]!, inOrder[i]!)).toBeLessThanOrEqual(0);
        }

        function search(wanted: Document, by: Document | undefined): Document[] {
          const query = planQuery(collection, { filter: wanted, sort: by, now: NOW });
          return Array.from(runQuery(collection, query), ({ bytes }) => decode(bytes));
        }
      },
    ),
    { numRuns: 120, seed: SEED },
  );
});

/** Indexes that two arrays of a document can't share are left out. */
function fill(
  namespace: string,
  rows: readonly Document[],
  indexes: readonly { key: [string, number][]; kind: string }[],
): void {
  const collection = engine.catalog.create(namespace);
  for (const row of rows) collection.insert(row, encode(row));
  for (const [i, { key, kind }] of indexes.entries()) {
    const spec = documentOf({
      key: documentOf(Object.fromEntries(key)),
      name: `i${i}`,
      ...(kind === 'sparse' && { sparse: true }),
      ...(kind === 'partial' && {
        partialFilterExpression: documentOf({ [key[0]![0]]: documentOf({ $gte: 2 }) }),
      }),
    });
    engine.catalog.createIndex(collection, parseIndexSpec(spec));
  }
}
