/**
 * Messages of the MongoDB wire protocol
 * (https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/): OP_MSG, and OP_QUERY for the first hello.
 */
import { StoreError } from '../errors.ts';
import { declaredSize, decode } from '../semantics/values/decode.ts';
import type { Document } from '../semantics/values/value.ts';
import { crc32c } from './crc32c.ts';

export const HEADER_BYTES = 16;
/** As on a MongoDB server. */
export const MAX_MESSAGE_BYTES = 48_000_000;

const OPCODE = { reply: 1, query: 2004, message: 2013 } as const;
const FLAG = { checksumPresent: 1, moreToCome: 2 } as const;
const REQUIRED_FLAGS = 0xffff;
const CHECKSUM_BYTES = 4;

export interface Request {
  readonly requestId: number;
  readonly opcode: 'query' | 'message';
  readonly command: Document;
  /** Document sequences by argument name (`documents`, `updates`, `deletes`), still as bytes. */
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>;
  /** False when the client waits for no answer (`moreToCome`). */
  readonly wantsReply: boolean;
}

/** The length a message declares. @throws StoreError ProtocolError when no message can have it */
export function messageLength(header: Buffer, limit = MAX_MESSAGE_BYTES): number {
  const length = header.readInt32LE(0);
  if (length < HEADER_BYTES || length > limit) {
    throw new StoreError('ProtocolError', `A message of ${length} bytes; at most ${limit} are allowed.`);
  }
  return length;
}

export function requestIdOf(message: Buffer): number {
  return message.readInt32LE(4);
}

/** @throws StoreError ProtocolError, InvalidBSON, CommandNotSupported */
export function parseRequest(message: Buffer): Request {
  const opcode = message.readInt32LE(12);
  switch (opcode) {
    case OPCODE.message:
      return parseMessage(message);
    case OPCODE.query:
      return parseQuery(message);
    default:
      throw new StoreError(
        'CommandNotSupported',
        `The opcode ${opcode} is not supported by the embedded store.`,
      );
  }
}

function parseMessage(message: Buffer): Request {
  const flags = uint32At(message, HEADER_BYTES);
  if (flags & REQUIRED_FLAGS & ~(FLAG.checksumPresent | FLAG.moreToCome)) {
    throw new StoreError('ProtocolError', `Unknown message flags ${flags.toString(2)}.`);
  }
  let end = message.length;
  if (flags & FLAG.checksumPresent) {
    end -= CHECKSUM_BYTES;
    if (uint32At(message, end) !== crc32c(message.subarray(0, end))) {
      throw new StoreError('ProtocolError', 'The checksum of the message is wrong.');
    }
  }
  let command: Document | null = null;
  const sequences = new Map<string, readonly Buffer[]>();
  let at = HEADER_BYTES + 4;
  while (at < end) {
    const kind = message[at++]!;
    if (kind === 0 && command === null) {
      const body = documentAt(message, at, end);
      command = decode(body);
      at += body.length;
    } else if (kind === 1) {
      const sequence = parseSequence(message, at, end);
      if (sequences.has(sequence.name)) throw malformed(`two sequences named '${sequence.name}'`);
      sequences.set(sequence.name, sequence.documents);
      at = sequence.end;
    } else throw malformed(kind === 0 ? 'two bodies' : `a section of kind ${kind}`);
  }
  if (command === null) throw malformed('no body');
  const requestId = requestIdOf(message);
  return { requestId, opcode: 'message', command, sequences, wantsReply: !(flags & FLAG.moreToCome) };
}

function parseSequence(
  message: Buffer,
  start: number,
  limit: number,
): { name: string; documents: Buffer[]; end: number } {
  const size = uint32At(message, start);
  const end = start + size;
  if (size < 5 || end > limit) throw malformed(`a sequence of ${size} bytes`);
  const zero = message.indexOf(0, start + 4);
  if (zero < 0 || zero >= end) throw malformed('a sequence without a name');
  const name = message.toString('utf8', start + 4, zero);
  const documents: Buffer[] = [];
  for (let at = zero + 1; at < end; ) {
    const document = documentAt(message, at, end);
    documents.push(document);
    at += document.length;
  }
  return { name, documents, end };
}

/** OP_QUERY on `<database>.$cmd`: flags, name, skip, limit, command. */
function parseQuery(message: Buffer): Request {
  const zero = message.indexOf(0, HEADER_BYTES + 4);
  if (zero < 0) throw malformed('a query without a collection');
  const namespace = message.toString('utf8', HEADER_BYTES + 4, zero);
  if (!namespace.endsWith('.$cmd')) {
    throw new StoreError('CommandNotSupported', 'OP_QUERY is supported for the first hello only.');
  }
  const command = decode(documentAt(message, zero + 9, message.length));
  command.$db = namespace.slice(0, -'.$cmd'.length);
  return {
    requestId: requestIdOf(message),
    opcode: 'query',
    command,
    sequences: new Map(),
    wantsReply: true,
  };
}

function documentAt(message: Buffer, at: number, end: number): Buffer {
  if (at + 5 > end) throw malformed('no room for a document');
  const size = declaredSize(message, at);
  if (size < 5 || at + size > end) throw malformed(`a document of ${size} bytes`);
  return message.subarray(at, at + size);
}

function uint32At(message: Buffer, at: number): number {
  if (at + 4 > message.length) throw malformed('no room for a number');
  return message.readUInt32LE(at);
}

function malformed(what: string): StoreError {
  return new StoreError('ProtocolError', `The message is malformed: ${what}.`);
}

/** A reply in the protocol of the request. @param body one BSON document, in parts */
export function replyTo(
  request: Pick<Request, 'requestId' | 'opcode'>,
  requestId: number,
  body: readonly Buffer[],
): Buffer[] {
  const bodyBytes = body.reduce((sum, part) => sum + part.length, 0);
  const head = request.opcode === 'query' ? queryReplyHead() : Buffer.from([0, 0, 0, 0, 0]);
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.writeInt32LE(HEADER_BYTES + head.length + bodyBytes, 0);
  header.writeInt32LE(requestId, 4);
  header.writeInt32LE(request.requestId, 8);
  header.writeInt32LE(request.opcode === 'query' ? OPCODE.reply : OPCODE.message, 12);
  return [header, head, ...body];
}

/** Flags AwaitCapable, cursor 0, start 0, one document. */
function queryReplyHead(): Buffer {
  const head = Buffer.alloc(20);
  head.writeInt32LE(8, 0);
  head.writeInt32LE(1, 16);
  return head;
}
