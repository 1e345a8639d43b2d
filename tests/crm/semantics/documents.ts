/** Documents for the tests: written as a driver's user would, read as the store does. */
import { BSON, EJSON } from 'bson';
import { decode } from '../../../crm/embedded/semantics/decode.ts';
import { encode } from '../../../crm/embedded/semantics/encode.ts';
import { compileFilter } from '../../../crm/embedded/semantics/filter.ts';
import { runPipeline } from '../../../crm/embedded/semantics/pipeline.ts';
import { compileProjection } from '../../../crm/embedded/semantics/projection.ts';
import { compileUpdate, type Update } from '../../../crm/embedded/semantics/update.ts';
import type { Document, Value } from '../../../crm/embedded/semantics/value.ts';

export const now = new Date('2026-03-01T12:00:00Z');

export function document(fields: object): Document {
  return decode(BSON.serialize(fields));
}

export function value(plain: unknown): Value {
  return document({ plain }).plain as Value;
}

/** Text that shows every field in its order and every number with its type: equal only for identical BSON. */
export function ejson(fields: object): string {
  const bytes = fields instanceof Object ? BSON.serialize(fields) : encode(fields as Document);
  return EJSON.stringify(BSON.deserialize(bytes, { promoteValues: false }), { relaxed: false });
}

export function matches(filter: object, fields: object): boolean {
  return compileFilter(document(filter), { now }).matches(document(fields));
}

interface Options {
  readonly position?: number;
  readonly arrayFilters?: readonly object[];
}

export function compiled(update: object, { arrayFilters }: Options = {}): Update {
  const filters = arrayFilters ? { arrayFilters: arrayFilters.map(document) } : {};
  return compileUpdate(value(update) as Document, { now, ...filters });
}

export function updated(fields: object, update: object, options: Options = {}): string {
  return ejson(compiled(update, options).apply(document(fields), options.position));
}

export function projected(fields: object, projection: object): string {
  return ejson(compileProjection(document(projection), { now }).apply(document(fields)));
}

export function aggregated(
  documents: readonly object[],
  stages: readonly object[],
  collections: Readonly<Record<string, readonly object[]>> = {},
): string[] {
  const lookup = (name: string) => (collections[name] ?? []).map(document);
  return [
    ...runPipeline(documents.map(document), value(stages) as Value[], { now, lookup, random: () => 0.5 }),
  ].map(ejson);
}

/** The value of an expression over a document. */
export function evaluated(expression: unknown, fields: object = {}): string {
  return aggregated([fields], [{ $replaceWith: { value: expression } }])[0]!;
}

export function result(expected: unknown): string {
  return ejson({ value: expected });
}

/** The code name of the error that the action throws. */
export function refusal(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return (error as { codeName?: string }).codeName ?? error;
  }
  return 'no error';
}
