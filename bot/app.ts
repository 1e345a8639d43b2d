import path from 'node:path';
import { loadSampleShop } from '../crm/sample/load.ts';
import { type SeedResult, seedSampleShop } from '../crm/sample/seed.ts';
import { createKnowledge } from '../dialogs/knowledge/knowledge.ts';
import { readKnowledge } from '../dialogs/knowledge/read.ts';
import { type Answers, loadAnswers } from '../dialogs/language/answers.ts';
import type { Ports } from '../dialogs/ports.ts';
import { readShop, type ShopFacts } from '../dialogs/shop.ts';
import { skills } from '../dialogs/skills/index.ts';
import { buildCatalogue } from '../nlu/entities/products/catalogue.ts';
import { classify } from '../nlu/intents/classify.ts';
import { loadOrTrainSentiment } from '../nlu/sentiment/load-or-train.ts';
import { cutWords } from '../nlu/tokenise.ts';
import { createUnderstand } from '../nlu/understand.ts';
import type { Understanding } from '../nlu/understanding.ts';
import type { ChannelContext, ChannelEnd } from './channels/channel.ts';
import { addressOf, type Config } from './config.ts';
import { Desk } from './desk/desk.ts';
import { dataUrl, meetingUrl, quoteUrl } from './documents/documents.ts';
import { Links } from './documents/links.ts';
import { startJobs } from './jobs/jobs.ts';
import type { Log } from './log.ts';
import { Codes } from './mail/codes.ts';
import { Mailer } from './mail/mailer.ts';
import { LiveModel, type ModelVersion, modelAtStart } from './model/live-model.ts';
import { productModel } from './model/product-model.ts';
import { PATHS } from './paths.ts';
import { CrmNames } from './ports/crm-names.ts';
import { Demand } from './ports/demand.ts';
import { createPorts } from './ports/ports.ts';
import { Products } from './ports/products.ts';
import { Scores } from './scoring/scores.ts';
import { installationSecret, openStore, type Store } from './store.ts';
import type { Pipeline } from './turns/decide-turn.ts';
import { Outbox } from './turns/outbox.ts';
import { Turns } from './turns/turn.ts';

export interface AppOptions {
  readonly config: Config;
  readonly log: Log;
  readonly now?: () => Date;
  /** Loads the sample shop into an empty store; on by default. */
  readonly sampleShop?: boolean;
  /** Makes the daily forecasts and scores in the background now where they are due; on by default. */
  readonly forecasts?: boolean;
  /** Uses the embedded store of a server that runs on the same folder, instead of refusing. */
  readonly shareStore?: boolean;
  /** In place of the language pipeline. */
  readonly understand?: Pipeline['understand'];
  /** A rep's terminal: it serves no visitors. */
  readonly desk?: boolean;
  /** Called when the embedded store stops by itself. */
  readonly onStoreFailure?: (error: Error) => void;
}

/** The server without its doors: everything between a channel and the store. */
export interface App {
  readonly config: Config;
  readonly log: Log;
  readonly now: () => Date;
  readonly shop: ShopFacts;
  readonly answers: Answers;
  readonly ports: Ports;
  readonly links: Links;
  readonly store: Store;
  readonly turns: Turns;
  readonly products: Products;
  /** Whom and what reps name. */
  readonly names: CrmNames;
  /** What reps do. */
  readonly desk: Desk;
  readonly seeded: SeedResult | 'off';
  understand(text: string, locale?: string): Understanding;
  receive: ChannelContext['receive'];
  /** Replies of a channel's messages go to its end from now on. */
  attach(open: (context: ChannelContext) => ChannelEnd): ChannelEnd;
  /** Finishes what a crash left behind; call once the channels are attached. */
  recover(): Promise<number>;
  /** Resolves when the forecasts of today are made. */
  readonly forecastsReady: Promise<void>;
  /** Resolves when customers and deals are scored as of today, which comes after the forecasts. */
  readonly scoresReady: Promise<void>;
  stop(): Promise<void>;
}

/** What another server's line reaches at once; after this long a visitor has none anywhere, and reads it on return. */
const ELSEWHERE_MS = 2_000;
/** April. */
const FISCAL_YEAR_START = 4;

