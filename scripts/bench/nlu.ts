/**
 * Our intent classifier and nlp.js's own, side by side on every corpus of a folder.
 *
 *     npm run bench:nlu -- --data DIR [--only NAME]
 *
 * DIR holds NAME.train.jsonl with NAME.test.jsonl or NAME.valid.jsonl, rows {"text", "intent"}; `none` is out of scope.
 * Corpora with 30 examples an intent or more are also run with ten, drawn by seed. Every run has a process of its own,
 * so that memory and CPU are its own; rows are shuffled for nlp.js, which needs that.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dockStart } from '@nlpjs/basic';
import { LangEn } from '@nlpjs/lang-en';
import { LangZh } from '@nlpjs/lang-zh';
import { percent, table } from '../../nlu/commands/tables.ts';
import { examplesOf } from '../../nlu/corpus/corpus.ts';
import * as jsonl from '../../nlu/corpus/jsonl.ts';
import { type Evaluation, evaluateIntents } from '../../nlu/evaluation/evaluate.ts';
import { measure, type Prediction, quantile } from '../../nlu/evaluation/metrics.ts';
import type { Example } from '../../nlu/intents/model.ts';
import { seededRandom, shuffle } from '../../nlu/random.ts';

const FEW = 10;
const MANY = 30;
const SEED = 1;
const WARM_UP = 1_000;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    only: { type: 'string' },
    run: { type: 'string' },
    few: { type: 'boolean' },
  },
});
if (values.data === undefined) throw new Error('Say where the corpora are: --data DIR');
if (values.run === undefined) compare(values.data, values.only);
else await runOne(values.data, values.only!, values.run, values.few === true);

/** Every corpus in both systems, each in a process of its own; prints one table. */
function compare(folder: string, only?: string): void {
  const corpora = readdirSync(folder)
    .flatMap((file) => /^(.+)\.train\.jsonl$/.exec(file)?.[1] ?? [])
    .filter((name) => only === undefined || name === only)
    .sort();
  const rows = corpora.flatMap((name) => {
    const train = readRows(path.join(folder, `${name}.train.jsonl`));
    const intents = new Set(train.map((row) => row.intent)).size;
    const sizes = train.length / intents >= MANY ? [false, true] : [false];
    return sizes.flatMap((few) =>
      ['ours', 'nlp.js'].map((system) => {
        const result = spawnRun(folder, name, system, few);
        return [
          few ? `${name}, ${FEW} an intent` : name,
          system,
          percent(result.inScopeAccuracy),
          percent(result.macroF1),
          result.oosAuroc?.toFixed(3) ?? '–',
          result.expectedCalibrationError?.toFixed(3) ?? '–',
          `${result.trainSeconds.toFixed(1)} s`,
          `${result.latencyMs.p50?.toFixed(2)} / ${result.latencyMs.p99?.toFixed(2)} ms`,
          `${Math.round(result.rssMb)} MB`,
        ];
      }),
    );
  });
  const head = ['corpus', 'system', 'accuracy', 'macro-F1', 'AUROC', 'ECE', 'train CPU', 'p50 / p99', 'RSS'];
  for (const line of table([head, ...rows])) console.log(line);
}

type Result = Evaluation & { readonly rssMb: number };

function spawnRun(folder: string, name: string, system: string, few: boolean): Result {
  const args = ['--data', folder, '--only', name, '--run', system, ...(few ? ['--few'] : [])];
  const child = spawnSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`${system} failed on ${name}.`);
  return JSON.parse(child.stdout.trim().split('\n').at(-1)!) as Result;
}

async function runOne(folder: string, name: string, system: string, few: boolean): Promise<void> {
  const all = readRows(path.join(folder, `${name}.train.jsonl`));
  const train = few ? drawFew(all) : all;
  const [test] = ['test', 'valid']
    .map((part) => path.join(folder, `${name}.${part}.jsonl`))
    .filter(existsSync);
  if (test === undefined) throw new Error(`${name} has neither a test nor a valid file.`);
  const metrics =
    system === 'ours'
      ? evaluateIntents(train, readRows(test), { seed: SEED }).metrics
      : await evaluateNlpjs(train, readRows(test));
  console.log(JSON.stringify({ ...metrics, rssMb: process.memoryUsage.rss() / 1e6 } satisfies Result));
}

function readRows(file: string): readonly Example[] {
  return examplesOf(jsonl.parse(readFileSync(file, 'utf8'), file));
}

function drawFew(examples: readonly Example[]): Example[] {
  const taken = new Map<string, number>();
  return shuffle([...examples], seededRandom(SEED)).filter(({ intent }) => {
    const count = (taken.get(intent) ?? 0) + 1;
    taken.set(intent, count);
    return count <= FEW;
  });
}

async function evaluateNlpjs(train: readonly Example[], test: readonly Example[]): Promise<Evaluation> {
  const dock = await dockStart({ settings: { nlp: { autoSave: false, log: false } }, use: ['Basic'] });
  dock.getContainer().use(LangEn);
  dock.getContainer().use(LangZh);
  const nlp = dock.get('nlp');
  const locale =
    train.filter(({ text }) => /\p{Script=Han}/u.test(text)).length * 2 > train.length ? 'zh' : 'en';
  nlp.addLanguage(locale);
  for (const { text, intent } of shuffle([...train], seededRandom(SEED))) {
    nlp.addDocument(locale, text, intent === 'none' ? 'None' : intent);
  }
  const before = process.cpuUsage();
  await nlp.train();
  const { user, system } = process.cpuUsage(before);

  const latencies: number[] = [];
  const predict = async ({ text, intent }: Example): Promise<Prediction> => {
    const started = performance.now();
    const { classifications } = await nlp.process(locale, text);
    latencies.push(performance.now() - started);
    const [best] = classifications;
    const known = classifications.find((candidate) => candidate.intent !== 'None');
    return {
      text,
      intent,
      predicted: known?.intent ?? 'None',
      confidence: best?.intent === 'None' ? 0 : (known?.score ?? 0),
      inScope: best !== undefined && best.intent !== 'None',
    };
  };
  for (const row of test.slice(0, WARM_UP)) await predict(row);
  latencies.length = 0;
  const predictions: Prediction[] = [];
  for (const row of test) predictions.push(await predict(row));
  latencies.sort((a, b) => a - b);
  return {
    ...measure(predictions),
    trainSeconds: (user + system) / 1e6,
    latencyMs: { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) },
  };
}
