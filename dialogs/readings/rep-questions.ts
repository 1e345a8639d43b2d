import { entitiesOf } from '../../nlu/understanding.ts';
import { repWordsOf } from '../language/words/rep/words.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';
import { amountsIn } from '../slots/amounts.ts';
import { asksSomething, isBare, namesProduct, topIntent } from './cues.ts';
import { AGAIN, LIKELY, type Reading, sure } from './reading.ts';
import { fromRepWords } from './rep-words.ts';

/** What a rep asks of sales, deals, own work and goods, by words that the classifier does not tell apart. */
export function asksOf(turn: Turn): Reading[] {
  const ofDeals = fromPipeline(turn);
  return ofDeals
    ? [ofDeals]
    : [fromQueue, fromForecast, fromSales, fromTakingsToCome, fromOwnWork, fromGoods, fromOwner]
        .map((read) => read(turn))
        .filter((reading) => reading !== undefined);
}

/** The message, and the words that reps use in its language. */
export const said = ({ understanding: { text, language } }: Turn) => ({ text, words: repWordsOf(language) });

export const namesSomebody = ({ understanding }: Turn): boolean =>
  understanding.entities.some(({ kind }) => kind === 'company' || kind === 'deal' || kind === 'person');

/** What is done, rather than asked: a question of a report never outbids these. */
const DOES = /^(?:activity\.log|deal\.(?:update|create)|quote\.approve)$/;

/** Words outweigh a guess that is as likely. */
const A_LITTLE = 0.01;

/** At least likely, and a little likelier than what the classifier holds it for among the questions that it can't tell apart. */
function asLikely(turn: Turn, intent: string, why: string): Reading {
  const others = fromRepWords(turn).filter((reading) => !DOES.test(reading.intent));
  const most = Math.max(LIKELY, ...others.map(({ score }) => score));
  return { intent, score: Math.min(1, most + A_LITTLE), why };
}

/** "how much did we sell last week", "who's our best customer", "october vs september". */
function fromSales(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const isOfDeals = has(words.pipeline, text) || has(words.winRate, text);
  if (has(words.toCome, text) || isOfDeals) return undefined;
  const period = entitiesOf(turn.understanding, 'date').length > 0 || has(words.yearToDate, text);
  const ranks = has(words.bestSellers, text) || (has(words.customers, text) && has(words.best, text));
  const compares = has(words.against, text) && period && amountsIn(turn.understanding).length === 0;
  return ranks ||
    compares ||
    (has(words.sold, text) && (period || asksSomething(turn) || onlyNamesSales(turn)))
    ? asLikely(turn, 'sales.report', 'asks what was sold')
    : undefined;
}

/** "who's waiting in the queue", and "take the first one" after it. */
function fromQueue(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const isTaken = turn.conversation.asked?.intent === 'queue.show' && has(words.takes, text);
  const isAsked = asksSomething(turn) || isBare(turn, [words.queue, words.showing]);
  return isTaken || (has(words.queue, text) && isAsked && !namesProduct(turn))
    ? sure('queue.show', 'asks who waits for a person')
    : undefined;
}

/** "how many paper chains will we sell in april": of goods what is to come. */
function fromForecast(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const isAsked = has(words.toCome, text) && (has(words.sold, text) || has(words.takings, text));
  return isAsked && namesProduct(turn) && asksSomething(turn)
    ? asLikely(turn, 'forecast.show', 'asks what will be sold of goods')
    : undefined;
}

/** "how much will we make this quarter": of all goods what is to come, rather than what was. */
function fromTakingsToCome(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const isAsked = has(words.toCome, text) && has(words.takings, text) && asksSomething(turn);
  return isAsked && !namesProduct(turn) && !namesSomebody(turn)
    ? asLikely(turn, 'forecast.show', 'asks what will be sold')
    : undefined;
}

/** "sales", "the revenue of the cake stand". */
const onlyNamesSales = (turn: Turn): boolean =>
  isBare(turn, [said(turn).words.sold, said(turn).words.showing]);

/** Who or what nothing was heard of: deals, or the people behind them. */
const MAY_BE_SILENT = /^(?:deals\.list|deal\.show|leads\.next|activity\.review|contact\.show)$/;

