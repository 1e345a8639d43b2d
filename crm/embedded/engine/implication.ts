import type { Conjunct } from '../semantics/filter/filter.ts';
import { compareValues, equalValues, typeOrder } from '../semantics/values/compare.ts';
import type { Value } from '../semantics/values/value.ts';
import { impliesPresence } from './bounds.ts';
import type { Index } from './collection.ts';
import { partialFilterOf } from './index-spec.ts';

/** Whether a sparse or partial index holds every document that meets all these conditions. */
export function holdsAllMatches({ spec }: Index, conjuncts: readonly Conjunct[]): boolean {
  if (spec.sparse) {
    const paths = new Set(spec.fields.map(({ path }) => path));
    if (!conjuncts.some((conjunct) => paths.has(conjunct.path) && impliesPresence(conjunct))) return false;
  }
  const held = partialFilterOf(spec);
  return (
    held === null ||
    held.conjuncts.every((needed) =>
      conjuncts.some((given) => given.path === needed.path && implies(given, needed)),
    )
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
