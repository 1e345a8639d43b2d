import { Command } from 'commander';
import { backup, restore } from '../../crm/embedded/backup.ts';
import { runningStoreUri } from '../../crm/embedded/running.ts';
import { serveStore } from '../../crm/embedded/serve.ts';
import { openEmbeddedStore } from '../../crm/embedded/store.ts';
import type { TcpAccess } from '../../crm/embedded/worker.ts';
import { migrate } from '../../crm/migrate.ts';
import { type Config, readProcessConfig } from '../config.ts';
import { RainmakerError } from '../errors.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);
const printJson = (value: unknown) => print(JSON.stringify(value));

export const storeCommand = (): Command =>
  new Command('store')
    .description('serve the embedded store alone; the first line is its connection string')
    .option('--socket <path>', 'listen on this socket instead of one in DATA_DIR')
    .option(
      '--tcp <host:port>',
      'also listen there, for clients that log in as STORE_USERNAME with STORE_PASSWORD (not encrypted)',
    )
    .action(async ({ socket, tcp }: { socket?: string; tcp?: string }) => {
      const { dataDir, storeLogin } = readProcessConfig();
      const store = await serveStore({
        dataDir,
        ...(socket !== undefined && { socketPath: socket }),
        ...(tcp !== undefined && { tcp: tcpAccess(tcp, storeLogin) }),
      });
      print(store.uri);
      if (store.tcpUri !== undefined) print(store.tcpUri);
      await new Promise((resolve) => {
        process.once('SIGINT', resolve);
        process.once('SIGTERM', resolve);
      });
      await store.close();
    });

/** The login is never repeated. @throws RainmakerError ARGUMENT_INVALID */
function checkedTarget(uri: string): string {
  if (/^mongodb(\+srv)?:\/\/[^/]+\/[^/?]+/.test(uri)) return uri;
  throw new RainmakerError(
    'ARGUMENT_INVALID',
    '--to takes a connection string with the name of the database, such as mongodb://127.0.0.1:27017/rainmaker.',
  );
}

/** @throws RainmakerError ARGUMENT_INVALID, CONFIG_INVALID */
function tcpAccess(address: string, login: Config['storeLogin']): TcpAccess {
  const [, host = '', port = ''] =
    /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(address)?.filter(Boolean) ?? [];
  if (host === '' || Number(port) > 65_535) {
    throw new RainmakerError(
      'ARGUMENT_INVALID',
      `--tcp takes a host and a port such as 127.0.0.1:27017 or [::1]:27017, not '${address}'.`,
    );
  }
  if (!login) {
    throw new RainmakerError(
      'CONFIG_INVALID',
      'The store is opened to TCP only with a login: set STORE_USERNAME and STORE_PASSWORD.',
    );
  }
  return { host, port: Number(port), ...login };
}

export const backupCommand = (): Command =>
  new Command('backup')
    .description('copy the embedded store to one file, while the server runs or not')
    .argument('<file>')
    .option('--json', 'one JSON object as the last line')
    .action(async (file: string, { json }: { json?: true }) => {
      const report = await backup(readProcessConfig().dataDir, file);
      if (json) printJson(report);
      else print(`Backed up to ${report.file}, ${report.bytes} bytes`);
    });

export const restoreCommand = (): Command =>
  new Command('restore')
    .description('put a backup in the place of the embedded store; what was there is kept')
    .argument('<file>')
    .option('--json', 'one JSON object as the last line')
    .action(async (file: string, { json }: { json?: true }) => {
      const { dataDir } = readProcessConfig();
      const report = await restore(file, dataDir, new Date());
      if (json) printJson(report);
      else
        print(
          `Restored into ${dataDir}${report.replaced ? `; what was there is kept as ${report.replaced}` : ''}`,
        );
    });

export const migrateCommand = (): Command =>
  new Command('migrate')
    .description('copy the embedded store to a MongoDB, counts and checksums compared; run again to resume')
    .requiredOption('--to <uri>', 'connection string of the MongoDB, with the name of its database')
    .option('--json', 'one JSON object as the last line')
    .action(async ({ to, json }: { to: string; json?: true }) => {
      const { dataDir } = readProcessConfig();
      const target = checkedTarget(to);
      const running = await runningStoreUri(dataDir);
      const own = running === undefined ? await openEmbeddedStore({ dataDir }) : undefined;
      try {
        const collections = await migrate({
          from: running ?? own!.uri,
          to: target,
          onProgress: ({ collection, documents }) => {
            if (process.stderr.isTTY) process.stderr.write(`\r${collection}: ${documents} documents\x1b[K`);
          },
        });
        if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
        if (json) printJson({ collections });
        else
          for (const { collection, documents, copied, indexes } of collections)
            print(
              `${collection}: ${documents} documents, ${copied} copied now, ${indexes} indexes, checksums equal`,
            );
      } finally {
        await own?.close();
      }
    });