function fromPipeline(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  if (has(words.winRate, text)) return asLikely(turn, 'pipeline.winRate', 'asks for the share won');
  if (has(words.target, text) && (amountsIn(turn.understanding).length > 0 || has(words.quota, text)))
    return sure('pipeline.target', 'asks how far a target is');
  if (comparesReps(turn)) return sure('pipeline.byRep', 'sets reps side by side');
  const isOfDeals = has(words.pipeline, text) || entitiesOf(turn.understanding, 'stage').length > 0;
  const isLate = has(words.slipping, text) || has(words.stuck, text);
  if (
    !namesProduct(turn) &&
    (isLate || (has(words.silent, text) && (isOfDeals || MAY_BE_SILENT.test(topIntent(turn) ?? ''))))
  )
    return asLikely(turn, 'deals.atRisk', 'asks which deals go wrong');
  if (has(words.wins, text) && asksSomething(turn) && !namesProduct(turn) && asksOfWon(turn))
    return sure('deals.list', 'asks what was won');
  if (has(words.why, text) && (isOfDeals || namesSomebody(turn)) && has(words.lostIt, text))
    return asLikely(turn, 'deals.list', 'asks which deals were lost and why');
  if (asksOfColleague(turn)) return sure('deals.list', "asks for a colleague's deals");
  if (asksForDeals(turn)) return asLikely(turn, 'deals.list', 'asks for deals of some kind');
  const sums = has(words.byStage, text) || has(words.weighted, text);
  if ((sums && has(words.pipeline, text)) || has(words.averageDeal, text))
    return asLikely(turn, 'pipeline.show', 'asks what the deals come to');
  const isOfListed = turn.conversation.asked?.deals !== undefined && !namesProduct(turn);
  if (sums && isOfListed) return sure('pipeline.show', 'asks what the deals asked for come to', AGAIN);
  return has(words.sorts, text) && isOfListed
    ? sure('deals.list', 'wants the deals asked for in another order', AGAIN)
    : undefined;
}

/** "laura vs noah", "me vs noah", "who's got the most deals": of a customer nothing is said. */
function comparesReps(turn: Turn): boolean {
  const { text, words } = said(turn);
  const { length } = entitiesOf(turn.understanding, 'colleague');
  if (has(words.customers, text) || has(words.notes, text)) return false;
  const areTwo = length > 1 || (length === 1 && has(words.me, text));
  return has(words.byRep, text) || (areTwo && has(words.against, text));
}

/** "what did we win this quarter", 本季度我赢了多少: whose, and mostly when. */
const asksOfWon = (turn: Turn): boolean => {
  const { text, words } = said(turn);
  return has(words.me, text) || has(words.team, text) || entitiesOf(turn.understanding, 'date').length > 0;
};

/** "Noah's proposals", Laura的单子给我看看: neither handed over, changed nor noted. */
function asksOfColleague(turn: Turn): boolean {
  const { text, words } = said(turn);
  const names = (kind: string) => turn.understanding.entities.some((entity) => entity.kind === kind);
  const { handOver } = wordsOf(turn.understanding.language);
  const isOther = namesSomebody(turn) || namesProduct(turn) || has(words.byStage, text);
  const isDone = [handOver, words.notes, words.sets].some((pattern) => has(pattern, text));
  return names('colleague') && (names('stage') || has(words.pipeline, text)) && !isOther && !isDone;
}

const PRODUCT = /^product\./;

/** Everyone's at a stage, those over an amount in a period, what one's deals come to. */
function asksForDeals(turn: Turn): boolean {
  const { text, words } = said(turn);
  const { above, below } = wordsOf(turn.understanding.language);
  const { entities } = turn.understanding;
  const names = (kind: string) => entities.some((entity) => entity.kind === kind);
  const whose = [words.mine, words.team, words.everyone].some((pattern) => has(pattern, text));
  // What is taken for goods beside "my deals" is none.
  if (has(words.mine, text) && has(words.pipeline, text) && PRODUCT.test(topIntent(turn) ?? ''))
    return asksSomething(turn);
  if (namesProduct(turn) || namesSomebody(turn) || has(words.changes, text)) return false;
  const isOfStage =
    names('stage') &&
    whose &&
    isBare(turn, [words.mine, words.team, words.everyone, words.showing, words.ofDeal, words.lists]);
  const isLimited = names('stage') && amountsIn(turn.understanding).length > 0 && !has(words.sets, text);
  return isOfStage || (isLimited && (has(above, text) || has(below, text)));
}

function fromOwnWork(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  if (has(words.iDid, text) && asksSomething(turn))
    return asLikely(turn, 'activity.review', 'asks what was noted');
  if (
    has(words.meetings, text) &&
    asksSomething(turn) &&
    !has(words.notes, text.replaceAll(words.meetings, ' '))
  )
    return asLikely(turn, 'meetings.show', 'asks for meetings');
  return has(words.toDo, text) &&
    (asksSomething(turn) || isBare(turn, [words.toDo, words.showing, words.mine]))
    ? asLikely(turn, 'tasks.show', 'asks what is to be done')
    : undefined;
}

/** Stock, cost and margin of goods that are named or talked of. */
function fromGoods(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const isOfGoods = namesProduct(turn) || turn.conversation.products.length > 0;
  if (!isOfGoods || has(words.sold, text)) return undefined;
  if (has(words.margin, text)) return asLikely(turn, 'product.price', 'asks what goods earn');
  return has(words.howMany, text) ? asLikely(turn, 'product.stock', 'asks how many there are') : undefined;
}

function fromOwner(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const isOfTalk = turn.conversation.deal !== undefined && isBare(turn, [words.owns, words.ofDeal]);
  return has(words.owns, text) && (namesSomebody(turn) || isOfTalk)
    ? asLikely(turn, 'deal.show', 'asks whose a deal is')
    : undefined;
}
