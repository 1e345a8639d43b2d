/** The operations of the tests, called on the unmodified driver. */
import { mongo } from 'mongoose';
import type { Entities } from './entities.ts';
import type { Fields, Operation } from './format.ts';

type CollectionOperation = (collection: mongo.Collection, args: Fields) => Promise<unknown>;

/** Takes the named arguments out; what is left are the driver's options. */
function split<const Names extends readonly string[]>(
  args: Fields,
  names: Names,
): [...{ [I in keyof Names]: never }, Fields] {
  const others = Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name)));
  return [...names.map((name) => args[name]), others] as never;
}

const COLLECTION: Readonly<Record<string, CollectionOperation>> = {
  aggregate: (collection, args) => {
    const [pipeline, options] = split(args, ['pipeline']);
    return collection.aggregate(pipeline, options).toArray();
  },
  bulkWrite: async (collection, args) => {
    const [requests, options] = split(args, ['requests']);
    return bulkResult(await collection.bulkWrite(requests, options));
  },
  count: (collection, args) => {
    const [filter, options] = split(args, ['filter']);
    return collection.count(filter, options);
  },
  countDocuments: (collection, args) => {
    const [filter, options] = split(args, ['filter']);
    return collection.countDocuments(filter, options);
  },
  createIndex: (collection, args) => {
    const [keys, options] = split(args, ['keys']);
    return collection.createIndex(keys, options);
  },
  deleteMany: (collection, args) => {
    const [filter, options] = split(args, ['filter']);
    return collection.deleteMany(filter, options);
  },
  deleteOne: (collection, args) => {
    const [filter, options] = split(args, ['filter']);
    return collection.deleteOne(filter, options);
  },
  distinct: (collection, args) => {
    const [fieldName, filter, options] = split(args, ['fieldName', 'filter']);
    return collection.distinct(fieldName, filter, options);
  },
  estimatedDocumentCount: (collection, args) => collection.estimatedDocumentCount(args),
  find: (collection, args) => {
    const [filter, options] = split(args, ['filter']);
    return collection.find(filter, options).toArray();
  },
  findOne: (collection, args) => {
    const [filter, options] = split(args, ['filter']);
    return collection.findOne(filter, options);
  },
  findOneAndDelete: (collection, args) => {
    const [filter, options] = split(args, ['filter']);
    return collection.findOneAndDelete(filter, options);
  },
  findOneAndReplace: (collection, args) => {
    const [filter, replacement, options] = split(args, ['filter', 'replacement']);
    return collection.findOneAndReplace(filter, replacement, returning(options));
  },
  findOneAndUpdate: (collection, args) => {
    const [filter, update, options] = split(args, ['filter', 'update']);
    return collection.findOneAndUpdate(filter, update, returning(options));
  },
  insertMany: (collection, args) => {
    const [documents, options] = split(args, ['documents']);
    return collection.insertMany(documents, options);
  },
  insertOne: (collection, args) => {
    const [document, options] = split(args, ['document']);
    return collection.insertOne(document, options);
  },
  replaceOne: (collection, args) => {
    const [filter, replacement, options] = split(args, ['filter', 'replacement']);
    return collection.replaceOne(filter, replacement, options);
  },
  updateMany: (collection, args) => {
    const [filter, update, options] = split(args, ['filter', 'update']);
    return collection.updateMany(filter, update, options);
  },
  updateOne: (collection, args) => {
    const [filter, update, options] = split(args, ['filter', 'update']);
    return collection.updateOne(filter, update, options);
  },
};

const DATABASE: Readonly<Record<string, (database: mongo.Db, args: Fields) => Promise<unknown>>> = {
  aggregate: (database, args) => {
    const [pipeline, options] = split(args, ['pipeline']);
    return database.aggregate(pipeline, options).toArray();
  },
  createCollection: (database, args) => {
    const [collection, options] = split(args, ['collection']);
    return database.createCollection(collection, options);
  },
  dropCollection: (database, args) => {
    const [collection, options] = split(args, ['collection']);
    return database.dropCollection(collection, options);
  },
  modifyCollection: (database, args) => {
    const [collection, options] = split(args, ['collection']);
    return database.command({ collMod: collection, ...options });
  },
};

const CLIENT: Readonly<Record<string, (client: mongo.MongoClient, args: Fields) => Promise<unknown>>> = {
  clientBulkWrite: async (client, args) => {
    const [models, options] = split(args, ['models']);
    const named = (models as readonly Record<string, Fields>[]).map((model) => {
      const [[name, fields]] = Object.entries(model) as [[string, Fields]];
      return { name, ...fields };
    });
    return clientBulkResult(await client.bulkWrite(named as never, options));
  },
};

export function runOperation(
  { object, name, arguments: args = {} }: Operation,
  entities: Entities,
): Promise<unknown> {
  if (object === 'testRunner') return runRunnerOperation(name, args, entities);
  const entity = entities.get(object);
  const known =
    entity instanceof mongo.Collection
      ? COLLECTION[name]?.bind(null, entity)
      : entity instanceof mongo.Db
        ? DATABASE[name]?.bind(null, entity)
        : CLIENT[name]?.bind(null, entity);
  if (!known) throw new Error(`The runner does not know the operation ${name} on ${object}.`);
  return known(args);
}

async function runRunnerOperation(name: string, args: Fields, entities: Entities): Promise<unknown> {
  if (name !== 'failPoint') throw new Error(`The runner does not know the operation ${name}.`);
  const { client, failPoint } = args as { readonly client: string; readonly failPoint: mongo.Document };
  return entities.client(client).db('admin').command(failPoint);
}

function returning(options: Fields): Fields {
  const { returnDocument, ...others } = options;
  return returnDocument === undefined
    ? others
    : { ...others, returnDocument: String(returnDocument).toLowerCase() };
}

function bulkResult(result: mongo.BulkWriteResult): Fields {
  const {
    insertedCount,
    matchedCount,
    modifiedCount,
    deletedCount,
    upsertedCount,
    insertedIds,
    upsertedIds,
  } = result;
  return {
    insertedCount,
    matchedCount,
    modifiedCount,
    deletedCount,
    upsertedCount,
    insertedIds,
    upsertedIds,
  };
}

function clientBulkResult(result: mongo.ClientBulkWriteResult): Fields {
  const { insertResults, updateResults, deleteResults, ...counts } = result;
  const named = (results: ReadonlyMap<number, unknown> | undefined) => results && Object.fromEntries(results);
  return {
    ...counts,
    insertResults: named(insertResults),
    updateResults: named(updateResults),
    deleteResults: named(deleteResults),
  };
}

/** What an error of the driver says of the part of a bulk that was done. */
export function partialResult(error: unknown): unknown {
  const { result, partialResult: partial } = error as {
    readonly result?: mongo.BulkWriteResult;
    readonly partialResult?: mongo.ClientBulkWriteResult;
  };
  if (partial) return clientBulkResult(partial);
  return result && 'insertedIds' in result ? bulkResult(result) : undefined;
}
