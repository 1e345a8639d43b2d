import { examplesOf } from '../corpus/corpus.ts';
import { readCorpus } from '../corpus/read-corpus.ts';
import { type CrossValidation, crossValidate } from '../evaluation/cross-validate.ts';
import { reportPage } from '../evaluation/report-page.ts';
import { percent, table } from './tables.ts';
import { writeOutput } from './write-output.ts';

export interface CrossValidateCommandOptions {
  /** File or folder of any corpus format. */
  readonly corpus: string;
  /** From 2 to 20; 5 unless given. */
  readonly folds?: number;
  readonly seed?: number;
  /** File for a self-contained page with plots. */
  readonly report?: string;
  readonly onProgress?: (done: number) => void;
}

const PAIRS = 10;

/** `rainmaker nlu cross-validate`. Throws a CorpusError for a faulty file, a RangeError for folds out of range. */
export async function crossValidateCommand(
  { corpus, folds = 5, seed = 1, report, onProgress }: CrossValidateCommandOptions,
  print: (line: string) => void,
): Promise<Omit<CrossValidation, 'predictions'>> {
  const examples = examplesOf(await readCorpus(corpus));
  // A page that can't be written is to be known before minutes of training.
  if (report) await writeOutput(report, '');
  const { predictions, ...result } = crossValidate(examples, {
    folds,
    seed,
    learningCurve: report !== undefined,
    ...(onProgress && { onProgress }),
  });
  if (report) await writeOutput(report, reportPage({ ...result, predictions }, { corpus, folds }));
  for (const line of summary(result)) print(line);
  if (report) print(`Report written to ${report}.`);
  return result;
}

function summary({ metrics, intents, confusions }: Omit<CrossValidation, 'predictions'>): string[] {
  return [
    ...table([
      ['intent', 'precision', 'recall', 'F1', '95 % interval', 'examples'],
      ...intents.map(({ intent, precision, recall, f1, f1Interval: [low, high], support }) => [
        intent,
        percent(precision),
        percent(recall),
        percent(f1),
        `${percent(low)} to ${percent(high)}`,
        String(support),
      ]),
    ]),
    '',
    ...table([
      ['in-scope accuracy', percent(metrics.inScopeAccuracy)],
      ['macro-F1', percent(metrics.macroF1)],
      ['in-scope recall', percent(metrics.inScopeRecall)],
      ['out-of-scope recall', percent(metrics.oosRecall)],
      ['out-of-scope AUROC', metrics.oosAuroc?.toFixed(3) ?? '–'],
      ['calibration error', metrics.expectedCalibrationError?.toFixed(3) ?? '–'],
    ]),
    ...confusions
      .slice(0, PAIRS)
      .flatMap(({ intent, predicted, count, texts }) => [
        '',
        `${count} of ${intent} taken for ${predicted}:`,
        ...texts.map((text) => `  ${text}`),
      ]),
  ];
}
