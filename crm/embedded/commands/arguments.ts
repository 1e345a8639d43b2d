/** Reads the fields of a command, each by its type, and refuses by name whatever no one asked for. */
import { StoreError } from '../errors.ts';
import { type Collation, parseCollation } from '../semantics/values/collation.ts';
import { toNumber } from '../semantics/values/numbers.ts';
import {
  createDocument,
  type Document,
  isDocument,
  isNumeric,
  typeName,
  type Value,
} from '../semantics/values/value.ts';

/** Sent with any command and without effect on what this store does. */
const ALWAYS_ACCEPTED = new Set([
  '$db',
  '$readPreference',
  '$clusterTime',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  'lsid',
  'comment',
]);

export class Arguments {
  private readonly fields: Document;
  private readonly command: string;
  private readonly read = new Set<string>();

  constructor(fields: Document, command: string) {
    this.fields = fields;
    this.command = command;
    this.read.add(command);
  }

  value(name: string): Value | undefined {
    this.read.add(name);
    return this.fields[name];
  }

  document(name: string): Document | undefined {
    return this.typed(name, isDocument, 'object');
  }

  documents(name: string): Document[] | undefined {
    const list = this.array(name);
    if (list?.some((element) => !isDocument(element))) throw this.mismatch(name, 'an array of objects');
    return list as Document[] | undefined;
  }

  array(name: string): Value[] | undefined {
    return this.typed(name, (value): value is Value[] => Array.isArray(value), 'array');
  }

  string(name: string): string | undefined {
    return this.typed(name, (value): value is string => typeof value === 'string', 'string');
  }

  boolean(name: string): boolean {
    const value = this.value(name);
    if (value === undefined || value === null) return false;
    if (typeof value === 'boolean') return value;
    if (isNumeric(value)) return toNumber(value) !== 0;
    throw this.mismatch(name, 'bool');
  }

  /** A whole number of at least `least`. */
  integer(name: string, least = 0): number | undefined {
    const value = this.value(name);
    if (value === undefined || value === null) return undefined;
    if (!isNumeric(value)) throw this.mismatch(name, 'number');
    const number = Math.trunc(toNumber(value));
    if (!(number >= least && number <= Number.MAX_SAFE_INTEGER)) {
      throw new StoreError(
        'BadValue',
        `BSON field '${name}' value must be >= ${least}, actual value '${number}'.`,
      );
    }
    return number;
  }

  required<T>(name: string, value: T | undefined): T {
    if (value !== undefined) return value;
    throw new StoreError(
      'Location40414',
      `BSON field '${this.command}.${name}' is missing but a required field.`,
    );
  }

  /** Marks fields that may be sent and make no difference here. */
  ignore(...names: readonly string[]): this {
    for (const name of names) this.read.add(name);
    return this;
  }

  /** Options that may be sent when they are false or absent. */
  refuseFlags(...names: readonly string[]): this {
    for (const name of names) {
      const value = this.value(name);
      if (value !== undefined && value !== false && value !== null) throw this.unsupported(name);
    }
    return this;
  }

  /** How the command compares text. @throws StoreError BadValue */
  collation(): Collation | undefined {
    const options = this.document('collation');
    return options === undefined || Object.keys(options).length === 0 ? undefined : parseCollation(options);
  }

  /** Only the simple collation (bytes), which is what indexes compare by. */
  simpleCollation(): this {
    const collation = this.document('collation');
    if (collation !== undefined && collation.locale !== 'simple' && Object.keys(collation).length > 0) {
      throw new StoreError(
        'CommandNotSupported',
        'Collections and indexes with a collation of their own are not supported by the embedded store; give it with the query.',
      );
    }
    return this;
  }

  /** @throws StoreError naming the first field that no one read */
  refuseOthers(): void {
    this.refuseTransactions();
    this.checkConcerns();
    for (const name of Object.keys(this.fields)) {
      if (this.read.has(name) || ALWAYS_ACCEPTED.has(name)) continue;
      throw this.unsupported(name);
    }
  }

  private unsupported(name: string): StoreError {
    return new StoreError(
      'CommandNotSupported',
      `The option '${name}' of '${this.command}' is not supported by the embedded store.`,
    );
  }

  private refuseTransactions(): void {
    if (this.fields.startTransaction !== undefined || this.fields.autocommit !== undefined) {
      throw new StoreError(
        'OperationNotSupportedInTransaction',
        'Transactions are not supported by the embedded store; use a MongoDB server (MONGODB_URI) for them.',
      );
    }
    if (this.fields.txnNumber !== undefined) {
      throw new StoreError(
        'IllegalOperation',
        'Retryable writes are not supported by the embedded store; connect with retryWrites=false.',
      );
    }
  }

  private checkConcerns(): void {
    const { level } = this.document('readConcern') ?? createDocument();
    if (level !== undefined && !['local', 'available', 'majority'].includes(String(level))) {
      throw new StoreError(
        'InvalidOptions',
        `The read concern '${String(level)}' is not supported by the embedded store.`,
      );
    }
    const { w } = this.document('writeConcern') ?? createDocument();
    const nodes = isNumeric(w) ? toNumber(w) : w === undefined || w === 'majority' ? 1 : Number.NaN;
    if (!(nodes >= 0 && nodes <= 1)) {
      throw new StoreError(
        'BadValue',
        `The write concern w: ${String(w)} is not supported by the embedded store: it has no replicas.`,
      );
    }
  }

  private typed<T extends Value>(
    name: string,
    is: (value: Value) => value is T,
    expected: string,
  ): T | undefined {
    const value = this.value(name);
    if (value === undefined || value === null) return undefined;
    if (!is(value)) throw this.mismatch(name, expected);
    return value;
  }

  private mismatch(name: string, expected: string): StoreError {
    return new StoreError(
      'TypeMismatch',
      `BSON field '${this.command}.${name}' is the wrong type '${typeName(this.fields[name])}', expected type '${expected}'.`,
    );
  }
}