/** Puts the rooms together: store, language pipeline, demand, ports, turns. */
export async function createApp({
  config,
  log,
  now = () => new Date(),
  ...options
}: AppOptions): Promise<App> {
  const shop = readShop(PATHS.shop);
  const answers = loadAnswers(PATHS.answers);
  const knowledge = createKnowledge(readKnowledge(PATHS.knowledge), cutWords);
  const sentiment = await loadOrTrainSentiment({
    folder: PATHS.sentiment,
    intents: PATHS.intents,
    modelDir: path.join(config.dataDir, 'models'),
    shippedDir: PATHS.builtModels,
    log: { info: (line) => log.info(line), warn: (line) => log.warn(line) },
  });
  const store = await openStore({
    ...config,
    log,
    ...(options.shareStore && { share: true }),
    ...(options.onStoreFailure && { onFailure: options.onStoreFailure }),
  });
  const { models } = store;
  const seeded =
    options.sampleShop === false
      ? 'off'
      : await seedSampleShop(
          models,
          () => loadSampleShop({ dir: PATHS.sampleShop, today: now(), timeZone: shop.timeZone }),
          now(),
          { isShared: store.isShared },
        );

  const products = new Products(models);
  const catalogue = buildCatalogue(await products.all());
  const names = new CrmNames(models);
  if (options.desk) await names.refresh();
  const pipelineOf = ({ version, model }: ModelVersion): Pipeline => {
    const settings = {
      model: { classify: (text: string) => classify(model, text) },
      sentiment,
      catalogue,
      timeZone: shop.timeZone,
      fiscalYearStart: FISCAL_YEAR_START,
      country: shop.country,
      currency: shop.currency,
    };
    return {
      modelVersion: version,
      understand: options.understand ?? createUnderstand(settings),
      understandRep: createUnderstand({ ...settings, names: () => names.current }),
    };
  };
  const active = await modelAtStart({ models, now, log, ...productModel(config.dataDir, log) });
  const live = new LiveModel(active, pipelineOf, { models, log });
  live.start();

  const scores = new Scores({ models, uri: store.uri, timeZone: shop.timeZone, now, log });
  const demand = new Demand({ models, timeZone: shop.timeZone, now, log });
  const ends = new Map<string, ChannelEnd>();
  const outbox = new Outbox({
    models,
    deliver: async (delivery) => {
      const end = ends.get(delivery.message.channel);
      // A channel that is off now keeps its replies in the log of turns, where it finds them when it resumes.
      await end?.deliver(delivery);
    },
    carry: {
      // Not possible any more is a decision too: the rep reads in their own conversation what came of it.
      discountDecision: async (key, decided) => void (await desk.decide(decided, key)),
    },
    log,
    onEffect: ({ kind }) => {
      if (kind.startsWith('order.')) products.changed();
      if (kind === 'privacy.erase') turns.forget();
    },
  });
  const secret = await installationSecret(models);
  const codes = new Codes(secret);
  const links = new Links(secret, addressOf(config, config.port));
  const ports = createPorts({
    models,
    shelf: products,
    demand,
    shop,
    answers,
    knowledge,
    mails: config.mail !== undefined,
    codes,
    links: {
      quote: (...request) => quoteUrl(links, ...request),
      meeting: (...request) => meetingUrl(links, ...request),
      data: (...request) => dataUrl(links, ...request),
    },
  });
  const turns = new Turns({
    models,
    pipeline: () => live.current,
    skills,
    ports,
    outbox,
    relayAfterMs: (channel, conversationId) => {
      const end = ends.get(channel);
      if (!end || end.serves?.(conversationId) === false) return undefined;
      return store.kind === 'embedded' || (end.isConnected?.(conversationId) ?? true) ? 0 : ELSEWHERE_MS;
    },
    isResumed: (channel) => ends.get(channel)?.isResumed === true,
    isShared: store.isShared,
    log,
    now,
    secret,
  });

  const desk = new Desk({ models, turns, speech: ports, timeZone: shop.timeZone, now });
  const jobs = await startJobs({
    models,
    demand,
    scores,
    turns,
    desk,
    mailer: config.mail && new Mailer({ settings: config.mail, models, codes, shop, answers, now, log }),
    names,
    mayMail: ports.mayMail,
    shop,
    serves: options.desk ? 'desk' : 'visitors',
    sweeps: options.shareStore ? 'served' : 'all',
    isShared: store.isShared,
    forecasts: options.forecasts ?? true,
    now,
    log,
  });

  const receive: App['receive'] = (...received) => turns.receive(...received);
  return {
    config,
    log,
    now,
    shop,
    answers,
    ports,
    links,
    store,
    turns,
    products,
    names,
    desk,
    seeded,
    receive,
    forecastsReady: jobs.forecastsReady,
    scoresReady: jobs.scoresReady,
    understand: (text, locale) =>
      live.current.understand(text, { now: now(), ...(locale !== undefined && { locale }) }),
    attach(open) {
      const end = open({
        receive,
        since: (...request) => turns.since(...request),
        now,
        log,
        config,
        shopName: shop.name,
      });
      ends.set(end.name, end);
      return end;
    },
    recover: () => jobs.recover(),
    async stop() {
      await jobs.stopRepeating();
      await live.stop();
      await Promise.all([...ends.values()].map((end) => end.stop()));
      await jobs.stopDaily();
      await demand.close();
      await turns.idle();
      await store.close();
    },
  };
}
