/** What a command answers, and its bytes. Documents of a cursor pass through as they are stored. */
import { Double } from 'bson';
import type { StoreError } from '../errors.ts';
import { encode } from '../semantics/values/encode.ts';
import { type Document, documentOf, type Value } from '../semantics/values/value.ts';

export type Reply =
  | { readonly kind: 'document'; readonly fields: Document }
  | {
      readonly kind: 'cursor';
      readonly batchName: 'firstBatch' | 'nextBatch';
      readonly batch: readonly Buffer[];
      /** 0 when the cursor is exhausted. */
      readonly cursorId: bigint;
      readonly namespace: string;
    };

export function ok(fields: Readonly<Record<string, Value | undefined>> = {}): Reply {
  return { kind: 'document', fields: documentOf({ ...fields, ok: new Double(1) }) };
}

export function failure(error: StoreError): Reply {
  const { code, codeName, message, details } = error;
  const fields = {
    ok: new Double(0),
    errmsg: message,
    code,
    codeName,
    ...(details as Record<string, Value>),
  };
  return { kind: 'document', fields: documentOf(fields) };
}

/** The reply as one BSON document, in parts. */
export function encodeReply(reply: Reply): Buffer[] {
  if (reply.kind === 'document') return [encode(reply.fields)];
  const { batchName, batch, cursorId, namespace } = reply;
  const rest = encode(documentOf({ id: cursorId, ns: namespace })).subarray(LENGTH_BYTES);
  const list = embedded(TYPE_ARRAY, batchName, [...batch.flatMap(element), END]);
  const cursor = embedded(TYPE_DOCUMENT, 'cursor', [...list, rest]);
  return withLength([...cursor, OK_AND_END]);
}

const LENGTH_BYTES = 4;
const TYPE_DOCUMENT = 3;
const TYPE_ARRAY = 4;
const END = Buffer.from([0]);
const OK_AND_END = encode(documentOf({ ok: new Double(1) })).subarray(LENGTH_BYTES);

function element(document: Buffer, index: number): Buffer[] {
  return [head(TYPE_DOCUMENT, String(index)), document];
}

function embedded(type: number, name: string, parts: readonly Buffer[]): Buffer[] {
  return [head(type, name), ...withLength(parts)];
}

function head(type: number, name: string): Buffer {
  return Buffer.from(`${String.fromCharCode(type)}${name}\0`, 'latin1');
}

function withLength(parts: readonly Buffer[]): Buffer[] {
  const length = Buffer.allocUnsafe(LENGTH_BYTES);
  length.writeInt32LE(parts.reduce((sum, part) => sum + part.length, LENGTH_BYTES));
  return [length, ...parts];
}
