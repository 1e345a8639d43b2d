import { addDays } from '../../../crm/calendar.ts';
import { DEAL_STAGES, type Deal, type DealStage } from '../../../crm/models/deal.ts';
import type { Rep } from '../../../crm/models/rep.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import { intentSkill } from '../../readings/readings.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { colleagueSaid } from './colleague.ts';
import { propose } from './confirm.ts';
import { meantDeals, ownCompany, whichDeal } from './meant.ts';

const SHOWN = 10;
const CLOSED: readonly DealStage[] = ['won', 'lost'];
export const OPEN_STAGES = DEAL_STAGES.filter((stage) => !CLOSED.includes(stage));
/** A deal that nobody gave a day to closes after so long. */
const DEFAULT_DAYS = 30;

export const dealLine = ({ name, stage, amount, closeDate }: Deal, voice: Voice): string =>
  voice.say('rep.deal', { name, stage: voice.say(`rep.stage.${stage}`), amount, date: { date: closeDate } });

const TEAM = /\b(?:team|everyone|everybody|whole)\b|团队|大家|所有人/iu;
const ALL = /\b(?:all|every)\b|全部|所有/iu;
const MINE = /\b(?:my|mine)\b|我的|我名下|我负责/iu;
/** 成交 after it is the day a deal closes and no stage. */
const CLOSING = /(?:要|预计|预期|将|会|能)$/u;

/** "my deals", "what closes this month", "deals in negotiation", "Noah's deals over 2k", "everyone's". */
export const list = async (turn: Turn, ports: Ports): Promise<Decision> => {
  const voice = voiceOf(turn, ports);
  const { understanding, message } = turn;
  const stages = entitiesOf(understanding, 'stage')
    .filter(({ start }) => !CLOSING.test(understanding.text.slice(0, start)))
    .map(({ stage }) => stage as DealStage);
  const period = entitiesOf(understanding, 'date')[0];
  const colleague = await colleagueSaid(turn, ports);
  const company = ownCompany(turn);
  const isTeam =
    TEAM.test(understanding.text) || (ALL.test(understanding.text) && !MINE.test(understanding.text));
  const deals = await ports.sales.deals({
    stages: stages.length > 0 ? stages : OPEN_STAGES,
    ...(colleague && { owner: colleague.key }),
    ...(company === undefined && !colleague && !isTeam && { owner: message.sender.id }),
    ...(company !== undefined && { companyKey: company }),
    ...(period && { closes: { from: period.from, to: period.to } }),
    ...amountLimits(turn),
  });
  if (deals.length === 0) return decision({ replies: [voice.text('rep.noDeals')] });
  const amount = deals.reduce((sum, deal) => sum + deal.amount.amount, 0);
  const total = { amount, currency: deals[0]!.amount.currency };
  const lines = [
    voice.say('rep.deals', { count: deals.length, total }),
    ...deals.slice(0, SHOWN).map((deal) => `- ${dealLine(deal, voice)}`),
    ...(deals.length > SHOWN ? [voice.say('rep.more', { count: deals.length - SHOWN })] : []),
  ];
  return decision({ replies: [{ kind: 'text', language: voice.language, text: lines.join('\n') }] });
};

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
  const [reps, activities] = await Promise.all([
    ports.sales.reps(),
    ports.sales.activities({ dealKey: deal.key }),
  ]);
  const lines = [
    dealLine(deal, voice),
    ownerLine(deal, reps, voice),
    ...activities.map(({ at, text }) =>
      voice.say('rep.activity', { date: { date: at.toISOString().slice(0, 10) }, text }),
    ),
  ];
  return decision({
    events: [{ kind: 'deal.mentioned', key: deal.key }],
    replies: [{ kind: 'text', language: voice.language, text: lines.join('\n') }],
  });
};

const ownerLine = ({ owner }: Deal, reps: readonly Rep[], voice: Voice): string =>
  voice.say('rep.owner', { name: reps.find(({ key }) => key === owner)?.name ?? owner });

