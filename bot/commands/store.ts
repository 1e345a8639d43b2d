import { Command } from 'commander';
import { backup, restore } from '../../crm/embedded/backup.ts';
import { runningStoreUri } from '../../crm/embedded/running.ts';
import { serveStore } from '../../crm/embedded/serve.ts';
import { openEmbeddedStore } from '../../crm/embedded/store.ts';
import { migrate } from '../../crm/migrate.ts';
import { readProcessConfig } from '../config.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);
const printJson = (value: unknown) => print(JSON.stringify(value));

export const storeCommand = (): Command =>
  new Command('store')
    .description('serve the embedded store alone; the first line is its connection string')
    .option('--socket <path>', 'listen on this socket instead of one in DATA_DIR')
    .action(async ({ socket }: { socket?: string }) => {
      const { dataDir } = readProcessConfig();
      const store = await serveStore({ dataDir, ...(socket !== undefined && { socketPath: socket }) });
      print(store.uri);
      await new Promise((resolve) => {
        process.once('SIGINT', resolve);
        process.once('SIGTERM', resolve);
      });
      await store.close();
    });

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
      const running = await runningStoreUri(dataDir);
      const own = running === undefined ? await openEmbeddedStore({ dataDir }) : undefined;
      try {
        const collections = await migrate({ from: running ?? own!.uri, to });
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
