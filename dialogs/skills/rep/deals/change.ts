import type { Deal, DealStage } from '../../../../crm/models/deal.ts';
import type { Rep } from '../../../../crm/models/rep.ts';
import { entitiesOf } from '../../../../nlu/understanding.ts';
import type { RepEffect } from '../../../effect.ts';
import { repWordsOf } from '../../../language/words/rep/words.ts';
import { has } from '../../../language/words/words.ts';
import type { Ports } from '../../../ports.ts';
import { pointsAtRepList } from '../../../readings/rep-pointer.ts';
import { isWholesale } from '../../../readings/rep-talk.ts';
import type { Decision, Turn } from '../../../skill.ts';
import { amountsIn } from '../../../slots/amounts.ts';
import { decision, type Voice, voiceOf } from '../../../voice.ts';
import { propose } from '../reply/propose.ts';
import { whichDeal } from '../reply/which-deal.ts';
import { colleagueSaid } from '../said/colleague.ts';
import { dayShifted } from '../said/day-shift.ts';
import { piecesOf } from '../said/deal-pieces.ts';
import {
  likeliestNamed,
  meantDeals,
  namedDeals,
  namesUnknown,
  OPEN_STAGES,
  pointedDeals,
} from '../said/deals.ts';
import { stagesSaid } from '../said/stages.ts';
import { dealLine, ownerLine } from './deals.ts';

/** So many are changed in one go. */
const MOST_AT_ONCE = 10;
const NOTE_LENGTH = 1_000;

type DealEffect = Extract<RepEffect, { kind: 'deal.change' }>;
type Change = DealEffect['change'];

/**
 * "move the Harbour deal to negotiation, 40k, closing friday", "push it out two weeks", "give it to Noah", "both to
 * won": what changes is asked back before it is done. What waits for a yes is corrected: "no, the 16th".
 */
export async function update(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const corrected = await correctedChanges(turn, ports);
  const several = corrected.length > 0 ? [] : await eachOfSeveral(turn, ports);
  if (several.length > 0)
    return proposeChanges(
      several.map(({ effect }) => effect),
      several.map(({ deal }) => deal),
      turn,
      ports,
      [],
    );
  const deals = await (corrected.length > 0
    ? ports.sales.deals({ keys: corrected.map(({ key }) => key) })
    : isWholesale(turn)
      ? allOfKind(turn, ports)
      : meantDeals(turn, ports));
  const isClear = deals.length === 1 || corrected.length > 0 || isWholesale(turn) || pointsAtRepList(turn);
  if (deals.length === 0 || deals.length > MOST_AT_ONCE || !isClear)
    return whichDeal(deals, 'deal.update', turn, ports);
  const colleague = await colleagueSaid(turn, ports);
  const effects = deals.flatMap((deal): DealEffect[] => {
    const before = corrected.find(({ key }) => key === deal.key)?.change;
    const change = { ...before, ...changeSaid(deal, turn, colleague) };
    return Object.keys(change).length > 0 ? [{ kind: 'deal.change', key: deal.key, change }] : [];
  });
  const [only] = deals as [Deal];
  const events = deals.length === 1 ? [{ kind: 'deal.mentioned' as const, key: only.key }] : [];
  if (effects.length === 0)
    return decision({ events, replies: [voice.text('rep.whatToChange', { deal: dealLine(only, voice) })] });
  return proposeChanges(effects, deals, turn, ports, events);
}

/** "rosemary to won, red barn home to 3k", "the first 1.5k, the second to qualified": each piece of a message that names or points at a deal of its own and what it becomes; none where one piece does not. */
async function eachOfSeveral(turn: Turn, ports: Ports) {
  const pieces = piecesOf(turn.understanding).map((understanding) => ({ ...turn, understanding }));
  if (pieces.length < 2) return [];
  const meant = await Promise.all(
    pieces.map(async (piece) => {
      const pointed = await pointedDeals(piece, ports);
      return pointed.length > 0 ? pointed : likeliestNamed(piece, ports);
    }),
  );
  const changes = pieces.flatMap((piece, index) => {
    const [deal, another] = meant[index]!;
    const change = deal && another === undefined ? changeSaid(deal, piece, undefined) : {};
    return deal && Object.keys(change).length > 0
      ? [{ deal, effect: { kind: 'deal.change' as const, key: deal.key, change } }]
      : [];
  });
  const isOfEach = new Set(changes.map(({ deal }) => deal.key)).size === pieces.length;
  return isOfEach ? changes : [];
}

/** "all my lead deals to qualified", "all thistle deals to won": of two stages the first says which; none of a name that is not known. */
async function allOfKind(turn: Turn, ports: Ports): Promise<readonly Deal[]> {
  const owner = turn.message.sender.id;
  const [stage, another] = entitiesOf(turn.understanding, 'stage');
  const stages = OPEN_STAGES.filter((one) => another === undefined || one === stage!.stage);
  const named = await namedDeals(turn, ports);
  if (named.length > 0) return named.filter((deal) => deal.owner === owner && stages.includes(deal.stage));
  return namesUnknown(turn.understanding) ? [] : ports.sales.deals({ owner, stages });
}

