import { entitiesOf } from '../../nlu/understanding.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';
import { amountsIn } from '../slots/amounts.ts';
import { asksSomething, isBare, namesProduct } from './cues.ts';
import { AGAIN, LIKELY, type Reading, SHORT, sure } from './reading.ts';
import { choosesDeal } from './rep-choice.ts';
import { onlyShows, pointsAtRepList, repPointerIn } from './rep-pointer.ts';
import { asksOf, namesSomebody, said } from './rep-questions.ts';
import { fromRepWords, saysValue } from './rep-words.ts';

/** Ways to take what a rep says that need the talk so far, or words that no intent of the classifier stands for. */
export function fromRepTalk(turn: Turn): Reading[] {
  const seen = [
    choosesDeal,
    notesDown,
    corrects,
    takesBack,
    pages,
    ticksOff,
    movesReminder,
    explains,
    reaches,
    asksLastOrder,
    handsOver,
    showsOne,
    changesAll,
    changesDeal,
  ];
  for (const read of seen) {
    const reading = read(turn);
    if (reading) return [reading];
  }
  const asked = [...asksOf(turn), fromNotes(turn)].filter((reading) => reading !== undefined);
  const further = goesOn(turn);
  return further && asked.every(({ intent }) => intent === further.intent) ? [further] : asked;
}

/** "log: spoke with Jane, they ...", 给Jane记一笔：what follows is a note, whatever it speaks of. */
function notesDown(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const [opening] = words.noteOpening.exec(text) ?? [];
  const isDated = entitiesOf(turn.understanding, 'date').length > 0;
  if (has(words.reminds, text) && isDated && !asksSomething(turn))
    return sure('activity.log', 'asks to be reminded on a day');
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
  const isSaid = isListed || has(words.toDo, text) || words.ticksOffFirst.test(text);
  return has(words.ticksOff, text) && !asksSomething(turn) && isSaid
    ? sure('reminder.done', 'says that something is done')
    : undefined;
}

/** "push the first one to tuesday" of the reminders that were listed. */
function movesReminder(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const { list } = turn.conversation;
  const isOnly = list?.keys.length === 1 && !namesSomebody(turn);
  if (list?.of !== 'reminder' || !(pointsAtRepList(turn) || isOnly) || asksSomething(turn)) return undefined;
  const isDated = entitiesOf(turn.understanding, 'date').length > 0;
  return movesDay(turn) || (isDated && (has(words.changes, text) || has(words.sets, text)))
    ? sure('reminder.move', 'puts a reminder to another day')
    : undefined;
}

