/**
 * Chooses the index that serves a query. Rules rather than statistics: more fields fixed to values first, then a range,
 * then an order that saves the sort; the `_id` and a unique index fixed whole win. An `$or` is served by an index for
 * each of its branches where no single index bounds the query.
 */
import { StoreError } from '../errors.ts';
import type { Conjunct, Filter } from '../semantics/filter/filter.ts';
import type { SortKey } from '../semantics/sort.ts';
import { compareValues, equalValues, typeOrder } from '../semantics/values/compare.ts';
import { type Document, documentOf, isDocument, type Value } from '../semantics/values/value.ts';
import {
  describeStretch,
  impliesPresence,
  intersect,
  keyRange,
  pointKey,
  type Stretch,
  stretchesOf,
} from './bounds.ts';
import { asIdKey, type Collection, type Index, type StoredDocument } from './collection.ts';
import type { KeyRange } from './environment.ts';
import { compilePartialFilter, type IndexField, PRIMARY_INDEX } from './index-spec.ts';

export interface PlanRequest {
  readonly filter: Filter;
  /** Empty when the order does not matter. */
  readonly sort: readonly SortKey[];
  /** An index name, a key pattern, or `{ $natural: 1 | -1 }`. */
  readonly hint?: Value | undefined;
}

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

const PRIMARY: Index = { id: 0, spec: PRIMARY_INDEX, multikey: false };
const EVERYTHING: KeyRange = { start: Buffer.alloc(0), end: Buffer.from([255]) };
const NO_BOUNDS: ReadonlyMap<string, readonly Stretch[]> = new Map();
const MAX_RANGES = 1000;

/** @throws StoreError BadValue for a hint that names no index */
export function choosePlan(collection: Collection, request: PlanRequest): Plan {
  const hinted = hintedIndex(collection, request.hint);
  if (hinted === 'forward' || hinted === 'backward') {
    return { ...WHOLE_COLLECTION, reverse: hinted === 'backward', isSorted: request.sort.length === 0 };
  }
  const candidates = hinted ? [hinted] : [PRIMARY, ...collection.indexes.filter(({ spec }) => !spec.hidden)];
  const best = bestOf(candidates, request);
  if (!hinted && (best === null || best.plan.bounds.size === 0)) {
    const union = unionPlan(candidates, request);
    if (union) return union;
  }
  if (best && (best.score > 0 || hinted)) return best.plan;
  return { ...WHOLE_COLLECTION, isSorted: request.sort.length === 0 };
}

type Candidate = { readonly plan: Plan; readonly score: number };

function bestOf(candidates: readonly Index[], request: PlanRequest): Candidate | null {
  let best: Candidate | null = null;
  for (const index of candidates) {
    const candidate = planWith(index, request);
    if (candidate && (best === null || candidate.score > best.score)) best = candidate;
  }
  return best;
}

/** The first `$or` of which an index bounds every branch; what stands beside the `$or` helps to bound it. */
function unionPlan(candidates: readonly Index[], { filter, sort }: PlanRequest): Plan | null {
  for (const disjunction of filter.disjunctions) {
    const branches = disjunction.map((conjuncts) =>
      bestOf(candidates, {
        filter: { ...filter, conjuncts: [...conjuncts, ...filter.conjuncts] },
        sort: [],
      }),
    );
    if (branches.every((branch) => branch !== null && branch.plan.bounds.size > 0)) {
      return {
        ...WHOLE_COLLECTION,
        isSorted: sort.length === 0,
        branches: branches.map((branch) => branch!.plan),
      };
    }
  }
  return null;
}

/** An index holds text as bytes: under a collation it serves conditions without text, and no sort. */
export function choosePlanUnderCollation(collection: Collection, request: PlanRequest): Plan {
  const withoutText = (list: readonly Conjunct[]) => list.filter(({ operand }) => !holdsText(operand));
  const filter = {
    ...request.filter,
    conjuncts: withoutText(request.filter.conjuncts),
    disjunctions: request.filter.disjunctions.map((branches) => branches.map(withoutText)),
  };
  const plan = choosePlan(collection, { ...request, filter, sort: [] });
  return { ...plan, isSorted: request.sort.length === 0 };
}

