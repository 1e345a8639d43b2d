import { randomBytes } from 'node:crypto';
import mongoose, { type mongo } from 'mongoose';
import { createModels, type Models } from '../../crm/models/index.ts';
import { openServer } from '../conformance/server.ts';

export interface TestServer {
  /** Names a database of the test's own. */
  readonly uri: string;
  readonly client: mongo.MongoClient;
  readonly db: mongo.Db;
  connection(): Promise<mongoose.Connection>;
  /** The product's collections, with their indexes. */
  models(): Promise<Models>;
  close(): Promise<void>;
}

/**
 * What a test of behaviour runs on: the server that `MONGODB_URI` names, with a new database that goes with the test,
 * or else a new embedded store.
 */
export async function openTestServer(): Promise<TestServer> {
  const server = await openServer();
  const name = `rainmaker-test-${randomBytes(6).toString('hex')}`;
  const uri = withDatabase(server.uri, name);
  const db = server.client.db(name);
  const connections: mongoose.Connection[] = [];
  const connect = async () => {
    const connection = await mongoose.createConnection(uri).asPromise();
    connections.push(connection);
    return connection;
  };
  return {
    uri,
    client: server.client,
    db,
    connection: connect,
    models: async () => {
      const models = createModels(await connect());
      const { connection: _, ...collections } = models;
      for (const model of Object.values(collections)) await model.init();
      return models;
    },
    close: async () => {
      await Promise.all(connections.map((connection) => connection.close()));
      await db.dropDatabase();
      await server.close();
    },
  };
}

/** A connection string has the form scheme://hosts/database?options; the hosts may be several, or an encoded path. */
function withDatabase(uri: string, name: string): string {
  return uri.replace(/^([a-z+]+:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
}
