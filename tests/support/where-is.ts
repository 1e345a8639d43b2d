import type { mongo } from 'mongoose';

/**
 * Which of the strings stands in which collection, in a value or a name, as `collection: string`. It looks through the
 * documents as bytes: BSON has strings in UTF-8.
 */
export async function whereIs(db: mongo.Db, ...strings: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
    for await (const document of db.collection(name).find({}, { raw: true })) {
      const bytes = document as unknown as Buffer;
      for (const wanted of strings) if (bytes.includes(wanted)) found.add(`${name}: ${wanted}`);
    }
  return [...found];
}
