#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { chatCommand } from './commands/chat.ts';
import { forecastCommand } from './commands/forecast.ts';
import { learnCommand } from './commands/learn.ts';
import { nluCommand } from './commands/nlu.ts';
import { sentimentCommand } from './commands/sentiment.ts';
import { startCommand } from './commands/start.ts';
import { backupCommand, migrateCommand, restoreCommand, storeCommand } from './commands/store.ts';
import { PATHS } from './paths.ts';

const { version, description } = JSON.parse(readFileSync(PATHS.packageJson, 'utf8')) as {
  version: string;
  description: string;
};

const program = new Command('rainmaker')
  .description(description)
  .version(version)
  .showHelpAfterError()
  .enablePositionalOptions()
  .addCommand(startCommand())
  .addCommand(chatCommand())
  .addCommand(nluCommand())
  .addCommand(sentimentCommand())
  .addCommand(forecastCommand())
  .addCommand(learnCommand())
  .addCommand(storeCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())
  .addCommand(migrateCommand());

try {
  await program.parseAsync();
} catch (error) {
  // What has a code was written for the reader; anything else is a fault of ours and shows where it happened.
  const isKnown = error instanceof Error && 'code' in error;
  process.stderr.write(
    `${isKnown ? `${error.code}: ${error.message}` : error instanceof Error ? error.stack : error}\n`,
  );
  process.exitCode = 1;
}
