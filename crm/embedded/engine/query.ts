/** Runs a query: candidates from the planner, checked against the filter, in the order asked for. */
import { StoreError } from '../errors.ts';
import { compileFilter, type Filter } from '../semantics/filter/filter.ts';
import { compileSort, parseSort, type SortKey } from '../semantics/sort.ts';
import { BINARY, type Collation } from '../semantics/values/collation.ts';
import { decode } from '../semantics/values/decode.ts';
import { createDocument, type Document, type Value } from '../semantics/values/value.ts';
import type { Collection, StoredDocument } from './collection.ts';
import { type Plan, runPlan } from './plan.ts';
import { choosePlan, choosePlanUnderCollation } from './planner.ts';

export interface QueryRequest {
  readonly filter: Document;
  readonly sort?: Document | undefined;
  readonly skip?: number | undefined;
  /** 0 or absent: all. */
  readonly limit?: number | undefined;
  readonly hint?: Value | undefined;
  readonly let?: Readonly<Record<string, Value>>;
  readonly collation?: Collation | undefined;
  readonly now: Date;
  /** Called now and then; throws when the time that the client allowed is over. */
  readonly checkTime?: () => void;
}

export interface Query {
  readonly filter: Filter;
  readonly sortKeys: readonly SortKey[];
  readonly plan: Plan;
  readonly request: QueryRequest;
  /** Counted while it runs, for explain. */
  readonly examined: { documents: number };
}

/** What an in-memory sort may hold, as on a MongoDB server without disk use. */
const MAX_SORT_BYTES = 100 * 1024 * 1024;
const CHECK_TIME_EVERY = 128;

/** @throws StoreError for a filter, sort or hint that can't be run */
export function planQuery(collection: Collection, request: QueryRequest): Query {
  const filter = compileFilter(request.filter, request);
  const { sort } = request;
  const natural = sort?.$natural;
  const sortKeys = sort === undefined || natural !== undefined ? [] : parseSort(sort);
  const hint = natural === undefined ? request.hint : { $natural: natural };
  const choose = (request.collation ?? BINARY) === BINARY ? choosePlan : choosePlanUnderCollation;
  const plan = choose(collection, { filter, sort: sortKeys, hint });
  return { filter, sortKeys, plan, request, examined: { documents: 0 } };
}

/** The documents of the result, as stored. */
export function* runQuery(collection: Collection, query: Query): Generator<StoredDocument> {
  const { plan, sortKeys, request } = query;
  const skip = request.skip ?? 0;
  const end = request.limit ? skip + request.limit : Number.POSITIVE_INFINITY;
  const found =
    plan.isSorted || sortKeys.length === 0 ? matching(collection, query) : sorted(collection, query, end);
  let position = 0;
  if (end === 0) return;
  for (const stored of found) {
    if (position++ >= skip) yield stored;
    if (position >= end) return;
  }
}

function* matching(collection: Collection, query: Query): Generator<StoredDocument> {
  const { filter } = query;
  for (const stored of examined(collection, query)) {
    if (filter.matches(readFields(stored.bytes, filter.fields))) yield stored;
  }
}

/** @param fields null for all */
function readFields(bytes: Buffer, fields: ReadonlySet<string> | null): Document {
  return fields?.size === 0 ? NO_FIELDS : decode(bytes, fields ?? undefined);
}

const NO_FIELDS = createDocument();

interface Sortable {
  readonly stored: StoredDocument;
  readonly document: Document;
}

/** Keeps no more than the first `end` documents, cutting back whenever twice as many have gathered. */
function* sorted(collection: Collection, query: Query, end: number): Generator<StoredDocument> {
  const { filter, sortKeys, request } = query;
  const compare = compileSort(request.sort ?? createDocument(), request.collation);
  const order = (a: Sortable, b: Sortable): number => compare(a.document, b.document);
  const fields =
    filter.fields && new Set([...filter.fields, ...sortKeys.map(({ path }) => path.split('.', 1)[0]!)]);
  const cutAt = Math.max(end * 2, 1024);
  let gathered: Sortable[] = [];
  let bytes = 0;
  for (const stored of examined(collection, query)) {
    const document = readFields(stored.bytes, fields);
    if (!filter.matches(document)) continue;
    gathered.push({ stored, document });
    bytes += stored.bytes.length;
    if (gathered.length >= cutAt) {
      gathered = gathered.sort(order).slice(0, end);
      bytes = gathered.reduce((sum, one) => sum + one.stored.bytes.length, 0);
    }
    if (bytes > MAX_SORT_BYTES) throw sortTooLarge();
  }
  for (const { stored } of gathered.sort(order)) yield stored;
}

function* examined(collection: Collection, { plan, request, examined }: Query): Generator<StoredDocument> {
  for (const stored of runPlan(collection, plan)) {
    if (examined.documents++ % CHECK_TIME_EVERY === 0) request.checkTime?.();
    yield stored;
  }
}

function sortTooLarge(): StoreError {
  return new StoreError(
    'QueryExceededMemoryLimitNoDiskUseAllowed',
    `Sorting needs more than ${MAX_SORT_BYTES} bytes of memory; create an index that has this order, or set a limit.`,
  );
}
