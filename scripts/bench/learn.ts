// Every learner on real leads, 30 % held out by seed:
//   npm run bench:learn -- --data DIR [--seeds 1,2,3] [--models auto,boosting] [--json]
// or what the product learns from the sample shop, in order of time:
//   npm run bench:learn -- --shop [--json]
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parseCsv } from '../../learning/csv.ts';
import { type Dataset, LEARNERS, type LearnerName, rowsOf } from '../../learning/learners.ts';
import {
  auc,
  brier,
  expectedCalibrationError,
  lift,
  logLoss,
} from '../../learning/metrics/classification.ts';
import { predict } from '../../learning/model.ts';
import { seededRandom } from '../../learning/random.ts';
import { inferSchema, tableOf } from '../../learning/schema.ts';
import { autoLearners, selectModel } from '../../learning/select.ts';
import { trainTestSplit } from '../../learning/split.ts';
import { inferTarget, targetOf } from '../../learning/target.ts';
import { benchShop } from './learn-shop.ts';

const FILE = 'bank-marketing.train.csv';
const TARGET = 'y';
const HELD_OUT = 0.3;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    seeds: { type: 'string', default: '1' },
    models: { type: 'string', default: 'auto,logistic,elastic-net,tree,forest,boosting,svm' },
    shop: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
if (values.shop) {
  await benchShop(values.json);
  process.exit();
}
if (values.data === undefined) {
  console.error(`Say where ${FILE} is, or take the sample shop: npm run bench:learn -- --data DIR | --shop`);
  process.exit(1);
}

const file = parseCsv(readFileSync(path.join(values.data, FILE), 'utf8'));
const schema = inferSchema(
  file,
  file.header.filter((name) => name !== TARGET),
);
const target = inferTarget(file, TARGET);
const all: Dataset = { table: tableOf(file, schema), target: targetOf(file, target), task: target.task };

const cpuSeconds = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

const results = [];
for (const seed of values.seeds.split(',').map(Number)) {
  const split = trainTestSplit(all.table.rows, HELD_OUT, seededRandom(seed));
  const train = rowsOf(all, split.train);
  const test = rowsOf(all, split.test);
  for (const model of values.models.split(',')) {
    const names = model === 'auto' ? autoLearners(train) : [model as LearnerName];
    if (names.some((name) => !(name in LEARNERS))) throw new RangeError(`no model "${model}"`);
    const training = process.cpuUsage();
    const selection = selectModel(names, train, { seed, folds: 3, order: 'random' });
    const trainSeconds = cpuSeconds(training);
    const scoring = process.cpuUsage();
    const predicted = predict(selection.model, test.table);
    const result = {
      seed,
      model,
      auc: auc(test.target, predicted),
      brier: brier(test.target, predicted),
      logLoss: logLoss(test.target, predicted),
      calibrationError: expectedCalibrationError(test.target, predicted),
      lift10: lift(test.target, predicted, 0.1),
      trainCpuSeconds: trainSeconds,
      microsecondsPerRow: (cpuSeconds(scoring) / test.table.rows) * 1e6,
      chosen: selection.candidates
        .filter(({ weight }) => weight > 0)
        .map(({ name, weight }) => `${name} ${Math.round(weight * 100)} %`)
        .join(', '),
    };
    results.push(result);
    if (!values.json) {
      if (results.length === 1) {
        console.log(`${train.table.rows} rows to learn from, ${test.table.rows} held out\n`);
        console.log('seed model         AUC   Brier  log-loss  ECE   lift  train CPU s  µs/row  chosen');
      }
      console.log(
        [
          String(seed).padEnd(4),
          model.padEnd(12),
          result.auc.toFixed(4),
          result.brier.toFixed(4),
          result.logLoss.toFixed(4),
          result.calibrationError.toFixed(4),
          result.lift10.toFixed(2),
          result.trainCpuSeconds.toFixed(1).padStart(8),
          result.microsecondsPerRow.toFixed(1).padStart(9),
          ` ${result.chosen}`,
        ].join(' '),
      );
    }
  }
}
if (values.json) console.log(JSON.stringify(results));
