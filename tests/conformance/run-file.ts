/** Runs the tests of one file: entities, operations, command events, outcome ("Executing a Test" of the format). */
import { mongo } from 'mongoose';
import { Entities } from './entities.ts';
import type {
  CollectionData,
  ExpectedError,
  ExpectedEvents,
  Fields,
  Operation,
  UnifiedFile,
  UnifiedTest,
} from './format.ts';
import { mismatch } from './match.ts';
import { partialResult, runOperation } from './operations.ts';
import { meets, type ServerDescription } from './requirements.ts';

export interface TestResult {
  readonly description: string;
  readonly outcome: 'passed' | 'failed' | 'not for this server';
  /** What went wrong. */
  readonly message?: string;
}

export interface Server {
  readonly uri: string;
  /** A connection for setting up and looking, apart from the ones under test. */
  readonly client: mongo.MongoClient;
  readonly description: ServerDescription;
}

/** Extended JSON whose longs and doubles keep their type, while plain numbers stay plain for the driver's options. */
export function parseFile(text: string): UnifiedFile {
  return JSON.parse(text, (_name, value: unknown) => {
    const [name, ...others] = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    if (name === undefined || others.length > 0) return value;
    const { [name]: content } = value as Record<string, unknown>;
    if (name === '$numberLong') return mongo.Long.fromString(String(content));
    if (name === '$numberDouble') return new mongo.Double(Number(content));
    return EXTENDED.has(name) ? mongo.BSON.EJSON.parse(JSON.stringify(value)) : value;
  }) as UnifiedFile;
}

const EXTENDED = new Set([
  '$binary',
  '$date',
  '$maxKey',
  '$minKey',
  '$numberDecimal',
  '$numberInt',
  '$oid',
  '$uuid',
]);

export async function runFile(file: UnifiedFile, server: Server): Promise<TestResult[]> {
  const results: TestResult[] = [];
  const isForServer = meets(server.description, file.runOnRequirements);
  for (const test of file.tests) {
    const { description } = test;
    if (!isForServer || test.skipReason !== undefined || !meets(server.description, test.runOnRequirements)) {
      results.push({ description, outcome: 'not for this server' });
      continue;
    }
    const message = await runTest(file, test, server);
    results.push(
      message === undefined
        ? { description, outcome: 'passed' }
        : { description, outcome: 'failed', message },
    );
  }
  return results;
}

/** Says what went wrong, or nothing. */
async function runTest(file: UnifiedFile, test: UnifiedTest, server: Server): Promise<string | undefined> {
  const entities = new Entities(server.uri);
  try {
    for (const data of file.initialData ?? []) await fill(server.client, data);
    await entities.create(file.createEntities ?? []);
    for (const operation of test.operations) await check(operation, entities);
    for (const expected of test.expectEvents ?? []) checkEvents(expected, entities);
    for (const data of test.outcome ?? []) await checkOutcome(server.client, data);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await entities.close();
  }
}

async function fill(
  client: mongo.MongoClient,
  { databaseName, collectionName, documents }: CollectionData,
): Promise<void> {
  const database = client.db(databaseName);
  await database.dropCollection(collectionName);
  if (documents.length === 0) await database.createCollection(collectionName);
  else await database.collection(collectionName).insertMany([...documents] as mongo.Document[]);
}

async function check(operation: Operation, entities: Entities): Promise<void> {
  const { name, expectError, expectResult, ignoreResultAndError } = operation;
  let result: unknown;
  let failure: unknown;
  try {
    result = await runOperation(operation, entities);
  } catch (error) {
    failure = error;
  }
  if (ignoreResultAndError) return;
  if (expectError) {
    if (failure === undefined) throw new Error(`${name} should have failed`);
    checkError(name, failure, expectError);
    return;
  }
  if (failure !== undefined) throw failure;
  if ('expectResult' in operation)
    demand(mismatch(result ?? null, expectResult, true, `the result of ${name}`));
}

function checkError(name: string, failure: unknown, expected: ExpectedError): void {
  const error = failure as Error & {
    readonly code?: number;
    readonly codeName?: string;
    readonly errorResponse?: unknown;
  };
  const isClientError =
    !(failure instanceof mongo.MongoServerError) || failure instanceof mongo.MongoClientBulkWriteError;
  const wrong = (what: string) => demand(`${name} failed with ${what}: ${error.message}`);
  if (expected.isClientError !== undefined && expected.isClientError !== isClientError) {
    wrong(isClientError ? 'an error of the driver' : 'an error of the server');
  }
  if (expected.errorContains && !error.message.toLowerCase().includes(expected.errorContains.toLowerCase())) {
    wrong(`a message without '${expected.errorContains}'`);
  }
  if (expected.errorCode !== undefined && expected.errorCode !== error.code) wrong(`code ${error.code}`);
  if (expected.errorCodeName !== undefined && expected.errorCodeName !== error.codeName)
    wrong(`code ${error.codeName}`);
  if (expected.errorResponse)
    demand(mismatch(error.errorResponse, expected.errorResponse, true, 'the reply'));
  if ('expectResult' in expected) {
    demand(mismatch(partialResult(failure), expected.expectResult, true, `the partial result of ${name}`));
  }
  const { writeErrors, writeConcernErrors } = failure as Partial<mongo.MongoClientBulkWriteError>;
  if (expected.writeErrors) {
    const errors = writeErrors && Object.fromEntries(writeErrors as ReadonlyMap<number, unknown>);
    demand(mismatch(errors, expected.writeErrors, true, 'the write errors'));
  }
  if (expected.writeConcernErrors) {
    demand(mismatch(writeConcernErrors, expected.writeConcernErrors, true, 'the write concern errors'));
  }
}

function checkEvents(
  { client, events, ignoreExtraEvents = false }: ExpectedEvents,
  entities: Entities,
): void {
  const observed = entities.observed(client);
  if (ignoreExtraEvents ? observed.length < events.length : observed.length !== events.length) {
    const names = observed.map(({ name, fields }) => `${name} ${fields.commandName}`);
    throw new Error(`${events.length} events expected, there were ${observed.length}: ${names.join(', ')}`);
  }
  for (const [index, event] of events.entries()) {
    const [[name, { command, reply, ...fields }]] = Object.entries(event) as [[string, Fields]];
    const seen = observed[index]!;
    if (seen.name !== name) throw new Error(`event ${index} is a ${seen.name}, not a ${name}`);
    demand(mismatch(seen.fields, fields, true, `event ${index}`));
    if (command !== undefined)
      demand(mismatch(seen.fields.command, command, true, `the command of event ${index}`));
    if (reply !== undefined) demand(mismatch(seen.fields.reply, reply, true, `the reply of event ${index}`));
  }
}

async function checkOutcome(
  client: mongo.MongoClient,
  { databaseName, collectionName, documents }: CollectionData,
): Promise<void> {
  const found = await client.db(databaseName).collection(collectionName).find().sort({ _id: 1 }).toArray();
  // Here documents must be equal, so they are compared as if inside another.
  demand(mismatch(found, documents, false, `the collection ${collectionName}`));
}

function demand(problem: string | undefined): void {
  if (problem !== undefined) throw new Error(problem);
}
