import type { Evaluation } from '../evaluation/evaluate.ts';

/** Lines of left-aligned text and right-aligned numbers. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((widest, row) => {
    row.forEach((cell, column) => {
      widest[column] = Math.max(widest[column] ?? 0, displayWidth(cell));
    });
    return widest;
  }, []);
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat(widths[column]! - displayWidth(cell));
        return column === 0 ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Columns of a terminal: Chinese characters take two. */
function displayWidth(text: string): number {
  return [...text].reduce(
    (sum, character) => sum + (/[\u1100-\u115f\u2e80-\uffe6]/.test(character) ? 2 : 1),
    0,
  );
}

export function percent(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(1)} %`;
}

function milliseconds(value: number | null): string {
  return value === null ? '–' : `${value.toFixed(3)} ms`;
}

export function metricTable(metrics: Evaluation): string[] {
  return table([
    ['accuracy', percent(metrics.accuracy)],
    ['macro-F1', percent(metrics.macroF1)],
    ['in-scope accuracy', percent(metrics.inScopeAccuracy)],
    ['in-scope recall', percent(metrics.inScopeRecall)],
    ['out-of-scope recall', percent(metrics.oosRecall)],
    ['out-of-scope AUROC', metrics.oosAuroc?.toFixed(3) ?? '–'],
    ['calibration error', metrics.expectedCalibrationError?.toFixed(3) ?? '–'],
    ['training, CPU', `${metrics.trainSeconds.toFixed(2)} s`],
    ['latency p50', milliseconds(metrics.latencyMs.p50)],
    ['latency p99', milliseconds(metrics.latencyMs.p99)],
  ]);
}
