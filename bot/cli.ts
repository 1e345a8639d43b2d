#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { PATHS } from './paths.ts';

const { version, description } = JSON.parse(readFileSync(PATHS.packageJson, 'utf8')) as {
  version: string;
  description: string;
};

/** Loaded by name: forecasting a file should not wait for the whole server to load. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./commands/start.ts')).startCommand(),
  chat: async () => (await import('./commands/chat.ts')).chatCommand(),
  train: async () => (await import('./commands/train.ts')).trainCommand(),
  models: async () => (await import('./commands/models.ts')).modelsCommand(),
  nlu: async () => (await import('./commands/nlu.ts')).nluCommand(),
  sentiment: async () => (await import('./commands/sentiment.ts')).sentimentCommand(),
  forecast: async () => (await import('./commands/forecast.ts')).forecastCommand(),
  learn: async () => (await import('./commands/learn.ts')).learnCommand(),
  leads: async () => (await import('./commands/customers.ts')).leadsCommand(),
  customers: async () => (await import('./commands/customers.ts')).customersCommand(),
  stories: async () => (await import('./commands/stories.ts')).storiesCommand(),
  stats: async () => (await import('./commands/stats.ts')).statsCommand(),
  store: async () => (await import('./commands/store.ts')).storeCommand(),
  backup: async () => (await import('./commands/store.ts')).backupCommand(),
  restore: async () => (await import('./commands/store.ts')).restoreCommand(),
  migrate: async () => (await import('./commands/store.ts')).migrateCommand(),
};

const program = new Command('rainmaker')
  .description(description)
  .version(version)
  .showHelpAfterError()
  .enablePositionalOptions();
const named = process.argv[2] ?? '';
const load = Object.hasOwn(COMMANDS, named) ? [COMMANDS[named]!] : Object.values(COMMANDS);
for (const command of load) program.addCommand(await command());

// Console swallows what standard output could not take; a reader that has seen enough (EPIPE) is no fault.
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit();
  process.stderr.write(`output.unwritable: standard output takes no more: ${message}\n`);
  process.exit(1);
});

try {
  await program.parseAsync();
} catch (error) {
  // What has a code was written for the reader; anything else is a fault of ours and shows where it happened.
  const known = error instanceof Error && 'code' in error ? error : undefined;
  const code = known && 'codeName' in known ? known.codeName : known?.code;
  process.stderr.write(
    `${known ? `${code}: ${known.message}` : error instanceof Error ? error.stack : error}\n`,
  );
  // Not only the code: a store or a server that was opened before the fault would keep the process alive.
  process.exit(1);
}
