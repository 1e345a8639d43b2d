import { addDays } from '../../../../crm/calendar.ts';
import type { Deal, DealStage } from '../../../../crm/models/deal.ts';
import type { Rep } from '../../../../crm/models/rep.ts';
import { type Entity, entitiesOf } from '../../../../nlu/understanding.ts';
import type { Period, RepList } from '../../../conversation/facts.ts';
import { repWordsOf } from '../../../language/words/rep/words.ts';
import { has, wordsOf } from '../../../language/words/words.ts';
import type { Ports } from '../../../ports.ts';
import { asksSomething } from '../../../readings/cues.ts';
import { AGAIN } from '../../../readings/reading.ts';
import { ranked, rankingIn } from '../../../readings/rep-pointer.ts';
import type { DealFilter } from '../../../sales-book.ts';
import type { Bid, Decision, Turn } from '../../../skill.ts';
import { amountsIn } from '../../../slots/amounts.ts';
import { decision, type Voice, voiceOf } from '../../../voice.ts';
import { linesOf, textReply, topSaid } from '../reply/listing.ts';
import { whichDeal } from '../reply/which-deal.ts';
import { colleagueSaid } from '../said/colleague.ts';
import { saysUpTo, sinceSaid } from '../said/day-shift.ts';
import { dealsByKey, meantDeals, namedDeals, OPEN_STAGES, ownCompany } from '../said/deals.ts';
import { stagesSaid } from '../said/stages.ts';

const SHOWN = 10;
const NOTES_SHOWN = 10;

export const dealLine = ({ name, stage, amount, closeDate }: Deal, voice: Voice): string =>
  voice.say('rep.deal', { name, stage: voice.say(`rep.stage.${stage}`), amount, date: { date: closeDate } });

export const sumOf = (deals: readonly Deal[], currency: string) => ({
  amount: deals.reduce((sum, { amount }) => sum + amount.amount, 0),
  currency,
});

/** "my deals", "what closes this month", "deals in negotiation", "Noah's deals over 2k", "everyone's", "my biggest deals". */
export const list = async (turn: Turn, ports: Ports, bid: Bid): Promise<Decision> => {
  const voice = voiceOf(turn, ports);
  const filter = await filterSaid(turn, ports, bid);
  const found = await ports.sales.deals(filter);
  const question = { kind: 'rep.asked' as const, question: { intent: 'deals.list', deals: filter } };
  if (found.length === 0) return decision({ events: [question], replies: [voice.text('rep.noDeals')] });
  const count = topSaid(turn);
  const ranking = rankingIn(turn.understanding) ?? (count === undefined ? undefined : 'biggest');
  const sorted = ranking ? ranked(found, ranking) : found;
  const deals = count === undefined ? sorted : sorted.slice(0, count);
  const reasons = has(repWordsOf(turn.understanding.language).why, turn.understanding.text)
    ? await reasonLines(deals.slice(0, SHOWN), ports, voice)
    : [];
  const opening = voice.say('rep.deals', {
    count: deals.length,
    total: sumOf(deals, deals[0]!.amount.currency),
  });
  return decision({
    events: [{ kind: 'list.shown', list: listOf(deals, 0) }, question],
    replies: [textReply([opening, ...pageOf(deals, 0, voice), ...reasons], voice)],
  });
};

/** What was noted last on each: why a deal was lost stands there. */
async function reasonLines(deals: readonly Deal[], ports: Ports, voice: Voice): Promise<readonly string[]> {
  const notes = await Promise.all(deals.map(({ key }) => ports.sales.activities({ dealKey: key })));
  const lines = deals.flatMap(({ name }, index) => {
    const [last] = notes[index]!;
    return last ? [voice.say('rep.lastNote', { name, text: last.text })] : [];
  });
  return lines.length > 0 ? lines : [voice.say('rep.noReasons')];
}

export const listOf = (deals: readonly Deal[], from: number): RepList => ({
  of: 'deal',
  keys: deals.map(({ key }) => key),
  shown: Math.min(deals.length, from + SHOWN),
});

export const pageOf = (deals: readonly Deal[], from: number, voice: Voice): readonly string[] =>
  linesOf(
    deals.slice(from, from + SHOWN).map((deal) => dealLine(deal, voice)),
    { from, total: deals.length },
    voice,
  );

/** The next page of the deals that were listed. */
export async function moreDeals({ keys, shown }: RepList, ports: Ports, voice: Voice): Promise<Decision> {
  const deals = await dealsByKey(keys, ports);
  return decision({
    events: [{ kind: 'list.shown', list: listOf(deals, shown) }],
    replies: [textReply(pageOf(deals, shown, voice), voice)],
  });
}

