import type { Leak } from '../leaks.ts';
import type { LearnReport } from './learn.ts';

const FEATURES_SHOWN = 10;
const LEAKS_SHOWN = 5;

/** The report as lines for a terminal. */
export function learnText(report: LearnReport): string {
  const number = (value: number): string => value.toPrecision(4);
  const line = (label: string, value: string): string => `${label.padEnd(30)}${value}`;
  const measures = [
    ['AUC', report.auc],
    ['Brier score', report.brier],
    ['Log-loss', report.logLoss],
    ['Calibration error', report.expectedCalibrationError],
    ['Lift of the best tenth', report.liftOfBestTenth],
    ['Mean squared error', report.mse],
    ['Mean absolute error', report.mae],
    ['R²', report.r2],
  ].flatMap(([label, value]) =>
    typeof value === 'number' && !Number.isNaN(value) ? [line(String(label), number(value))] : [],
  );
  return [
    ...(report.rowsSampled < report.rowsInFile
      ? [line('Sampled', `${report.rowsSampled} of the ${report.rowsInFile} rows, drawn by seed (--rows)`)]
      : []),
    line(
      'Rows',
      [
        `${report.trainRows} to learn from`,
        ...(report.heldOutRows > 0 ? [`${report.heldOutRows} held out to measure on`] : []),
        `${report.testRows} to predict`,
      ].join(', '),
    ),
    ...(report.rowsWithoutTarget > 0
      ? [line('Left out without a target', `${report.rowsWithoutTarget}`)]
      : []),
    ...(report.rowsDropped > 0 ? [line('Left out with a cell missing', `${report.rowsDropped}`)] : []),
    line('Training', `${report.trainSeconds.toFixed(1)} s`),
    ...measures,
    ...leakLines(report.leaks).map((text) => line('Warning', text)),
    ...report.notes.map((note) => line('Note', note)),
    '',
    'Chosen by cross-validation',
    ...report.candidates.map(({ name, weight, loss, settings }) => {
      const chosen = Object.entries(settings).map(([key, value]) => `${key} ${number(value)}`);
      return line(
        `  ${name}`,
        [`loss ${number(loss)}`, `share ${Math.round(100 * weight)} %`, ...chosen].join(', '),
      );
    }),
    '',
    'Features that mattered (rise of the loss when shuffled)',
    ...report.features
      .slice(0, FEATURES_SHOWN)
      .map(({ feature, lossRise }) => line(`  ${feature}`, number(lossRise))),
  ].join('\n');
}

function leakLines(leaks: readonly Leak[]): string[] {
  const more = leaks.length - LEAKS_SHOWN;
  return [
    ...leaks
      .slice(0, LEAKS_SHOWN)
      .map(
        ({ column }) =>
          `column "${column}" alone tells the target nearly entirely: if it is known only when the target is, leave it out (--ignore), or new rows are predicted worse than measured here`,
      ),
    ...(more > 0 ? [`so do ${more} more columns`] : []),
  ];
}
