/**
 * Chooses the index that serves a query. Rules rather than statistics: more fields fixed to values first, then a range,
 * then an order that saves the sort; the `_id` and a unique index fixed whole win. An `$or` is served by an index for
 * each of its branches where no single index bounds the query.
 */
import { StoreError } from '../errors.ts';
import type { Conjunct, Filter } from '../semantics/filter/filter.ts';
import type { SortKey } from '../semantics/sort.ts';
import { equalValues, typeOrder } from '../semantics/values/compare.ts';
import { type Document, isDocument, type Value } from '../semantics/values/value.ts';
import { intersect, keyRange, pointKey, type Stretch, stretchesOf } from './bounds.ts';
import { type Collection, equalTo, type Index } from './collection.ts';
import { asIdKey } from './document-checks.ts';
import type { KeyRange } from './environment.ts';
import { holdsAllMatches } from './implication.ts';
import { type IndexField, PRIMARY_INDEX } from './index-spec.ts';
import { type Plan, PRIMARY, WHOLE_COLLECTION } from './plan.ts';

export interface PlanRequest {
  readonly filter: Filter;
  /** Empty when the order does not matter. */
  readonly sort: readonly SortKey[];
  /** An index name, a key pattern, or `{ $natural: 1 | -1 }`. */
  readonly hint?: Value | undefined;
}

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
  const all = ranges ?? prefixes.map(equalTo);
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
