/** How the stages of a pipeline are written down. */
import { type ErrorCodeName, StoreError } from '../../errors.ts';
import type { Scope } from '../scope.ts';
import { toInteger } from '../values/numbers.ts';
import { type Document, isDocument, isNumeric, typeName, type Value } from '../values/value.ts';

export type Documents = Iterable<Document>;

/** What a pipeline needs from outside. */
export interface PipelineEnvironment {
  /** All documents of another collection of the database, for `$lookup` and `$unionWith`. */
  lookup(collection: string): Documents;
  /** Finds documents of another collection by one field, where an index of theirs serves that. */
  finder?(collection: string, field: string): Finder | undefined;
  /** Called now and then by stages that can take long; throws when the client's time is over. */
  checkTime?(): void;
}

export interface Finder {
  /** How many documents the collection has. */
  readonly count: number;
  /** The documents of which the field equals one of the values, or is an array that holds one. */
  find(values: readonly Value[]): Documents;
}

export interface StageContext {
  readonly scope: Scope;
  readonly environment: PipelineEnvironment;
  /** Compiles a pipeline inside this one. */
  compile(stages: Value, scope: Scope): CompiledPipeline;
}

export interface CompiledPipeline {
  run(input: Documents): Documents;
  /** Whether what comes out depends only on the fields its scope recorded. */
  readonly isClosed: boolean;
}

export interface CompiledStage {
  run(input: Documents): Documents;
  /** True if documents come out without fields that the stage did not ask for: what follows reads its output alone. */
  readonly closes?: boolean;
}

export type Stage = (specification: Value, context: StageContext) => CompiledStage;
export type StageTable = Readonly<Record<string, Stage>>;

/** As many documents as a stage may hold at once, in place of MongoDB's 100 MB. */
export const MAX_HELD = 1_000_000;

/** @throws StoreError QueryExceededMemoryLimitNoDiskUseAllowed */
export function collect(input: Documents, name: string): Document[] {
  const documents: Document[] = [];
  for (const document of input) {
    if (documents.length === MAX_HELD) throw tooMany(name);
    documents.push(document);
  }
  return documents;
}

export function tooMany(name: string): StoreError {
  return new StoreError(
    'QueryExceededMemoryLimitNoDiskUseAllowed',
    `${name} would hold more than ${MAX_HELD} documents at once; put a $match or $limit before it.`,
  );
}

/** A stage that maps each document to one. */
export function mapping(change: (document: Document) => Document): CompiledStage['run'] {
  return function* run(input) {
    for (const document of input) yield change(document);
  };
}

export function documentOperand(value: Value | undefined, name: string, code: ErrorCodeName): Document {
  if (isDocument(value)) return value;
  throw new StoreError(code, `the ${name} stage specification must be an object, not ${typeName(value)}`);
}

export function countOperand(value: Value | undefined, name: string, least: 0 | 1): number {
  const count = isNumeric(value) ? toInteger(value) : undefined;
  if (count === undefined) {
    throw new StoreError(
      'Location5107201',
      `invalid argument to ${name} stage: Expected an integer, found ${typeName(value)}`,
    );
  }
  if (count < BigInt(least)) {
    const [code, wanted] =
      least === 1 ? (['Location15958', 'positive'] as const) : (['Location5107200', 'non-negative'] as const);
    throw new StoreError(code, `invalid argument to ${name} stage: the ${name.slice(1)} must be ${wanted}`);
  }
  return Number(count);
}

export function checkFields(specification: Document, allowed: readonly string[], name: string): void {
  const unknown = Object.keys(specification).find((field) => !allowed.includes(field));
  if (unknown !== undefined) throw new StoreError('FailedToParse', `unknown argument to ${name}: ${unknown}`);
}
