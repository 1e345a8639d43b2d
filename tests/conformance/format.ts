/**
 * The unified test format of the MongoDB driver specifications, as far as the CRUD tests use it
 * (https://github.com/mongodb/specifications/blob/master/source/unified-test-format/unified-test-format.md).
 */
export interface Fields {
  readonly [name: string]: unknown;
}

export interface Requirement {
  readonly minServerVersion?: string;
  readonly maxServerVersion?: string;
  readonly topologies?: readonly string[];
  readonly serverless?: 'require' | 'forbid' | 'allow';
  readonly auth?: boolean;
}

export type EntityDefinition =
  | { readonly client: ClientDefinition }
  | { readonly database: DatabaseDefinition }
  | { readonly collection: CollectionDefinition };

export interface ClientDefinition {
  readonly id: string;
  readonly uriOptions?: Fields;
  readonly observeEvents?: readonly string[];
}

export interface DatabaseDefinition {
  readonly id: string;
  readonly client: string;
  readonly databaseName: string;
  readonly databaseOptions?: Fields;
}

export interface CollectionDefinition {
  readonly id: string;
  readonly database: string;
  readonly collectionName: string;
  readonly collectionOptions?: Fields;
}

export interface CollectionData {
  readonly databaseName: string;
  readonly collectionName: string;
  readonly documents: readonly Fields[];
}

export interface ExpectedError {
  readonly isError?: true;
  readonly isClientError?: boolean;
  readonly errorContains?: string;
  readonly errorCode?: number;
  readonly errorCodeName?: string;
  readonly errorResponse?: Fields;
  readonly expectResult?: unknown;
  readonly writeErrors?: Fields;
  readonly writeConcernErrors?: readonly Fields[];
}

export interface Operation {
  readonly name: string;
  readonly object: string;
  readonly arguments?: Fields;
  readonly expectResult?: unknown;
  readonly expectError?: ExpectedError;
  readonly ignoreResultAndError?: boolean;
}

export interface ExpectedEvent {
  readonly commandStartedEvent?: Fields;
  readonly commandSucceededEvent?: Fields;
  readonly commandFailedEvent?: Fields;
}

export interface ExpectedEvents {
  readonly client: string;
  readonly events: readonly ExpectedEvent[];
  readonly ignoreExtraEvents?: boolean;
}

export interface UnifiedTest {
  readonly description: string;
  readonly runOnRequirements?: readonly Requirement[];
  readonly skipReason?: string;
  readonly operations: readonly Operation[];
  readonly expectEvents?: readonly ExpectedEvents[];
  readonly outcome?: readonly CollectionData[];
}

export interface UnifiedFile {
  readonly description: string;
  readonly schemaVersion: string;
  readonly runOnRequirements?: readonly Requirement[];
  readonly createEntities?: readonly EntityDefinition[];
  readonly initialData?: readonly CollectionData[];
  readonly tests: readonly UnifiedTest[];
}
