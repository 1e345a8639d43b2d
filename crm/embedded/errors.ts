/**
 * The error codes of the store: MongoDB's numbers and names, so that drivers, Mongoose and people who search for a
 * code find the same meaning as on a MongoDB server.
 */
export const ERROR_CODES = {
  InternalError: 1,
  BadValue: 2,
  GraphContainsCycle: 5,
  HostUnreachable: 6,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  Overflow: 15,
  InvalidLength: 16,
  ProtocolError: 17,
  AuthenticationFailed: 18,
  IllegalOperation: 20,
  InvalidBSON: 22,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  CannotBackfillArray: 30,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  NotSingleValueField: 54,
  UnsupportedFormat: 55,
  EmptyFieldName: 56,
  DottedFieldName: 57,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  ShutdownInProgress: 91,
  OperationFailed: 96,
  DBPathInUse: 98,
  CommandNotSupported: 115,
  ExceededMemoryLimit: 146,
  InvalidPipelineOperator: 168,
  CannotIndexParallelArrays: 171,
  InvalidIndexSpecificationOption: 197,
  CursorKilled: 237,
  OperationNotSupportedInTransaction: 263,
  NoQueryExecutionPlans: 291,
  QueryExceededMemoryLimitNoDiskUseAllowed: 292,
  ConversionFailure: 241,
  DataCorruptionDetected: 366,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  Interrupted: 11601,
  OutOfDiskSpace: 14031,
} as const;

/** A name of the table above, or MongoDB's `Location<number>` for assertions that have a number but no name. */
export type ErrorCodeName = keyof typeof ERROR_CODES | `Location${number}`;

/**
 * What a client did that the store can't or won't do, or what the machine refused (disk full, file damaged).
 * It crosses the wire as `{ ok: 0, code, codeName, errmsg, ...details }`.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: number;
  readonly codeName: ErrorCodeName;
  /** Further fields of the reply, e.g. `keyPattern` and `keyValue` of a duplicate key. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    codeName: ErrorCodeName,
    message: string,
    options: { readonly details?: Readonly<Record<string, unknown>>; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.codeName = codeName;
    this.code = codeNumber(codeName);
    this.details = options.details ?? {};
  }
}

function codeNumber(codeName: ErrorCodeName): number {
  if (Object.hasOwn(ERROR_CODES, codeName)) return ERROR_CODES[codeName as keyof typeof ERROR_CODES];
  return Number(codeName.slice('Location'.length));
}
