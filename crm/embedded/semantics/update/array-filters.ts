/** `arrayFilters` of an update: which elements `$[identifier]` stands for (MongoDB manual, "$[<identifier>]"). */
import { StoreError } from '../../errors.ts';
import { compileMatch } from '../filter/filter.ts';
import type { Scope } from '../scope.ts';
import { type Document, documentOf, isDocument, type Value } from '../values/value.ts';
import { arrayIdentifiers, type Change } from './update-path.ts';

/**
 * Tests of array elements by identifier.
 * @throws StoreError when a filter names no identifier, several, a wrong one, or one that another names
 */
export function compileArrayFilters(
  filters: readonly Document[],
  scope: Scope,
): ReadonlyMap<string, (element: Value) => boolean> {
  const compiled = new Map<string, (element: Value) => boolean>();
  for (const filter of filters) {
    const identifiers = new Set<string>();
    collectIdentifiers(filter, identifiers);
    const [identifier, other] = identifiers;
    if (identifier === undefined) {
      throw new StoreError(
        'FailedToParse',
        'Cannot use an expression without a top-level field name in arrayFilters',
      );
    }
    if (other !== undefined) {
      throw new StoreError(
        'FailedToParse',
        `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${identifier}' and '${other}'`,
      );
    }
    if (!/^[a-z][a-zA-Z0-9]*$/.test(identifier)) {
      throw new StoreError(
        'BadValue',
        `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${identifier}'`,
      );
    }
    if (compiled.has(identifier)) {
      throw new StoreError(
        'FailedToParse',
        `Found multiple array filters with the same top-level field name ${identifier}`,
      );
    }
    const matches = compileMatch(filter, scope);
    compiled.set(identifier, (element) => matches(documentOf({ [identifier]: element })));
  }
  return compiled;
}

function collectIdentifiers(filter: Document, identifiers: Set<string>): void {
  for (const [name, operand] of Object.entries(filter)) {
    if (!name.startsWith('$')) identifiers.add(name.split('.')[0]!);
    else if (Array.isArray(operand)) {
      for (const clause of operand) if (isDocument(clause)) collectIdentifiers(clause, identifiers);
    }
  }
}

/** @throws StoreError when a path names an identifier without a filter, or a filter is for none */
export function checkIdentifiers(changes: readonly Change[], filters: ReadonlyMap<string, unknown>): void {
  const used = new Set<string>();
  for (const { parts, path } of changes) {
    for (const identifier of arrayIdentifiers(parts)) {
      if (!filters.has(identifier)) {
        throw new StoreError(
          'BadValue',
          `No array filter found for identifier '${identifier}' in path '${path}'`,
        );
      }
      used.add(identifier);
    }
  }
  for (const identifier of filters.keys()) {
    if (!used.has(identifier)) {
      throw new StoreError(
        'FailedToParse',
        `The array filter for identifier '${identifier}' was not used in the update`,
      );
    }
  }
}
