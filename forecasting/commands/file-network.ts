import type { TrainedLstm } from '../lstm/network.ts';
import { trainLstmInWorker } from '../lstm/train-in-worker.ts';
import type { Series } from '../series/series.ts';
import { readSeries, type SeriesRow } from './series-file.ts';

const LONGEST_HORIZON = 60;
/** The network looks back a few values only: older ones would but fill the memory. */
const LONGEST_HISTORY = 1000;

/**
 * Trains the LSTM in a worker on what `known` shows of each series of a file; bad lines, and series it shows nothing
 * of, are passed over. Throws `LstmWorkerError` when there is too little to learn from.
 */
export async function trainOnFile(
  input: string,
  known: (row: SeriesRow) => readonly (number | null)[],
  options: {
    readonly signal?: AbortSignal | undefined;
    readonly onTraining?: ((epoch: number, epochs: number) => void) | undefined;
  },
): Promise<TrainedLstm> {
  const { signal, onTraining } = options;
  const seriesList: Series[] = [];
  let horizon = 1;
  for await (const item of readSeries(input)) {
    if (item.kind === 'bad') continue;
    const { id, frequency: period, horizon: steps } = item.row;
    const values = known(item.row).slice(-LONGEST_HISTORY);
    if (values.every((value) => value === null)) continue;
    horizon = Math.max(horizon, Math.min(LONGEST_HORIZON, steps));
    seriesList.push({ id, period, values });
  }
  return trainLstmInWorker(seriesList, {
    horizon,
    ...(signal && { signal }),
    ...(onTraining && { onProgress: onTraining }),
  });
}
