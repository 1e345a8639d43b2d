import { userInfo } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { percent, table } from '../../nlu/commands/tables.ts';
import { formatProblem } from '../../nlu/corpus/corpus.ts';
import type { Verdict } from '../../nlu/training/compare.ts';
import { readProcessConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { productModel } from '../model/product-model.ts';
import { type TrainingReport, train } from '../model/training.ts';
import { PATHS } from '../paths.ts';
import { openStore } from '../store.ts';
import { clearProgress, finish, JSON_HELP, type OutputOptions, printer, showProgress } from './output.ts';

interface TrainFlags extends OutputOptions {
  readonly corpus: string;
  readonly author?: string;
  readonly dryRun?: true;
  readonly force?: true;
}

const MAX_AUTHOR = 100;
/** Lists are cut to this for the terminal; --json has them whole. */
const SHOWN = 20;

export const authorName = (text: string): string => {
  const name = text.trim();
  if (name === '' || name.length > MAX_AUTHOR)
    throw new InvalidArgumentError(`Give a name of 1 to ${MAX_AUTHOR} characters.`);
  return name;
};

export const trainCommand = (): Command =>
  new Command('train')
    .description(
      'train the intents, compare with the live model, and let a running server swap to the new one',
    )
    .option('--corpus <path>', 'file or folder', PATHS.intents)
    .option('--dry-run', 'only say what would change')
    .option('--force', 'activate although golden sentences break')
    .option('--author <name>', 'whom the list of models names; you unless given', authorName)
    .option('--json', JSON_HELP)
    .action(async (flags: TrainFlags) => {
      const report = await run(flags);
      clearProgress();
      const print = printer(flags);
      for (const line of lines(report)) print(line);
      finish(flags, report);
      if (report.kind === 'refusal' || report.outcome === 'golden-regression') process.exitCode = 1;
    });

async function run({ corpus, author, dryRun, force }: TrainFlags): Promise<TrainingReport> {
  const config = readProcessConfig();
  const log = createLog(config.logLevel);
  const interruption = new AbortController();
  const interrupt = () =>
    interruption.abort(
      Object.assign(new Error('Nothing was changed; the live model goes on.'), { code: 'INTERRUPTED' }),
    );
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const store = await openStore({ ...config, log, share: true });
  try {
    return await train({
      models: store.models,
      ...productModel(config.dataDir, log),
      corpus,
      author: author ?? userInfo().username,
      ...(dryRun && { dryRun }),
      ...(force && { force }),
      now: () => new Date(),
      log,
      onProgress: showProgress,
      signal: interruption.signal,
    });
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    await store.close();
  }
}

function lines(report: TrainingReport): string[] {
  if (report.kind === 'refusal')
    return [
      ...report.problems.map(formatProblem),
      `Not trained: ${count(report.problems.length, 'fault')} in the corpus. The live model goes on.`,
    ];
  const { crossValidation, golden, messages, doubts } = report;
  return [
    ...table([
      ['examples', String(report.examples)],
      ['intents', String(report.intents)],
      ['accuracy, cross-validated', percent(crossValidation.accuracy)],
      ['macro-F1', percent(crossValidation.macroF1)],
      ['out-of-scope recall', percent(crossValidation.oosRecall)],
      ['calibration error', crossValidation.expectedCalibrationError?.toFixed(3) ?? '–'],
      [
        'golden sentences understood',
        `${golden.rightAfter} of ${golden.total} (before: ${golden.rightBefore})`,
      ],
    ]),
    ...(doubts.length > 0
      ? ['', `${count(doubts.length, 'doubt')}; \`rainmaker nlu validate\` lists them.`]
      : []),
    ...section(
      `${count(messages.changed.length, 'of the recent messages', 'of the recent messages')} (${messages.looked}) would be read differently:`,
      messages.changed.map(({ text, before, after }) => `${text}\n    ${change(before, after)}`),
    ),
    ...section(
      `${count(golden.mended.length, 'golden sentence')} understood now:`,
      golden.mended.map(({ text, before, after }) => `${text}\n    ${change(before, after)}`),
    ),
    ...section(
      `${count(golden.broken.length, 'golden sentence')} no longer understood:`,
      golden.broken.map(({ text, intent, after }) => `${text}\n    is ${intent}, taken for ${shown(after)}`),
      Number.POSITIVE_INFINITY,
    ),
    '',
    ending(report),
  ];
}

function ending(report: Exclude<TrainingReport, { kind: 'refusal' }>): string {
  switch (report.outcome) {
    case 'activated':
      return `Model ${report.version} is live. Back to the one before: rainmaker models activate ${report.before}`;
    case 'unchanged':
      return `The corpus gives the model that is live already, ${report.before}.`;
    case 'dry-run':
      return `Nothing was kept; model ${report.before} goes on.`;
    case 'golden-regression':
      return `Not activated; model ${report.before} goes on. Add examples for these sentences, or insist with --force.`;
  }
}

function section(title: string, items: readonly string[], most = SHOWN): string[] {
  if (items.length === 0) return [];
  const rest = items.length - most;
  return [
    '',
    title,
    ...items.slice(0, most).map((item) => `  ${item}`),
    ...(rest > 0 ? [`  and ${rest} more; --json has all.`] : []),
  ];
}

const shown = ({ intent, confidence }: Verdict): string => `${intent} (${Math.round(100 * confidence)} %)`;

const change = (before: Verdict, after: Verdict): string => `${shown(before)} -> ${shown(after)}`;

const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;
