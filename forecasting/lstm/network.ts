import { z } from 'zod';

/** A trained network as plain data: what is saved, loaded and used. Matrices are row by row. */
const trainedSchema = z.object({
  format: z.literal('rainmaker-lstm-1'),
  units: z.int().min(1).max(512),
  horizon: z.int().min(1).max(10_000),
  kernel: z.array(z.number()),
  recurrent: z.array(z.number()),
  bias: z.array(z.number()),
  outputKernel: z.array(z.number()),
  outputBias: z.array(z.number()),
  /** Root mean square of the held-out errors at each step, in the units of the windows. */
  spread: z.array(z.number()),
  /** Mean absolute scaled errors on the held-out end of the training series, and those of Theta. */
  backtest: z.object({ mase: z.number(), thetaMase: z.number(), series: z.int() }),
});

export type TrainedLstm = z.infer<typeof trainedSchema>;

/** Whether the network beat Theta on what it had not seen: only then should it be used. */
export function hasEarnedItsUse({ backtest }: TrainedLstm): boolean {
  return backtest.mase <= backtest.thetaMase;
}

export class LstmFileError extends Error {
  readonly code = 'LSTM_FILE_INVALID';
}

/** Reads what `JSON.stringify` of a trained network wrote. Throws `LstmFileError` for anything else. */
export function parseTrainedLstm(text: string): TrainedLstm {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new LstmFileError('the file of the LSTM is not JSON: train it again', { cause });
  }
  const result = trainedSchema.safeParse(json);
  const trained = result.data;
  const { units = 0, horizon = 0 } = trained ?? {};
  const fits =
    trained?.kernel.length === 4 * units &&
    trained.recurrent.length === 4 * units * units &&
    trained.bias.length === 4 * units &&
    trained.outputKernel.length === units * horizon &&
    trained.outputBias.length === horizon &&
    trained.spread.length === horizon;
  if (!trained || !fits)
    throw new LstmFileError('the file of the LSTM is damaged or of another version: train it again');
  return trained;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * One pass of the LSTM (Hochreiter & Schmidhuber 1997, with forget gates) over a window, then the dense
 * layer.
 */
export function runNetwork(network: TrainedLstm, window: Float64Array): Float64Array {
  const { units, horizon, kernel, recurrent, bias, outputKernel, outputBias } = network;
  let state = new Float64Array(units);
  const cell = new Float64Array(units);
  const gates = new Float64Array(4 * units);
  for (const input of window) {
    for (let g = 0; g < 4 * units; g++) {
      let sum = bias[g]! + input * kernel[g]!;
      for (let u = 0; u < units; u++) sum += state[u]! * recurrent[u * 4 * units + g]!;
      gates[g] = sum;
    }
    const next = new Float64Array(units);
    for (let u = 0; u < units; u++) {
      const forget = sigmoid(gates[units + u]!) * cell[u]!;
      cell[u] = forget + sigmoid(gates[u]!) * Math.tanh(gates[2 * units + u]!);
      next[u] = sigmoid(gates[3 * units + u]!) * Math.tanh(cell[u]!);
    }
    state = next;
  }
  return Float64Array.from({ length: horizon }, (_, h) => {
    let sum = outputBias[h]!;
    for (let u = 0; u < units; u++) sum += state[u]! * outputKernel[u * horizon + h]!;
    return sum;
  });
}