function holdsText(value: Value): boolean {
  if (typeof value === 'string') return true;
  if (Array.isArray(value) || isDocument(value)) {
    return Object.values(value).some((inner) => inner !== undefined && holdsText(inner));
  }
  return typeOrder(value) === typeOrder('');
}

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

const WHOLE_COLLECTION: Plan = {
  index: null,
  ranges: [EVERYTHING],
  reverse: false,
  isSorted: false,
  keys: null,
  bounds: NO_BOUNDS,
  branches: [],
};

function planWith(index: Index, { filter, sort }: PlanRequest): { plan: Plan; score: number } | null {
  if (!holdsAllMatches(index, filter.conjuncts)) return null;
  const { fields } = index.spec;
  const bounds = new Map<string, readonly Stretch[]>();
  let prefixes: Buffer[] = [Buffer.alloc(0)];
  let ranges: KeyRange[] | null = null;
  const constant = new Set<string>();
  for (const [i, field] of fields.entries()) {
    if (index.multikey && sharesArray(field, fields.slice(0, i), bounds)) break;
    const stretches = boundsOf(field.path, filter.conjuncts, index.multikey);
    if (stretches === null || prefixes.length * stretches.length > MAX_RANGES) break;
    bounds.set(field.path, stretches);
    if (stretches.every((stretch) => stretch.kind === 'point')) {
      if (stretches.length === 1) constant.add(field.path);
      prefixes = prefixes.flatMap((prefix) =>
        stretches.map((stretch) => pointKey(prefix, stretch, field.descending)),
      );
    } else {
      ranges = prefixes.flatMap((prefix) =>
        stretches.map((stretch) => keyRange(prefix, stretch, field.descending)),
      );
      break;
    }
  }
  const fixed = ranges === null ? bounds.size : bounds.size - 1;
  const all = ranges ?? prefixes.map(behind);
  const order = index.multikey ? null : orderOf(fields, constant, sort);
  const isSorted = sort.length === 0 || order !== null;
  const isWhole = index.spec.unique && fixed === fields.length;
  const plan: Plan = {
    index,
    ranges: all.sort((a, b) => Buffer.compare(a.start, b.start)),
    reverse: order === 'backward',
    isSorted,
    keys: isWhole && sort.length === 0 ? prefixes.map(asIdKey) : null,
    bounds,
    branches: [],
  };
  const saved = sort.length > 0 && isSorted ? 4 : 0;
  return { plan, score: (isWhole ? 1000 : 0) + fixed * 10 + (ranges === null ? 0 : 5) + saved };
}

function behind(prefix: Buffer): KeyRange {
  return {
    start: Buffer.concat([prefix, Buffer.from([1])]),
    end: Buffer.concat([prefix, Buffer.from([255])]),
  };
}

/** One set of stretches that holds every match; null without a usable condition. */
function boundsOf(
  path: string,
  conjuncts: readonly Conjunct[],
  multikey: boolean,
): readonly Stretch[] | null {
  let found: readonly Stretch[] | null = null;
  for (const conjunct of conjuncts) {
    if (conjunct.path !== path) continue;
    const stretches = stretchesOf(conjunct);
    if (stretches === null) continue;
    if (found === null) found = stretches;
    // Two elements of an array may satisfy the two conditions, so only one of them can bound the scan.
    else if (!multikey) found = intersect(found, stretches);
    else if (isTighter(stretches, found)) found = stretches;
  }
  return found;
}

function isTighter(a: readonly Stretch[], b: readonly Stretch[]): boolean {
  const points = (stretches: readonly Stretch[]): boolean => stretches.every(({ kind }) => kind === 'point');
  return points(a) && (!points(b) || a.length < b.length);
}

/** Conditions on two fields of the same array may be met by different elements, but a key holds one element's. */
function sharesArray(
  field: IndexField,
  earlier: readonly IndexField[],
  bounds: ReadonlyMap<string, readonly Stretch[]>,
): boolean {
  return earlier.some(({ path, parts }) => bounds.has(path) && parts[0] === field.parts[0]);
}

