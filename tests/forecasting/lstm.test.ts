import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { backtestFile } from '../../forecasting/commands/backtest.ts';
import { forecastFile } from '../../forecasting/commands/forecast.ts';
import {
  hasEarnedItsUse,
  parseTrainedLstm,
  runNetwork,
  type TrainedLstm,
} from '../../forecasting/lstm/network.ts';
import { trainLstmInWorker } from '../../forecasting/lstm/train-in-worker.ts';
import { lstmModel } from '../../forecasting/models/lstm.ts';
import { forecastWith } from '../../forecasting/models/model.ts';
import { AIRLINE } from './published-series.ts';

/** One unit whose gates are all open: state = tanh(sum of tanh of inputs), worked out by hand below. */
const open: TrainedLstm = {
  format: 'rainmaker-lstm-1',
  units: 1,
  horizon: 2,
  kernel: [0, 0, 1, 0],
  recurrent: [0, 0, 0, 0],
  bias: [50, 50, 0, 50],
  outputKernel: [1, 2],
  outputBias: [0.5, 0],
  spread: [1, 1],
  backtest: { mase: 1, thetaMase: 1.1, series: 3 },
};

describe('the network', () => {
  test('one unit with open gates sums what it sees (by hand)', () => {
    const state = Math.tanh(Math.tanh(0.3) + Math.tanh(-0.1));
    const [first, second] = runNetwork(open, Float64Array.from([0.3, -0.1]));
    expect(first).toBeCloseTo(state + 0.5, 12);
    expect(second).toBeCloseTo(2 * state, 12);
  });

  test('survives saving; a damaged or foreign file is refused in words', () => {
    expect(parseTrainedLstm(JSON.stringify(open))).toEqual(open);
    expect(hasEarnedItsUse(open)).toBe(true);
    for (const text of [
      '{',
      '{}',
      JSON.stringify({ ...open, bias: [1] }),
      JSON.stringify({ ...open, format: 'x' }),
    ]) {
      expect(() => parseTrainedLstm(text)).toThrow(/train it again/);
    }
  });

  test('as a model it scales with the series and goes beyond its horizon', () => {
    const one = forecastWith(lstmModel(open), AIRLINE, { period: 12, horizon: 5 });
    const ten = forecastWith(
      lstmModel(open),
      AIRLINE.map((v) => 10 * v),
      { period: 12, horizon: 5 },
    );
    one.mean.forEach((v, h) => {
      expect(ten.mean[h]! / v).toBeCloseTo(10, 6);
    });
  });
});

describe('training in a worker', () => {
  const series = Array.from({ length: 8 }, (_, k) => ({
    id: `s${k}`,
    frequency: 1,
    horizon: 4,
    y: Array.from({ length: 60 }, (_, t) => 50 + 10 * k + 5 * Math.sin((t + k) / 2) + ((t * 7 + k) % 5)),
  }));

  test('learns, keeps the network in a file, and uses the file the next time', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'lstm-'));
    try {
      const at = (name: string) => path.join(directory, name);
      writeFileSync(at('in.jsonl'), series.map((row) => JSON.stringify(row)).join('\n'));
      const epochs: number[] = [];
      const ask = {
        input: at('in.jsonl'),
        output: at('out.jsonl'),
        model: 'lstm',
        lstmFile: at('lstm.json'),
        onTraining: (epoch: number) => epochs.push(epoch),
      };
      const first = await forecastFile(ask);
      expect(first).toMatchObject({ forecast: 8, exitCode: 0, lstm: { series: 8 } });
      expect(first.lstm!.mase).toBeLessThan(2);
      expect(epochs).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(existsSync(at('lstm.json'))).toBe(true);
      const once = readFileSync(at('out.jsonl'), 'utf8');
      expect(JSON.parse(once.split('\n')[0]!)).toMatchObject({ id: 's0', model: 'lstm' });
      epochs.length = 0;
      await forecastFile(ask);
      expect(epochs).toEqual([]);
      expect(readFileSync(at('out.jsonl'), 'utf8')).toBe(once);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test('a backtest trains it on what is not held out: other held-out values, the same forecasts', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'lstm-'));
    try {
      const run = async (name: string, rows: readonly object[]) => {
        const input = path.join(directory, name);
        writeFileSync(input, rows.map((row) => JSON.stringify(row)).join('\n'));
        const epochs: number[] = [];
        const result = await backtestFile({
          input,
          models: ['lstm', 'naive'],
          cpuMs: () => 0,
          onTraining: (epoch) => epochs.push(epoch),
        });
        expect(epochs).toHaveLength(8);
        expect(result.report.models.map(({ model }) => model)).toEqual(['lstm', 'naive']);
        return result;
      };
      const held = await run('held.jsonl', series);
      expect(held.exitCode).toBe(0);
      const moved = series.map(({ y, ...row }) => ({
        ...row,
        y: y.slice(0, -4),
        test: y.slice(-4).map((v) => v + 100),
      }));
      const apart = await run('apart.jsonl', moved);
      const scale = (result: typeof held) => result.report.models[0]!.bias - result.report.models[1]!.bias;
      expect(scale(apart)).toBeCloseTo(scale(held), 6);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test('too little to learn from is said in words', async () => {
    const few = [{ id: 'a', period: 1, values: [1, 2, 3] }];
    await expect(trainLstmInWorker(few, { horizon: 4 })).rejects.toMatchObject({
      code: 'LSTM_TOO_LITTLE_DATA',
    });
  });
});
