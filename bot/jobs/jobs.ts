import { expireQuotes } from '../../crm/apply.ts';
import { localDay } from '../../crm/calendar.ts';
import type { Models } from '../../crm/models/index.ts';
import type { Ports } from '../../dialogs/ports.ts';
import type { ShopFacts } from '../../dialogs/shop.ts';
import type { Desk } from '../desk/desk.ts';
import { watch } from '../desk/watch.ts';
import type { Log } from '../log.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { CrmNames } from '../ports/crm-names.ts';
import type { Demand } from '../ports/demand.ts';
import type { Scores } from '../scoring/scores.ts';
import type { Turns } from '../turns/turn.ts';
import { followUpQuotes } from './follow-up.ts';
import { repeat } from './repeat.ts';
import { Scheduler } from './scheduler.ts';

export interface JobsOptions {
  readonly models: Models;
  readonly demand: Demand;
  readonly scores: Scores;
  readonly turns: Turns;
  readonly desk: Desk;
  readonly mailer: Mailer | undefined;
  readonly names: CrmNames;
  readonly mayMail: Ports['mayMail'];
  readonly shop: ShopFacts;
  /** `desk`: a rep's terminal. */
  readonly serves: 'visitors' | 'desk';
  /** Whose unfinished turns to finish: every channel's, or those of the channels that are attached here. */
  readonly sweeps: 'all' | 'served';
  /** Another process may be at work on the same store. */
  readonly isShared: boolean;
  /** Makes forecasts and scores in the background now where they are due. */
  readonly forecasts: boolean;
  readonly now: () => Date;
  readonly log: Log;
}

/** What runs by itself beside the turns. */
export interface Jobs {
  /** Resolves when the forecasts of today are made. */
  readonly forecastsReady: Promise<void>;
  /** Resolves when customers and deals are scored as of today, which comes after the forecasts. */
  readonly scoresReady: Promise<void>;
  /** Finishes the turns that a crash left behind; how many. */
  recover(): Promise<number>;
  /** Ends what repeats, once its run under way is over; while the turns still work. */
  stopRepeating(): Promise<void>;
  stopDaily(): Promise<void>;
}

const EXPIRY_AT = '00:05';
const FORECAST_AT = '02:15';
const SCORE_AT = '02:45';
const MAIL_MS = 2_000;
const SWEEP_MS = 5_000;
const SWEEP_AGE_MS = 30_000;
const RELAY_MS = 200;
const WATCH_MS = 2_000;
const FOLLOW_UP_MS = 60_000;
const NAMES_MS = 10_000;

export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { demand, scores, forecasts } = options;
  const daily = startDaily(options);
  const isDue = async (made: { isUpToDate(): Promise<boolean> }) => forecasts && !(await made.isUpToDate());
  const forecastsReady = (await isDue(demand)) ? daily.runNow('forecast') : Promise.resolve();
  const scoresReady = (await isDue(scores))
    ? forecastsReady.then(() => daily.runNow('score'))
    : Promise.resolve();

  let sweeping: Promise<unknown> = Promise.resolve();
  const sweep = (age: number) => {
    const swept = sweepUnfinished(options, age);
    sweeping = swept;
    return swept;
  };
  const repeating = startRepeating(options, () => sweep(SWEEP_AGE_MS));
  return {
    forecastsReady,
    scoresReady,
    recover: () => sweep(options.isShared ? SWEEP_AGE_MS : 0),
    async stopRepeating() {
      await Promise.all(repeating.map((stop) => stop()));
      await sweeping;
    },
    stopDaily: () => daily.stop(),
  };
}

function startDaily({ models, demand, scores, shop: { timeZone }, now, log }: JobsOptions): Scheduler {
  const scheduler = new Scheduler({
    jobs: [
      {
        name: 'expire-quotes',
        at: EXPIRY_AT,
        run: () => expireQuotes(models, localDay(now(), timeZone)),
      },
      { name: 'forecast', at: FORECAST_AT, run: (signal) => demand.refresh(signal) },
      { name: 'score', at: SCORE_AT, run: (signal) => scores.refresh(signal) },
    ],
    timeZone,
    now,
    log,
  });
  scheduler.start();
  return scheduler;
}

/** Another process on the same store may be at work on a turn younger than `ageMs`. */
async function sweepUnfinished({ turns, sweeps, now, log }: JobsOptions, ageMs: number): Promise<number> {
  try {
    const before = new Date(now().getTime() - ageMs);
    return await turns.sweep(before, sweeps);
  } catch (error) {
    log.error({ err: error }, 'the sweep of unfinished turns failed');
    return 0;
  }
}

/** Each returned function ends one. */
function startRepeating(options: JobsOptions, sweep: () => Promise<unknown>): (() => Promise<void>)[] {
  const { mailer, names, turns, serves, log } = options;
  return [
    ...(mailer ? [repeat(MAIL_MS, () => mailer.sendDue(), log)] : []),
    repeat(SWEEP_MS, sweep),
    repeat(RELAY_MS, () => turns.relay(), log),
    // Whoever serves visitors looks after those whom people have.
    ...(serves === 'desk'
      ? [repeat(NAMES_MS, () => names.refresh(), log)]
      : [
          repeat(WATCH_MS, () => watch(options), log),
          repeat(FOLLOW_UP_MS, () => followUpQuotes(options), log),
        ]),
  ];
}
