/** TTL indexes: deletes the documents whose date is past. */
import { createDocument, type Document, documentOf } from '../semantics/values/value.ts';
import type { Engine } from './engine.ts';
import type { IndexSpec } from './index-spec.ts';
import { remove } from './modify.ts';

/** Per index and round; the rest follows in the next. */
const MAX_DELETED = 10_000;

/** Returns how many documents it deleted. */
export async function deleteExpired(engine: Engine): Promise<number> {
  let deleted = 0;
  for (const { namespace, indexes } of engine.catalog.list()) {
    for (const { spec } of indexes) {
      if (spec.expireAfterSeconds === null) continue;
      const now = new Date(engine.now());
      const request = {
        filter: expired(spec, spec.expireAfterSeconds, now),
        hint: spec.name,
        limit: MAX_DELETED,
        now,
      };
      deleted += await engine.environment.write(() => remove(engine.catalog.get(namespace), request).deleted);
    }
  }
  return deleted;
}

function expired(spec: IndexSpec, seconds: number, now: Date): Document {
  const past = documentOf({
    [spec.fields[0]!.path]: documentOf({ $lt: new Date(now.getTime() - seconds * 1000) }),
  });
  return documentOf({ $and: [past, spec.partialFilter ?? createDocument()] });
}
