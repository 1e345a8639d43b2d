/** The embedded store alone, for `rainmaker store`: any MongoDB driver and mongosh can connect to it. */
import { type EmbeddedStoreOptions, openEmbeddedStore } from './store.ts';

export interface ServedStore {
  /** For this user on this machine. */
  readonly uri: string;
  /** For others; the password is not in it. */
  readonly tcpUri: string | undefined;
  close(): Promise<void>;
}

/** Serves until it is closed. @throws StoreError as `openEmbeddedStore` */
export async function serveStore(options: EmbeddedStoreOptions): Promise<ServedStore> {
  const store = await openEmbeddedStore(options);
  // The store's thread alone does not keep the process alive.
  const alive = setInterval(() => {}, 2 ** 30);
  const { tcp } = options;
  const tcpUri =
    tcp &&
    `mongodb://${encodeURIComponent(tcp.username)}@${bracketed(tcp.host)}:${store.tcpPort}/rainmaker?authSource=admin&authMechanism=SCRAM-SHA-256&directConnection=true&retryWrites=false`;
  return {
    uri: store.uri,
    tcpUri,
    close: async () => {
      clearInterval(alive);
      await store.close();
    },
  };
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
