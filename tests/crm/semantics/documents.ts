/** Documents for the tests: written as a driver's user would, read as the store does. */
import { BSON, EJSON } from 'bson';
import { compileFilter } from '../../../crm/embedded/semantics/filter/filter.ts';
import { runPipeline } from '../../../crm/embedded/semantics/pipeline.ts';
import { compileProjection } from '../../../crm/embedded/semantics/projection.ts';
import { compileUpdate, type Update } from '../../../crm/embedded/semantics/update/update.ts';
import { decode } from '../../../crm/embedded/semantics/values/decode.ts';
import { encode } from '../../../crm/embedded/semantics/values/encode.ts';
import type { Document, Value } from '../../../crm/embedded/semantics/values/value.ts';
import { filled, withSecondOpinion } from './second-opinion.ts';

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
  return withSecondOpinion(
    { filter, fields },
    () => compileFilter(document(filter), { now }).matches(document(fields)),
    async (db) => {
      await filled(db.collection('items'), [fields]);
      return (await db.collection('items').countDocuments(filter)) === 1;
    },
  );
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
  const { position, arrayFilters = [] } = options;
  const ask = () => ejson(compiled(update, options).apply(document(fields), position));
  // The position comes from a filter, which isn't part of the question.
  if (position !== undefined) return ask();
  return withSecondOpinion({ fields, update, options }, ask, async (db) => {
    const items = db.collection('items');
    const isNameless = await filled(items, [fields]);
    const [operator = ''] = Object.keys(update);
    if (Array.isArray(update) || operator.startsWith('$')) {
      await items.updateOne({}, update, arrayFilters.length > 0 ? { arrayFilters: [...arrayFilters] } : {});
    } else await items.replaceOne({}, update);
    const [after] = await items.find({}, EXACTLY).toArray();
    return ejson(isNameless ? withoutId(after!) : after!);
  });
}

/** As it is stored, with every number's type. */
const EXACTLY = { promoteValues: false, bsonRegExp: true } as const;

export function projected(fields: object, projection: object): string {
  return withSecondOpinion(
    { fields, projection },
    () => ejson(compileProjection(document(projection), { now }).apply(document(fields))),
    async (db) => {
      const isNameless = await filled(db.collection('items'), [fields]);
      const [found] = await db.collection('items').find({}, EXACTLY).project(projection).toArray();
      return ejson(isNameless ? withoutId(found!) : found!);
    },
  );
}

function withoutId({ _id, ...others }: object & { _id?: unknown }): object {
  return others;
}

export function aggregated(
  documents: readonly object[],
  stages: readonly object[],
  collections: Readonly<Record<string, readonly object[]>> = {},
): string[] {
  const lookup = (name: string) => (collections[name] ?? []).map(document);
  return withSecondOpinion(
    { documents, stages, collections },
    () =>
      [
        ...runPipeline(documents.map(document), value(stages) as Value[], { now, lookup, random: () => 0.5 }),
      ].map(ejson),
    async (db) => {
      const isNameless = await filled(db.collection('items'), documents);
      for (const [name, list] of Object.entries(collections)) await filled(db.collection(name), list);
      const whole = isNameless ? [{ $unset: '_id' }, ...stages] : [...stages];
      return (await db.collection('items').aggregate(whole, EXACTLY).toArray()).map(ejson);
    },
  );
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