/** "move the Harbour deal to negotiation, 40k, closing friday", "give it to Noah": what changes is asked back before it is done. */
export const update = async (turn: Turn, ports: Ports): Promise<Decision> => {
  const voice = voiceOf(turn, ports);
  const deals = await meantDeals(turn, ports);
  if (deals.length !== 1) return whichDeal(deals, 'deal.update', turn, ports);
  const [deal] = deals as [Deal];
  const stage = stageSaid(turn);
  const amount = amountSaid(turn);
  const closeDate = entitiesOf(turn.understanding, 'date').at(-1)?.to;
  const colleague = await colleagueSaid(turn, ports);
  const change = {
    ...(colleague && colleague.key !== deal.owner && { owner: colleague.key }),
    ...(stage !== undefined && stage !== deal.stage && { stage }),
    ...(amount && { amount: { amount, currency: deal.amount.currency } }),
    ...(closeDate !== undefined && { closeDate }),
  };
  const mentioned = { kind: 'deal.mentioned' as const, key: deal.key };
  if (Object.keys(change).length === 0) {
    return decision({
      events: [mentioned],
      replies: [voice.text('rep.whatToChange', { deal: dealLine(deal, voice) })],
    });
  }
  const reps = change.owner === undefined ? [] : await ports.sales.reps();
  const nameOf = (owner: string) => reps.find(({ key }) => key === owner)?.name ?? owner;
  const line = (one: Deal) =>
    change.owner === undefined
      ? dealLine(one, voice)
      : `${dealLine(one, voice)} · ${ownerLine(one, reps, voice)}`;
  return propose(
    {
      kind: 'deal.change',
      key: deal.key,
      change,
      ...(change.owner !== undefined && {
        note: voice.say('rep.handedOver', { from: nameOf(deal.owner), to: nameOf(change.owner) }),
      }),
    },
    voice.say('rep.shallIChange', {
      before: line(deal),
      after: line({ ...deal, ...change }),
    }),
    voice,
    [mentioned],
  );
};

/** "create a deal for Harbour Gifts, 15k, closing in march". */
export const create = async (turn: Turn, ports: Ports): Promise<Decision> => {
  const voice = voiceOf(turn, ports);
  const { understanding, message, today } = turn;
  const company = entitiesOf(understanding, 'company').find(({ id }) => id !== undefined);
  const amount = amountSaid(turn);
  if (!company || amount === undefined) {
    return decision({ replies: [voice.text(company ? 'rep.createNeedsAmount' : 'rep.createNeedsCompany')] });
  }
  const stage = stageSaid(turn) ?? 'lead';
  const deal = {
    key: `deal-${turn.newNumber('D').slice(2).toLowerCase()}`,
    name: `${company.name}: ${today}`,
    companyKey: company.id!,
    stage,
    amount: { amount, currency: ports.shop.currency },
    closeDate: entitiesOf(understanding, 'date').at(-1)?.to ?? addDays(today, DEFAULT_DAYS),
    owner: message.sender.id,
  };
  return propose(
    { kind: 'deal.create', deal },
    voice.say('rep.shallICreate', { deal: dealLine({ ...deal, sample: false }, voice) }),
    voice,
    [{ kind: 'deal.mentioned', key: deal.key }],
  );
};

function stageSaid({ understanding }: Turn): DealStage | undefined {
  const stage = entitiesOf(understanding, 'stage').at(-1)?.stage;
  return DEAL_STAGES.find((one) => one === stage);
}

const amountSaid = ({ understanding }: Turn): number | undefined => amountsIn(understanding).at(-1);

/** "40k", "£18,500": money, else bare numbers too large to be anything else; in minor units. */
function amountsIn(understanding: Turn['understanding']): readonly number[] {
  const money = entitiesOf(understanding, 'money').map(({ amount }) => amount);
  const bare = entitiesOf(understanding, 'quantity')
    .filter(({ value, vague }) => !vague && value >= LEAST_AMOUNT)
    .map(({ value }) => Math.round(value * 100));
  return (money.length > 0 ? money : bare).filter((amount) => amount > 0 && Number.isSafeInteger(amount));
}

const LEAST_AMOUNT = 100;

const ANSWERS: Readonly<Record<string, (turn: Turn, ports: Ports) => Promise<Decision>>> = {
  'deals.list': list,
  'deal.show': show,
  'deal.update': update,
  'deal.create': create,
};

export const deals = {
  ...intentSkill('rep.deals', Object.keys(ANSWERS), (turn, ports, bid) => ANSWERS[bid.intent!]!(turn, ports)),
  roles: ['rep'] as const,
};