/** "why her?", "why the second one": of the contacts that were ranked; "why?" of the deals that were listed. */
function explains(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const { list, asked } = turn.conversation;
  if (!has(words.why, text)) return undefined;
  if (list?.of === 'contact' && asked?.intent === 'leads.next')
    return sure('leads.why', 'asks why somebody is on the list');
  const isOfDeals = list?.of === 'deal' && asked?.intent === 'deals.list';
  return isOfDeals && isBare(turn, [words.why, words.lostIt, words.person])
    ? sure('deals.list', 'asks why of the deals that were listed', AGAIN)
    : undefined;
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

/** "what did Jack order last", "her last order", 他上次买了什么. */
function asksLastOrder(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const { contactKey } = turn.conversation;
  const isOfSomebody = namesSomebody(turn) || pointsAtRepList(turn) || contactKey !== undefined;
  return has(words.lastOrder, text) && isOfSomebody && !has(words.notes, text)
    ? sure('contact.lastOrder', 'asks what somebody ordered last')
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
  const isOfList = turn.conversation.list?.of === 'deal' && has(words.ofList, text);
  return has(words.everyone, text) && !isOfList && (has(words.pipeline, text) || stages > 1);
}

/** "give it to me", "give the second one to noah": into other hands, of the deal or the deals talked of. */
function handsOver(turn: Turn): Reading | undefined {
  const { text, language } = turn.understanding;
  const { handOver, toMe } = wordsOf(language);
  const { deal, list } = turn.conversation;
  const isOfDeal = list ? list.of === 'deal' : deal !== undefined || has(toMe, text);
  return isOfDeal && has(handOver, text) && !asksSomething(turn) && !namesProduct(turn)
    ? { intent: 'deal.update', score: SHORT, why: 'gives a deal into other hands' }
    : undefined;
}

const SHOWS = {
  deal: 'deal.show',
  contact: 'contact.show',
  product: 'product.detail',
  reminder: 'tasks.show',
} as const;
const MAY_SHOW = /^(?:deals?\.(?:show|list)|contact\.show|product\.(?:detail|find)|help|affirm|deny)$/;

/** "the biggest one", "show me more about the second": one of the list that was shown. */
function showsOne(turn: Turn): Reading | undefined {
  const { list } = turn.conversation;
  if (!list || list.of === 'alert' || !pointsAtRepList(turn)) return undefined;
  const [top] = fromRepWords(turn).sort((a, b) => b.score - a.score);
  const { text, words } = said(turn);
  const isAsked = onlyShows(turn) || (top !== undefined && MAY_SHOW.test(top.intent));
  const says = has(words.sets, text) ? saysValue(turn) : saysStageOrAmount(turn) && !has(words.lists, text);
  const isChanged = says && !asksSomething(turn);
  return isAsked && !isChanged && !has(words.sold, text)
    ? sure(SHOWS[list.of], 'points at the list that was shown')
    : undefined;
}

/** "the first one 1.5k", "the second: negotiation". */
const saysStageOrAmount = ({ understanding }: Turn): boolean =>
  entitiesOf(understanding, 'stage').length > 0 || amountsIn(understanding).length > 0;

const movesDay = (turn: Turn): boolean => {
  const { text, words } = said(turn);
  return has(words.span, text) && (has(words.later, text) || has(words.sooner, text));
};

/** "bump it to 8k", "push it out two weeks", "mark it as won": of the deal or the list talked of. */
function changesDeal(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  const { deal, list } = turn.conversation;
  const isOfOther = list !== undefined && list.of !== 'deal' && pointsAtRepList(turn);
  const isOfDeal =
    !isOfOther &&
    (deal !== undefined ||
      (list?.of === 'deal' && repPointerIn(turn.understanding)) ||
      // 把他们的单子改到3000: whose it is may be said in the part before.
      (has(words.pipeline, text) && has(words.sets, text)));
  if (!isOfDeal || asksSomething(turn) || namesProduct(turn) || namesSomebody(turn)) return undefined;
  if (has(words.notes, text) || entitiesOf(turn.understanding, 'colleague').length > 0) return undefined;
  const changes =
    (has(words.sets, text) && saysValue(turn)) ||
    (pointsAtRepList(turn) && saysStageOrAmount(turn)) ||
    movesDay(turn) ||
    (closes(turn) && has(words.ofList, text)) ||
    (isBare(turn, [words.wonIt, words.lostIt]) && (closes(turn) || saysStageOrAmount(turn)));
  return changes && (saysValue(turn) || movesDay(turn) || closes(turn))
    ? { intent: 'deal.update', score: SHORT, why: 'changes the deal talked of' }
    : undefined;
}

/** "we got it", "lost it": no stage by its name. */
const closes = (turn: Turn): boolean => {
  const { text, words } = said(turn);
  return has(words.wonIt, text) || has(words.lostIt, text);
};

/** "called the second one, no answer", 给第二个打了电话: whom it was about is of the list. */
function fromNotes(turn: Turn): Reading | undefined {
  const { text, words } = said(turn);
  return has(words.notes, text) && pointsAtRepList(turn) && !asksSomething(turn)
    ? { intent: 'activity.log', score: LIKELY, why: 'notes what was done with one of the list' }
    : undefined;
}

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
  const isChange = top?.intent === 'deal.update' && top.score >= SHORT;
  const continues = (isBareDetail && !isChange) || (has(words.goesOn, text) && !isOther);
  return continues
    ? { intent: asked.intent, score: SHORT, why: 'goes on with what was asked last', about: AGAIN }
    : undefined;
}