/** The changes that wait for a yes; of them, what names a deal corrects none of another. */
async function correctedChanges(turn: Turn, ports: Ports): Promise<readonly DealEffect[]> {
  const { proposed, questions } = turn.conversation;
  if (!proposed || questions[0]?.pending !== 'rep.confirm' || pointsAtRepList(turn)) return [];
  const named = await namedDeals(turn, ports);
  return proposed.effects
    .filter((effect) => effect.kind === 'deal.change')
    .filter(({ key }) => named.length === 0 || named.some((deal) => deal.key === key));
}

/** Says of each deal what it is and what it would be, and keeps what would take it back. */
export async function proposeChanges(
  effects: readonly DealEffect[],
  deals: readonly Deal[],
  turn: Turn,
  ports: Ports,
  events: Decision['events'],
): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const reps = effects.some(({ change }) => change.owner !== undefined) ? await ports.sales.reps() : [];
  const changed = effects.flatMap(({ key, change }) => {
    const deal = deals.find((one) => one.key === key);
    return deal ? [{ deal, change }] : [];
  });
  const line = (deal: Deal, { owner }: Change) =>
    owner === undefined
      ? dealLine(deal, voice)
      : `${dealLine(deal, voice)} · ${ownerLine(deal, reps, voice)}`;
  const said = changed.map(({ deal, change }) =>
    voice.say('rep.nowAndThen', { before: line(deal, change), after: line({ ...deal, ...change }, change) }),
  );
  return propose(
    changed.map(({ deal, change }) => ({
      kind: 'deal.change',
      key: deal.key,
      change,
      ...noteOf(deal, change, turn, reps, voice),
    })),
    changed.length > 1
      ? [...said, voice.say('rep.shallIChange')].join('\n')
      : voice.join([...said, voice.say('rep.shallIChange')]),
    voice,
    {
      events,
      undo: changed.map(({ deal, change }) => ({
        kind: 'deal.change',
        key: deal.key,
        change: before(deal, change),
      })),
    },
  );
}

/** What a change takes away. */
const before = (deal: Deal, change: Change): Change =>
  Object.fromEntries(
    (Object.keys(change) as (keyof Change)[]).flatMap((field) =>
      deal[field] === undefined ? [] : [[field, deal[field]]],
    ),
  );

/** What is to be read of a change on the deal from then on: from whom it came, and in the rep's words why it was lost. */
function noteOf(deal: Deal, { owner, stage }: Change, turn: Turn, reps: readonly Rep[], voice: Voice) {
  const nameOf = (key: string) => reps.find((rep) => rep.key === key)?.name ?? key;
  if (owner !== undefined)
    return { note: voice.say('rep.handedOver', { from: nameOf(deal.owner), to: nameOf(owner) }) };
  return stage === 'lost' ? { note: turn.understanding.text.slice(0, NOTE_LENGTH) } : {};
}

function changeSaid(deal: Deal, turn: Turn, colleague: Rep | undefined): Change {
  const stage = stageSaid(turn);
  const amount = amountSaid(deal, turn);
  const closeDate = dayShifted(deal.closeDate, turn) ?? entitiesOf(turn.understanding, 'date').at(-1)?.to;
  return {
    ...(colleague && colleague.key !== deal.owner && { owner: colleague.key }),
    ...(stage !== undefined && stage !== deal.stage && { stage, stageSince: turn.today }),
    ...(amount !== undefined &&
      amount !== deal.amount.amount && { amount: { amount, currency: deal.amount.currency } }),
    ...(closeDate !== undefined && closeDate !== deal.closeDate && { closeDate }),
  };
}

export function stageSaid(turn: Turn): DealStage | undefined {
  const { text, language } = turn.understanding;
  const named = stagesSaid(turn).at(-1);
  if (named) return named;
  const words = repWordsOf(language);
  if (has(words.lostIt, text)) return 'lost';
  return has(words.wonIt, text) ? 'won' : undefined;
}

/** "to 8k" is what it becomes; "by 10%", "add 2k" is so much more or less than it was. */
function amountSaid(
  { amount: { amount } }: Pick<Deal, 'amount'>,
  { understanding }: Turn,
): number | undefined {
  const { text, language } = understanding;
  const words = repWordsOf(language);
  const said = amountsIn(understanding).at(-1);
  const percent = entitiesOf(understanding, 'percentage').at(-1)?.value;
  const by = percent === undefined ? said : Math.round((amount * percent) / 100);
  const sign = has(words.lowersBy, text) ? -1 : has(words.raisesBy, text) ? 1 : undefined;
  if (sign === undefined || by === undefined) return said;
  const changed = amount + sign * by;
  return changed > 0 && Number.isSafeInteger(changed) ? changed : undefined;
}
