import { entitiesOf } from '../../nlu/understanding.ts';
import { repWordsOf } from '../language/words/rep.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';
import { asksSomething, isBare, namesProduct, topIntent } from './cues.ts';
import { LIKELY, type Reading, SHORT, SURE } from './reading.ts';
import { onlyShows, pointsAtRepList, repPointerIn } from './rep-pointer.ts';
import { fromRepWords, saysValue } from './rep-words.ts';

/** Ways to take what a rep says that need the talk so far, or words that no intent of the classifier stands for. */
export function fromRepTalk(turn: Turn): Reading[] {
  const seen = [
    notesDown,
    corrects,
    takesBack,
    pages,
    ticksOff,
    explains,
    reaches,
    showsOne,
    changesAll,
    changesDeal,
  ];
  for (const read of seen) {
    const reading = read(turn);
    if (reading) return [reading];
  }
  const ofDeals = fromPipeline(turn);
  const asked = ofDeals
    ? [ofDeals]
    : [fromSales, fromTakingsToCome, fromOwnWork, fromGoods, fromOwner, fromNotes]
        .map((read) => read(turn))
        .filter((reading) => reading !== undefined);
  const further = goesOn(turn);
  return further && asked.every(({ intent }) => intent === further.intent) ? [further] : asked;
}

const sure = (intent: string, why: string): Reading => ({ intent, score: SURE, why });

const said = ({ understanding: { text, language } }: Turn) => ({ text, words: repWordsOf(language) });

const namesSomebody = ({ understanding }: Turn): boolean =>
  understanding.entities.some(({ kind }) => kind === 'company' || kind === 'deal' || kind === 'person');

/** "log: spoke with Jane, they ...", 给Jane记一笔：what follows is a note, whatever it speaks of. */
function notesDown(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const [opening] = words.noteOpening.exec(text) ?? [];
  return opening !== undefined && !has(wordsOf(turn.understanding.language).wonders, opening)
    ? sure('activity.log', 'begins as a note')
    : undefined;
}

/** "no, the 16th", "make it 9k": another value for what waits for a yes. */
function corrects(turn: Turn): Reading | undefined {
  const { proposed, questions } = turn.conversation;
  const [effect] = proposed?.effects ?? [];
  if (questions[0]?.pending !== 'rep.confirm' || !effect) return undefined;
  if (effect.kind !== 'deal.change' && effect.kind !== 'deal.create') return undefined;
  const isOther = namesSomebody(turn) || pointsAtRepList(turn);
  if (!(saysValue(turn) || movesDay(turn)) || asksSomething(turn) || isOther) return undefined;
  const intent = effect.kind === 'deal.change' ? 'deal.update' : 'deal.create';
  return sure(intent, 'corrects what was proposed');
}

function takesBack(turn: Turn): Reading | undefined {
  const { undo, no } = wordsOf(turn.understanding.language);
  return has(undo, turn.understanding.text) && isBare(turn, [undo, no])
    ? sure('rep.undo', 'takes back')
    : undefined;
}

function pages(turn: Turn): Reading | undefined {
  const { more } = wordsOf(turn.understanding.language);
  const { words } = said(turn);
  return has(more, turn.understanding.text) && isBare(turn, [more, words.showing, words.rest])
    ? sure('rep.more', 'wants the next page')
    : undefined;
}

function ticksOff(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const isListed = turn.conversation.list?.of === 'reminder';
  return has(words.ticksOff, text) && !asksSomething(turn) && (isListed || has(words.toDo, text))
    ? sure('reminder.done', 'says that something is done')
    : undefined;
}

/** "why her?", "why the second one": of the contacts that were ranked. */
function explains(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const { list, asked } = turn.conversation;
  const isRanked = list?.of === 'contact' && asked?.intent === 'leads.next';
  return isRanked && has(words.why, text) ? sure('leads.why', 'asks why somebody is on the list') : undefined;
}

/** "what's his number?" */
function reaches(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const { contactKey, list } = turn.conversation;
  const isKnown = contactKey !== undefined || list?.of === 'contact';
  return isKnown &&
    has(words.reach, text) &&
    (has(words.person, text) || pointsAtRepList(turn)) &&
    !has(words.notes, text)
    ? sure('contact.show', 'asks how to reach somebody')
    : undefined;
}

/** "move all my lead deals to qualified". */
function changesAll(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  return isWholesale(turn) && has(words.sets, text) && saysValue(turn) && !asksSomething(turn)
    ? { intent: 'deal.update', score: SHORT, why: 'changes all deals of a kind' }
    : undefined;
}

/** Of all deals of some kind, rather than of one. */
export function isWholesale(turn: Turn): boolean {
  const { text, words } = said(turn);
  const stages = entitiesOf(turn.understanding, 'stage').length;
  return has(words.everyone, text) && (has(words.pipeline, text) || stages > 1);
}