/** The deals that a message asks for; what it leaves open is as it was asked before, where it goes on with that. */
export async function filterSaid(turn: Turn, ports: Ports, bid: Bid): Promise<DealFilter> {
  const { understanding, message, conversation } = turn;
  const { text, language } = understanding;
  const words = repWordsOf(language);
  const said = stagesSaid(turn);
  const stages: readonly DealStage[] =
    said.length > 0 || !asksSomething(turn)
      ? said
      : has(words.lostIt, text)
        ? ['lost']
        : has(words.wins, text)
          ? ['won']
          : [];
  const period = sinceSaid(turn) === undefined ? entitiesOf(understanding, 'date')[0] : undefined;
  const colleague = await colleagueSaid(turn, ports);
  const companyKey = ownCompany(turn);
  const named = companyKey === undefined ? (await namedDeals(turn, ports)).map(({ key }) => key) : [];
  const isTeam = has(words.team, text) || (has(words.everyone, text) && !has(words.mine, text));
  // "anything of his" goes on with whose deals were asked for.
  const isOfSame = has(words.person, text) && conversation.asked?.deals?.owner !== message.sender.id;
  const before = bid.about === AGAIN || isOfSame ? conversation.asked?.deals : undefined;
  const owner = colleague?.key ?? (has(words.mine, text) ? message.sender.id : undefined);
  const isWhose = owner !== undefined || isTeam || companyKey !== undefined || named.length > 0;
  const { owner: ownerBefore, ...rest } = before ?? { owner: message.sender.id };
  return {
    ...rest,
    stages: stages.length > 0 ? stages : (before?.stages ?? OPEN_STAGES),
    ...(isWhose ? owner !== undefined && { owner } : ownerBefore !== undefined && { owner: ownerBefore }),
    ...(companyKey !== undefined && { companyKey }),
    ...(named.length > 0 && { keys: named }),
    ...(period && { closes: closingIn(turn, period) }),
    ...amountLimits(turn),
  };
}

/** "before christmas", "by friday", "eoq": any day up to it. */
function closingIn(
  { understanding: { text, language } }: Turn,
  { from, to, start, end }: Entity & Period,
): Period {
  const isUpTo = saysUpTo(text, { start, end }) || repWordsOf(language).endOf.test(text.slice(start, end));
  // "before May" ends with April.
  const last = from < to && BEFORE.test(text.slice(0, start)) ? addDays(from, -1) : to;
  return { from: isUpTo ? FIRST_DAY : from, to: last };
}
const BEFORE = /\bbefore(?: the)? $/iu;
/** Earlier than any other. */
export const FIRST_DAY = '0000-01-01';

/** "over 2k", "under £500", "between 2k and 5k". */
function amountLimits({ understanding }: Turn): { readonly least?: number; readonly most?: number } {
  const [one, other] = amountsIn(understanding);
  if (one === undefined) return {};
  if (other !== undefined) return { least: Math.min(one, other), most: Math.max(one, other) };
  const { above, below } = wordsOf(understanding.language);
  // "over 5k, closing within 30 days": the other word may be about the day.
  return has(below, understanding.text) && !has(above, understanding.text) ? { most: one } : { least: one };
}

export const show = async (turn: Turn, ports: Ports): Promise<Decision> => {
  const voice = voiceOf(turn, ports);
  const deals = await meantDeals(turn, ports);
  if (deals.length !== 1) return whichDeal(deals, 'deal.show', turn, ports);
  const [deal] = deals as [Deal];
  const [reps, activities, chances] = await Promise.all([
    ports.sales.reps(),
    ports.sales.activities({ dealKey: deal.key }),
    ports.sales.dealChances([deal.key]),
  ]);
  const chance = OPEN_STAGES.includes(deal.stage) ? chances.get(deal.key) : undefined;
  const lines = [
    dealLine(deal, voice),
    ownerLine(deal, reps, voice),
    ...(deal.stageSince === undefined
      ? []
      : [
          voice.say('rep.stageSince', {
            stage: voice.say(`rep.stage.${deal.stage}`),
            date: { date: deal.stageSince },
          }),
        ]),
    ...(chance === undefined
      ? []
      : [voice.say('rep.chance', { percent: { percent: Math.round(chance * 100) / 100 } })]),
    ...activities
      .slice(0, NOTES_SHOWN)
      .map(({ at, text }) =>
        voice.say('rep.activity', { date: { date: at.toISOString().slice(0, 10) }, text }),
      ),
  ];
  return decision({
    events: [
      { kind: 'deal.mentioned', key: deal.key },
      { kind: 'rep.asked', question: { intent: 'deal.show' } },
    ],
    replies: [textReply(lines, voice)],
  });
};

export const ownerLine = ({ owner }: Deal, reps: readonly Rep[], voice: Voice): string =>
  voice.say('rep.owner', { name: reps.find(({ key }) => key === owner)?.name ?? owner });
