/** What a document must keep to, its `_id` as a key, and the errors where it doesn't, in MongoDB's words and codes. */
import { StoreError } from '../errors.ts';
import {
  createDocument,
  type Document,
  isDocument,
  typeName,
  type Value,
} from '../semantics/values/value.ts';
import { KeyWriter, MAX_KEY_BYTES } from './key-encoding.ts';

/** As on a MongoDB server: 16 MiB. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

const writer = new KeyWriter();

/** An encoded `_id` as a key; the byte behind it puts it inside the bounds that serve any index. */
export function asIdKey(encoded: Buffer): Buffer {
  return Buffer.concat([encoded, ID_END]);
}

export const ID_END = Buffer.from([1]);

/** The key of a document's `_id`. @throws StoreError InvalidIdField, DollarPrefixedFieldName, Location17280 */
export function checkedId(id: Value | undefined): Buffer {
  const type = typeName(id);
  if (type === 'missing' || type === 'array' || type === 'regex' || type === 'undefined') {
    throw new StoreError('InvalidIdField', `The '_id' value cannot be of type ${type}`);
  }
  if (isDocument(id) && Object.keys(id).some((name) => name.startsWith('$'))) {
    throw new StoreError('DollarPrefixedFieldName', "_id fields may not contain '$'-prefixed fields");
  }
  const key = asIdKey(writer.reset().value(id!).finish());
  if (key.length > MAX_ID_BYTES) throw keyTooLong('_id_');
  return key;
}

/** Leaves room for the values of an index before the `_id`. */
const MAX_ID_BYTES = 1024;

/** @throws StoreError BSONObjectTooLarge */
export function checkSize(bytes: Buffer): void {
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw new StoreError(
      'BSONObjectTooLarge',
      `The document has ${bytes.length} bytes; at most ${MAX_DOCUMENT_BYTES} are allowed.`,
    );
  }
}

export function keyTooLong(index: string): StoreError {
  return new StoreError(
    'Location17280',
    `The key of index '${index}' is too long: with the _id at most ${MAX_KEY_BYTES} bytes can be indexed.`,
  );
}

export function duplicateKey(
  namespace: string,
  index: string,
  keyPattern: Document,
  values: readonly (Value | undefined)[],
): StoreError {
  const keyValue = createDocument();
  Object.keys(keyPattern).forEach((path, i) => {
    keyValue[path] = values[i] ?? null;
  });
  const shown = Object.entries(keyValue).map(([path, value]) => `${path}: ${showValue(value)}`);
  return new StoreError(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${namespace} index: ${index} dup key: { ${shown.join(', ')} }`,
    { details: { keyPattern, keyValue } },
  );
}

function showValue(value: Value | undefined): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  return typeof value === 'object' && value !== null && '_bsontype' in value
    ? String(value)
    : (JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)) ??
        'null');
}
