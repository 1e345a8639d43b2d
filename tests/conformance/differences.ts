/**
 * Asks the embedded store and the server that `MONGODB_URI` names the same random questions and prints where their
 * answers differ: `MONGODB_URI=... npm run conformance:differences -- [--seed N] [--questions N]`.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { mongo } from 'mongoose';
import { type OpenServer, openServer } from './server.ts';

const { EJSON } = mongo.BSON;
type Fields = Record<string, unknown>;

const { values: options } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, questions: { type: 'string', default: '500' } },
});
if (!process.env.MONGODB_URI) {
  console.error('Name the server to compare with: MONGODB_URI=mongodb://... npm run conformance:differences');
  process.exit(2);
}

const scalar = fc.constantFrom<unknown>(
  null,
  true,
  0,
  1,
  2,
  2.5,
  new mongo.Double(2),
  mongo.Long.fromNumber(1),
  '',
  'a',
  'b',
  new Date(0),
  new mongo.ObjectId('0'.repeat(24)),
);
const subdocument = fc.dictionary(fc.constantFrom('b', 'c'), scalar, { maxKeys: 2 });
const item = fc.oneof({ weight: 2, arbitrary: scalar }, subdocument);
/** No array directly inside another, which some servers do not store. */
const value = fc.oneof({ weight: 3, arbitrary: scalar }, subdocument, fc.array(item, { maxLength: 3 }));
const fields = fc.dictionary(fc.constantFrom('a', 'b'), value, { maxKeys: 2 });
const path = fc.constantFrom('a', 'a', 'b', 'a.b', 'a.0', 'a.0.b', 'a.b.c', 'c');

const operand = (name: string): fc.Arbitrary<unknown> => {
  switch (name) {
    case '$in':
    case '$nin':
    case '$all':
      return fc.array(item, { minLength: 1, maxLength: 2 });
    case '$exists':
      return fc.boolean();
    case '$type':
      return fc.constantFrom('int', 'double', 'string', 'array', 'object', 'null', 'number');
    case '$size':
      return fc.nat(2);
    case '$mod':
      return fc.constant([2, 1]);
    case '$elemMatch':
      return fc.record({ b: scalar });
    case '$not':
      return fc.record({ $gt: scalar });
    default:
      return scalar;
  }
};
const operator = fc.constantFrom(
  ...['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin', '$all', '$exists', '$type', '$size', '$mod'],
  ...['$elemMatch', '$not'],
);
const condition = fc.oneof(
  value,
  operator.chain((name) => operand(name).map((it) => ({ [name]: it }))),
);
const simpleFilter = fc.tuple(path, condition).map(([at, it]): Fields => ({ [at]: it }));
const filter = fc.oneof(
  { weight: 4, arbitrary: simpleFilter },
  fc.array(simpleFilter, { minLength: 1, maxLength: 2 }).map((clauses): Fields => ({ $or: clauses })),
  simpleFilter.map((clause): Fields => ({ $nor: [clause] })),
);

const changes: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  $set: item,
  $unset: fc.constant(''),
  $inc: fc.constantFrom<unknown>(1, 2.5, mongo.Long.fromNumber(5)),
  $mul: fc.constantFrom<unknown>(2, 0.5, mongo.Long.fromNumber(3)),
  $min: scalar,
  $max: scalar,
  $push: item,
  $addToSet: item,
  $pull: scalar,
  $pullAll: fc.array(scalar, { maxLength: 2 }),
  $pop: fc.constantFrom(1, -1),
  $bit: fc.constant({ or: 4 }),
};
const update = fc
  .constantFrom(...Object.keys(changes))
  .chain((name) => fc.tuple(path, changes[name]!).map(([at, it]): Fields => ({ [name]: { [at]: it } })));

const pipeline = fc.oneof(
  path.map((at): Fields[] => [{ $unwind: `$${at}` }, { $sort: { _id: 1 } }]),
  fc
    .tuple(path, path)
    .map(([key, sum]): Fields[] => [
      { $match: { [key]: { $exists: true } } },
      { $group: { _id: `$${key}`, n: { $count: {} }, sum: { $sum: `$${sum}` } } },
      { $sort: { _id: 1 } },
    ]),
  fc.tuple(path, fc.constantFrom(1, -1)).map(([at, way]): Fields[] => [{ $sort: { [at]: way, _id: 1 } }]),
  path.map((at): Fields[] => [{ $project: { [at]: 1 } }, { $sort: { _id: 1 } }]),
  path.map((at): Fields[] => [{ $project: { [at]: 0 } }, { $sort: { _id: 1 } }]),
);

type Question = readonly [
  kind: string,
  asked: unknown,
  ask: (collection: mongo.Collection) => Promise<unknown>,
];
const question = fc.oneof(
  filter.map((it): Question => ['filter', it, (c) => c.find(it).sort({ _id: 1 }).toArray()]),
  filter.map((it): Question => ['count', it, (c) => c.countDocuments(it)]),
  pipeline.map(
    (it): Question => ['pipeline', it, (c) => c.aggregate(it, { promoteValues: false }).toArray()],
  ),
  update.map((it): Question => ['update', it, (c) => changed(c, it)]),
);

async function changed(collection: mongo.Collection, asked: Fields): Promise<unknown> {
  const { matchedCount, modifiedCount } = await collection.updateOne({}, asked);
  const after = await collection.findOne({}, { promoteValues: false, sort: { _id: 1 } });
  return { matchedCount, modifiedCount, after };
}

async function answer(
  server: OpenServer,
  documents: readonly Fields[],
  [, , ask]: Question,
): Promise<string> {
  const collection = server.client.db('differences').collection('items');
  await collection.deleteMany({});
  try {
    await collection.insertMany(documents.map((each, _id) => ({ _id: _id as never, ...each })));
    return EJSON.stringify({ answer: await ask(collection) }, { relaxed: false });
  } catch (error) {
    return `error ${(error as { code?: number }).code}: ${(error as Error).message.slice(0, 120)}`;
  }
}

const embedded = await openServer('');
const outside = await openServer();
const samples = fc.sample(fc.tuple(fc.array(fields, { minLength: 1, maxLength: 4 }), question), {
  seed: Number(options.seed),
  numRuns: Number(options.questions),
});
let differences = 0;
for (const [documents, asked] of samples) {
  const [ours, theirs] = [await answer(embedded, documents, asked), await answer(outside, documents, asked)];
  const bothRefuse = ours.startsWith('error') && ours.split(':')[0] === theirs.split(':')[0];
  if (ours === theirs || bothRefuse) continue;
  differences++;
  console.log(`${asked[0]} ${EJSON.stringify(asked[1])} of ${EJSON.stringify(documents)}`);
  console.log(`  embedded  ${ours}\n  outside   ${theirs}`);
}
console.log(
  `embedded store ${embedded.description.version.join('.')}, outside ${outside.description.version.join('.')}`,
);
console.log(`${samples.length} questions, ${differences} answers differ (seed ${options.seed})`);
await Promise.all([embedded.close(), outside.close()]);
