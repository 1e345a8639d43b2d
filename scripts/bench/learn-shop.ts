// The nightly scoring on the sample shop, its history as it was: npm run bench:learn -- --shop [--json]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { createLog } from '../../bot/log.ts';
import { PATHS } from '../../bot/paths.ts';
import { Demand } from '../../bot/ports/demand.ts';
import type { ScoringReport } from '../../bot/scoring/score-all.ts';
import { Scores } from '../../bot/scoring/scores.ts';
import { scoringText } from '../../bot/scoring/scoring-text.ts';
import { openStore } from '../../bot/store.ts';
import type { DemandScope, ForecastRecord } from '../../crm/models/forecast.ts';
import type { Models } from '../../crm/models/index.ts';
import { activeScoring, nextLeads, scoreOf } from '../../crm/queries/scores.ts';
import { loadSampleShop } from '../../crm/sample/load.ts';
import { seedSampleShop } from '../../crm/sample/seed.ts';

/** On this day the data are shown on their own dates. */
const NOW = new Date('2011-12-09T12:00:00Z');
const TIME_ZONE = 'Europe/London';
const READS = 500;

export async function benchShop(json: boolean): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'bench-learn-'));
  const log = createLog('silent');
  const store = await openStore({ dataDir, log });
  try {
    const { models, uri } = store;
    await seedSampleShop(
      models,
      () => loadSampleShop({ dir: PATHS.sampleShop, today: NOW, timeZone: TIME_ZONE }),
      NOW,
      { isShared: false },
    );
    const scores = new Scores({ models, uri, timeZone: TIME_ZONE, now: () => NOW, log });

    const busy = performance.eventLoopUtilization();
    const cpu = process.cpuUsage();
    await scores.refresh(new AbortController().signal);
    const cpuSeconds = secondsSince(cpu);
    const busyMs = performance.eventLoopUtilization(busy).active;

    const { report } = (await activeScoring(models))!;
    const identity = { channel: 'web', id: 'bench' };
    await models.Contact.updateOne({ key: 'customer-12971' }, { $set: { identities: [identity] } });
    const score = await timed(() => scoreOf(models, identity));
    const leads = await timed(() => nextLeads(models, 10));
    const forecast = await timedForecast(models);
    const measured = {
      cpuSeconds,
      busyMs,
      scoreMs: score,
      leadsMs: leads,
      forecastMs: forecast,
    };
    console.log(scoringText(report as ScoringReport));
    console.log(
      `\n${cpuSeconds.toFixed(1)} CPU s in all threads, of which the server's own thread was busy for ${busyMs.toFixed(0)} ms`,
    );
    console.log(`a customer's score: ${spread(score)}; the ten next leads: ${spread(leads)}`);
    console.log(`a stored forecast of 90 days: ${spread(forecast)}`);
    if (json) console.log(JSON.stringify({ ...measured, report }));
  } finally {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** A forecast as a night stores it, among those of 300 products. */
async function timedForecast(models: Models): Promise<Spread> {
  const days = Array.from({ length: 90 }, (_, day) => day / 7);
  const record = (scope: DemandScope, sku: string): ForecastRecord => ({
    scope,
    sku,
    model: 'ets 0.5 + theta 0.5',
    trainedFrom: '2010-12-01',
    trainedTo: '2011-12-08',
    horizon: days.length,
    mean: days,
    lo80: days,
    hi80: days,
    lo95: days,
    hi95: days,
    cumulativeQ10: days,
    cumulativeQ90: days,
    backtest: null,
    quality: [],
    madeAt: NOW,
  });
  await models.Forecast.insertMany([
    ...Array.from({ length: 300 }, (_, index) => record('product', `sku-${index}`)),
    record('category', 'Bags'),
  ]);
  const demand = new Demand({ models, timeZone: TIME_ZONE, now: () => NOW, log: createLog('silent') });
  const spread = await timed(() => demand.forecastOf({ scope: 'category', sku: 'Bags' }));
  await demand.close();
  return spread;
}

const secondsSince = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

interface Spread {
  /** Of all threads, a read. */
  readonly cpuMs: number;
  readonly p50: number;
  readonly p99: number;
}

const spread = ({ cpuMs, p50, p99 }: Spread): string =>
  `${cpuMs.toFixed(2)} CPU ms, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`;

async function timed(read: () => Promise<unknown>): Promise<Spread> {
  const times: number[] = [];
  const cpu = process.cpuUsage();
  for (let index = 0; index < READS; index++) {
    const started = performance.now();
    await read();
    times.push(performance.now() - started);
  }
  const cpuMs = (secondsSince(cpu) * 1000) / READS;
  times.sort((a, b) => a - b);
  return { cpuMs, p50: times[READS / 2]!, p99: times[Math.floor(READS * 0.99)]! };
}
