/** The clients, databases and collections that a test names. */
import { mongo } from 'mongoose';
import type { ClientDefinition, EntityDefinition, Fields } from './format.ts';

export interface ObservedEvent {
  readonly name: string;
  readonly fields: Fields;
}

const EVENTS: Readonly<Record<string, 'commandStarted' | 'commandSucceeded' | 'commandFailed'>> = {
  commandStartedEvent: 'commandStarted',
  commandSucceededEvent: 'commandSucceeded',
  commandFailedEvent: 'commandFailed',
};

export class Entities {
  private readonly clients = new Map<string, mongo.MongoClient>();
  private readonly databases = new Map<string, mongo.Db>();
  private readonly collections = new Map<string, mongo.Collection>();
  private readonly events = new Map<string, ObservedEvent[]>();
  private readonly uri: string;

  constructor(uri: string) {
    this.uri = uri;
  }

  async create(definitions: readonly EntityDefinition[]): Promise<void> {
    for (const definition of definitions) {
      if ('client' in definition) await this.createClient(definition.client);
      else if ('database' in definition) {
        const { id, client, databaseName, databaseOptions } = definition.database;
        this.databases.set(id, this.client(client).db(databaseName, options(databaseOptions)));
      } else if ('collection' in definition) {
        const { id, database, collectionName, collectionOptions } = definition.collection;
        this.collections.set(
          id,
          this.database(database).collection(collectionName, options(collectionOptions)),
        );
      } else {
        throw new Error(`The runner does not know the entity ${Object.keys(definition).join()}.`);
      }
    }
  }

  private async createClient({ id, uriOptions, observeEvents = [] }: ClientDefinition): Promise<void> {
    const client = new mongo.MongoClient(this.uri, { monitorCommands: true, ...uriOptions });
    const observed: ObservedEvent[] = [];
    for (const name of observeEvents) {
      const event = EVENTS[name];
      if (!event) throw new Error(`The runner does not know the event ${name}.`);
      client.on(event as 'commandStarted', (fields) => {
        if (fields.commandName !== 'configureFailPoint')
          observed.push({ name, fields: fields as unknown as Fields });
      });
    }
    this.clients.set(id, client);
    this.events.set(id, observed);
    await client.connect();
  }

  client(id: string): mongo.MongoClient {
    return known(this.clients, id);
  }

  database(id: string): mongo.Db {
    return known(this.databases, id);
  }

  get(id: string): mongo.MongoClient | mongo.Db | mongo.Collection {
    return this.collections.get(id) ?? this.databases.get(id) ?? this.client(id);
  }

  observed(client: string): readonly ObservedEvent[] {
    return known(this.events, client);
  }

  async close(): Promise<void> {
    await Promise.all([...this.clients.values()].map((client) => client.close()));
  }
}

function known<T>(entities: ReadonlyMap<string, T>, id: string): T {
  const entity = entities.get(id);
  if (entity === undefined) throw new Error(`The test names an entity '${id}' that it does not create.`);
  return entity;
}

/** Read and write concerns and preferences are spelled alike in the format and in the driver. */
function options(fields: Fields = {}): Fields {
  const { readConcern, writeConcern, readPreference, ...others } = fields;
  return {
    ...others,
    ...(readConcern ? { readConcern } : {}),
    ...(writeConcern ? { writeConcern } : {}),
    ...(readPreference ? { readPreference: (readPreference as { mode: string }).mode } : {}),
  };
}