/** How to walk the index for this sort, the `_id` being its silent last field; null when it has another order. */
function orderOf(
  fields: readonly IndexField[],
  constant: ReadonlySet<string>,
  sort: readonly SortKey[],
): 'forward' | 'backward' | null {
  const keys = [...fields, ...PRIMARY_INDEX.fields];
  let direction: 'forward' | 'backward' | null = null;
  let at = 0;
  for (const { path, direction: wanted } of sort) {
    if (constant.has(path)) continue;
    while (at < keys.length && keys[at]!.path !== path && constant.has(keys[at]!.path)) at++;
    const key = keys[at++];
    if (key?.path !== path) return null;
    const needed = key.descending === (wanted === -1) ? 'forward' : 'backward';
    if (direction !== null && direction !== needed) return null;
    direction = needed;
  }
  return direction ?? 'forward';
}

function holdsAllMatches({ spec }: Index, conjuncts: readonly Conjunct[]): boolean {
  if (spec.sparse) {
    const paths = new Set(spec.fields.map(({ path }) => path));
    if (!conjuncts.some((conjunct) => paths.has(conjunct.path) && impliesPresence(conjunct))) return false;
  }
  if (spec.partialFilter === null) return true;
  return compilePartialFilter(spec.partialFilter).conjuncts.every((needed) =>
    conjuncts.some((given) => given.path === needed.path && implies(given, needed)),
  );
}

function implies(given: Conjunct, needed: Conjunct): boolean {
  switch (needed.operator) {
    case '$exists':
      return isTrue(needed.operand) ? impliesPresence(given) : sameCondition(given, needed);
    case '$eq':
      return given.operator === '$eq' && equalValues(given.operand, needed.operand);
    case '$in':
      return (
        valuesOf(given)?.every((value) => valuesOf(needed)!.some((one) => equalValues(value, one))) ?? false
      );
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return impliesRange(given, needed);
    default:
      return sameCondition(given, needed);
  }
}

function impliesRange(given: Conjunct, needed: Conjunct): boolean {
  const upwards = needed.operator.startsWith('$g');
  const strict = !needed.operator.endsWith('e');
  const values =
    valuesOf(given) ?? (given.operator.startsWith(upwards ? '$g' : '$l') ? [given.operand] : null);
  const isStrictToo = given.operator === '$gt' || given.operator === '$lt';
  return (
    values?.every((value) => {
      if (Array.isArray(value) || typeOrder(value) !== typeOrder(needed.operand)) return false;
      const order = compareValues(value, needed.operand) * (upwards ? 1 : -1);
      return order > 0 || (order === 0 && (!strict || isStrictToo));
    }) ?? false
  );
}

function valuesOf({ operator, operand }: Conjunct): readonly Value[] | null {
  if (operator === '$eq') return [operand];
  return operator === '$in' && Array.isArray(operand) ? operand : null;
}

function sameCondition(a: Conjunct, b: Conjunct): boolean {
  return a.operator === b.operator && equalValues(a.operand, b.operand);
}

function isTrue(value: Value): boolean {
  return value === true || (typeof value === 'number' && value !== 0);
}

function hintedIndex(collection: Collection, hint: Value | undefined): Index | 'forward' | 'backward' | null {
  if (hint === undefined || (isDocument(hint) && Object.keys(hint).length === 0)) return null;
  if (isDocument(hint) && hint.$natural !== undefined)
    return Number(hint.$natural) < 0 ? 'backward' : 'forward';
  const found = [PRIMARY, ...collection.indexes].find(({ spec }) =>
    typeof hint === 'string' ? spec.name === hint : sameKey(spec.key, hint),
  );
  if (!found) {
    throw new StoreError(
      'BadValue',
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    );
  }
  return found;
}

/** Whether two key patterns are the same fields, order and directions. */
export function sameKey(a: Document, b: Value): boolean {
  return isDocument(b) && equalValues(a, b);
}