const SHOWS = {
  deal: 'deal.show',
  contact: 'contact.show',
  product: 'product.detail',
  reminder: 'tasks.show',
} as const;
const MAY_SHOW = /^(?:deals?\.(?:show|list)|contact\.show|product\.(?:detail|find)|help|affirm)$/;

/** "the biggest one", "show me more about the second": one of the list that was shown. */
function showsOne(turn: Turn): Reading | undefined {
  const { list } = turn.conversation;
  if (!list || list.of === 'alert' || !pointsAtRepList(turn)) return undefined;
  const [top] = fromRepWords(turn).sort((a, b) => b.score - a.score);
  const { text, words } = said(turn);
  const isAsked = onlyShows(turn) || (top !== undefined && MAY_SHOW.test(top.intent));
  return isAsked && !has(words.sold, text)
    ? sure(SHOWS[list.of], 'points at the list that was shown')
    : undefined;
}

const movesDay = (turn: Turn): boolean => {
  const { text, words } = said(turn);
  return has(words.span, text) && (has(words.later, text) || has(words.sooner, text));
};

/** "bump it to 8k", "push it out two weeks", "mark it as won": of the deal or the list talked of. */
function changesDeal(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const { deal, list } = turn.conversation;
  const isOfDeal = deal !== undefined || (list?.of === 'deal' && repPointerIn(turn.understanding));
  if (!isOfDeal || asksSomething(turn) || namesProduct(turn) || namesSomebody(turn)) return undefined;
  if (has(words.notes, text)) return undefined;
  const changes =
    (has(words.sets, text) && saysValue(turn)) || movesDay(turn) || isBare(turn, [words.wonIt, words.lostIt]);
  return changes && (saysValue(turn) || movesDay(turn) || closes(turn))
    ? { intent: 'deal.update', score: SHORT, why: 'changes the deal talked of' }
    : undefined;
}

/** "we got it", "lost it": no stage by its name. */
const closes = (turn: Turn): boolean => {
  const { text, words } = said(turn);
  return has(words.wonIt, text) || has(words.lostIt, text);
};

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
  const compares = has(words.against, text) && period;
  return ranks ||
    compares ||
    (has(words.sold, text) && (period || asksSomething(turn) || onlyNamesSales(turn)))
    ? asLikely(turn, 'sales.report', 'asks what was sold')
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

function fromPipeline(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  if (has(words.winRate, text)) return asLikely(turn, 'pipeline.winRate', 'asks for the share won');
  const isOfDeals = has(words.pipeline, text) || entitiesOf(turn.understanding, 'stage').length > 0;
  const isLate = has(words.slipping, text) || has(words.stuck, text);
  if (
    !namesProduct(turn) &&
    (isLate || (has(words.silent, text) && (isOfDeals || topIntent(turn) === 'deals.list')))
  )
    return asLikely(turn, 'deals.atRisk', 'asks which deals go wrong');
  const sums = has(words.byStage, text) || has(words.weighted, text);
  return sums && has(words.pipeline, text)
    ? asLikely(turn, 'pipeline.show', 'asks what the deals come to')
    : undefined;
}

function fromOwnWork(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  if (has(words.iDid, text) && asksSomething(turn))
    return asLikely(turn, 'activity.review', 'asks what was noted');
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
  return has(words.owns, text) && namesSomebody(turn)
    ? asLikely(turn, 'deal.show', 'asks whose a deal is')
    : undefined;
}

/** "called the second one, no answer", 给第二个打了电话: whom it was about is of the list. */
function fromNotes(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  return has(words.notes, text) && pointsAtRepList(turn) && !asksSomething(turn)
    ? { intent: 'activity.log', score: LIKELY, why: 'notes what was done with one of the list' }
    : undefined;
}

/** Marks a question that goes on with the one before: what it leaves open is as it was asked then. */
export const AGAIN = 'again';

/** Longer messages say what they want. */
const SHORT_FOLLOW_UP = 8;

/** "and for the cake stand?", "in december?", "and laura's?": what was asked last, of something else. */
function goesOn(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const { asked } = turn.conversation;
  if (!asked || turn.understanding.tokens.length > SHORT_FOLLOW_UP) return undefined;
  const [top] = fromRepWords(turn).sort((a, b) => b.score - a.score);
  const isOther =
    top !== undefined &&
    top.score >= LIKELY &&
    top.intent !== asked.intent &&
    !MAY_SHOW.test(top.intent) &&
    !/^product\./.test(top.intent);
  const isOfPeriod =
    entitiesOf(turn.understanding, 'date').length > 0 ||
    has(words.periodBefore, text) ||
    has(words.yearBefore, text);
  if (isOfPeriod && !asked.period && !asked.deals) return undefined;
  const names = isOfPeriod || turn.understanding.entities.length > 0;
  const isBareDetail =
    names && isBare(turn, [words.periodBefore, words.yearBefore, words.against, words.goesOn]);
  const continues = isBareDetail || (has(words.goesOn, text) && !isOther);
  return continues
    ? { intent: asked.intent, score: SHORT, why: 'goes on with what was asked last', about: AGAIN }
    : undefined;
}
