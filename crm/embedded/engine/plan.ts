import type { SortKey } from '../semantics/sort.ts';
import { type Document, documentOf } from '../semantics/values/value.ts';
import { describeStretch, type Stretch } from './bounds.ts';
import type { Collection, Index, StoredDocument } from './collection.ts';
import type { KeyRange } from './environment.ts';
import { PRIMARY_INDEX } from './index-spec.ts';

export interface Plan {
  /** null: the whole collection in `_id` order. */
  readonly index: Index | null;
  readonly ranges: readonly KeyRange[];
  readonly reverse: boolean;
  /** Documents come in the order asked for. */
  readonly isSorted: boolean;
  /** The documents under exactly these keys of a unique index; then `ranges` is not used. */
  readonly keys: readonly Buffer[] | null;
  /** For explain: the stretches of each bounded field. */
  readonly bounds: ReadonlyMap<string, readonly Stretch[]>;
  /** Where there are any, the candidates are those of all of them, and `index` is null. */
  readonly branches: readonly Plan[];
}

export const PRIMARY: Index = { id: 0, spec: PRIMARY_INDEX, multikey: false };
const EVERYTHING: KeyRange = { start: Buffer.alloc(0), end: Buffer.from([255]) };
const NO_BOUNDS: ReadonlyMap<string, readonly Stretch[]> = new Map();
export const WHOLE_COLLECTION: Plan = {
  index: null,
  ranges: [EVERYTHING],
  reverse: false,
  isSorted: false,
  keys: null,
  bounds: NO_BOUNDS,
  branches: [],
};

/** The candidates of a plan, each once; the caller checks them against the filter. */
export function* runPlan(collection: Collection, plan: Plan): Generator<StoredDocument> {
  const { index, reverse, branches } = plan;
  if (branches.length > 0) {
    yield* distinct(branches.map((branch) => runPlan(collection, branch)));
    return;
  }
  if (index !== null && plan.keys) {
    yield* fetch(collection, index, lookUpAll(collection, index, plan.keys));
    return;
  }
  const ranges = reverse ? plan.ranges.toReversed() : plan.ranges;
  if (index === null || index === PRIMARY) {
    for (const range of ranges) yield* collection.documents(range, reverse);
    return;
  }
  const seen = new Set<string>();
  for (const range of ranges)
    yield* fetch(collection, index, collection.indexed(index, range, reverse), seen);
}

function* distinct(sources: readonly Iterable<StoredDocument>[]): Generator<StoredDocument> {
  const seen = new Set<string>();
  for (const source of sources) {
    for (const stored of source) {
      const key = stored.id.toString('latin1');
      if (seen.has(key)) continue;
      seen.add(key);
      yield stored;
    }
  }
}

function* lookUpAll(collection: Collection, index: Index, keys: readonly Buffer[]): Generator<Buffer> {
  for (const key of keys) {
    const id = index === PRIMARY ? key : collection.lookUp(index, key);
    if (id) yield id;
  }
}

/** The documents of these `_id`s. @param seen keeps a document with several keys in the index from coming twice */
function* fetch(
  collection: Collection,
  index: Index,
  ids: Iterable<Buffer>,
  seen = new Set<string>(),
): Generator<StoredDocument> {
  for (const id of ids) {
    if (index.multikey) {
      const key = id.toString('latin1');
      if (seen.has(key)) continue;
      seen.add(key);
    }
    const bytes = collection.get(id);
    if (bytes) yield { id, bytes };
  }
}

/** The `winningPlan` part of an explain reply. */
export function describePlan(plan: Plan, sort: readonly SortKey[]): Document {
  const input = describeInput(plan);
  if (plan.isSorted || sort.length === 0) return input;
  const pattern = documentOf(Object.fromEntries(sort.map(({ path, direction }) => [path, direction])));
  return documentOf({ stage: 'SORT', sortPattern: pattern, inputStage: input });
}

function describeInput({ index, keys, reverse, bounds, branches }: Plan): Document {
  const direction = reverse ? 'backward' : 'forward';
  if (branches.length > 0) return documentOf({ stage: 'OR', inputStages: branches.map(describeInput) });
  if (keys && index === PRIMARY)
    return documentOf({ stage: 'IDHACK', indexName: PRIMARY_INDEX.name, keyPattern: PRIMARY_INDEX.key });
  if (index === null) return documentOf({ stage: 'COLLSCAN', direction });
  const indexBounds = documentOf(
    Object.fromEntries([...bounds].map(([path, stretches]) => [path, stretches.map(describeStretch)])),
  );
  return documentOf({
    stage: 'FETCH',
    inputStage: documentOf({
      stage: 'IXSCAN',
      keyPattern: index.spec.key,
      indexName: index.spec.name,
      isMultiKey: index.multikey,
      isUnique: index.spec.unique,
      isSparse: index.spec.sparse,
      isPartial: index.spec.partialFilter !== null,
      direction,
      indexBounds,
    }),
  });
}
