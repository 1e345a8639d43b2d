import { addDays } from '../../../crm/calendar.ts';
import type { ActivityKind } from '../../../crm/models/activity.ts';
import type { DemandAlert } from '../../../crm/models/demand-alert.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import { alertText } from '../../alert-text.ts';
import { costed, margin } from '../../discount.ts';
import type { Ports } from '../../ports.ts';
import { intentSkill } from '../../readings/readings.ts';
import { reasonWords } from '../../score-words.ts';
import type { Decision, Skill, Turn } from '../../skill.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { propose } from './confirm.ts';
import { dealLine, OPEN_STAGES } from './deals.ts';
import { demandLines, namedSubject, nameOf, periodOf, TOTAL, why } from './demand.ts';
import { meantDeals, ownCompany } from './meant.ts';
import { reorderLines } from './reorder.ts';

const CONTACTS_SHOWN = 5;
const LEADS_SHOWN = 5;
const NOTE_LENGTH = 1_000;
const ALERTS_SHOWN = 3;
const REORDERS_SHOWN = 3;

const KINDS: readonly (readonly [RegExp, ActivityKind])[] = [
  [/\bremind|\btask\b|follow[- ]?up|提醒|待办|任务/iu, 'reminder'],
  [/\bcall|phone|spoke|rang|voicemail|电话|通话|聊/iu, 'call'],
  [/\bmeet|met\b|visit|lunch|demo|见面|见了|拜访|会/iu, 'meeting'],
  [/\be-?mail|wrote|邮件/iu, 'email'],
];

/** "log a call with Jane at Harbour", "remind me on thursday": kept in the rep's words, beside whom it is about. */
async function activity(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { understanding, message } = turn;
  const kind = KINDS.find(([words]) => words.test(understanding.text))?.[1] ?? 'note';
  const company = ownCompany(turn);
  const contact = entitiesOf(understanding, 'person').find(({ id }) => id !== undefined)?.id;
  const named = company !== undefined || entitiesOf(understanding, 'deal').length > 0;
  const deals = named ? await meantDeals(turn, ports) : [];
  const deal = deals.length === 1 ? deals[0] : undefined;
  const dueOn = kind === 'reminder' ? entitiesOf(understanding, 'date')[0]?.from : undefined;
  const text = understanding.text.slice(0, NOTE_LENGTH);
  return propose(
    {
      kind: 'activity.log',
      activity: {
        kind,
        rep: message.sender.id,
        text,
        ...(company !== undefined && { companyKey: company }),
        ...(contact !== undefined && { contactKey: contact }),
        ...(deal && { dealKey: deal.key }),
        ...(dueOn !== undefined && { dueOn }),
      },
    },
    voice.say(dueOn === undefined ? 'rep.shallILog' : 'rep.shallIRemind', {
      kind: voice.say(`rep.kind.${kind}`),
      text,
      about: deal?.name ?? voice.say('rep.noDeal'),
      ...(dueOn !== undefined && { date: { date: dueOn } }),
    }),
    voice,
    deal ? [{ kind: 'deal.mentioned', key: deal.key }] : [],
  );
}

async function contact(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { understanding } = turn;
  const person = entitiesOf(understanding, 'person')[0];
  const email = entitiesOf(understanding, 'email')[0]?.address;
  const company = ownCompany(turn);
  const found = await ports.sales.contacts({
    ...(person?.id !== undefined && { key: person.id }),
    ...(person && person.id === undefined && { named: person.name }),
    ...(email !== undefined && { email }),
    ...(company !== undefined && { companyKey: company }),
  });
  if (found.length === 0) return decision({ replies: [voice.text('rep.noContact')] });
  const lines = await Promise.all(
    found.slice(0, CONTACTS_SHOWN).map(async ({ key, name, emails, phones, country }) => {
      const orders = await ports.sales.ordersOf(key);
      return [
        voice.say('rep.contact', { name: name ?? key, country: country ?? '-' }),
        ...[...emails, ...phones],
        orders.count === 0
          ? voice.say('rep.neverBought')
          : voice.say('rep.bought', {
              count: orders.count,
              total: orders.total!,
              date: { date: orders.last! },
            }),
      ].join(' · ');
    }),
  );
  if (found.length > CONTACTS_SHOWN)
    lines.push(voice.say('rep.more', { count: found.length - CONTACTS_SHOWN }));
  return decision({ replies: [{ kind: 'text', language: voice.language, text: lines.join('\n') }] });
}

/**
 * Of a product or category what is expected of it; else what the demand forecasts say will be sold, in units and at
 * today's list prices, and open deals by stage.
 */
async function forecast(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const subject = await namedSubject(turn, ports);
  if (subject) {
    const lines = await demandLines(subject, turn, ports, voice);
    return decision({
      events: [{ kind: 'forecast.shown', subject }],
      replies: [{ kind: 'text', language: voice.language, text: lines.join('\n') }],
    });
  }
  const { to } = periodOf(turn);
  const [deals, sales, total] = await Promise.all([
    ports.sales.deals({ stages: OPEN_STAGES, closes: { from: turn.today, to } }),
    ports.sales.expectedSales(turn.today, to),
    demandLines(TOTAL, turn, ports, voice),
  ]);
  const { currency } = ports.shop;
  const sum = (some: typeof deals) => ({
    amount: some.reduce((all, { amount }) => all + amount.amount, 0),
    currency,
  });
  const lines = [
    sales.products === 0
      ? voice.say('rep.noForecast')
      : voice.say('rep.salesForecast', {
          total: { amount: sales.amount, currency },
          products: sales.products,
          date: { date: to },
        }),
    ...(sales.products === 0 ? [] : total),
    voice.say('rep.pipeline', { count: deals.length, total: sum(deals), date: { date: to } }),
    ...OPEN_STAGES.flatMap((stage) => {
      const own = deals.filter((deal) => deal.stage === stage);
      if (own.length === 0) return [];
      return [
        `- ${voice.say('rep.atStage', { stage: voice.say(`rep.stage.${stage}`), count: own.length, total: sum(own) })}`,
      ];
    }),
  ];
  return decision({
    events: [{ kind: 'forecast.shown', subject: TOTAL }],
    replies: [{ kind: 'text', language: voice.language, text: lines.join('\n') }],
  });
}

/** What is waiting and due, how yesterday went, what the night's forecasts found unusual, and what to reorder. */
async function digest(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { today, message } = turn;
  const yesterday = addDays(today, -1);
  const rep = message.sender.id;
  const [waiting, approvals, due, deals, orders, alerts, reorders] = await Promise.all([
    ports.sales.waiting(),
    ports.sales.approvals(today),
    ports.sales.activities({ rep, dueBy: today }),
    ports.sales.deals({
      owner: rep,
      stages: OPEN_STAGES,
      closes: { from: '0000-01-01', to: addDays(today, 7) },
    }),
    ports.sales.soldOn(yesterday),
    ports.demand.alerts({ foundOn: today }),
    ports.demand.reorder(today),
  ]);
  const lines = [
    voice.say('rep.soldYesterday', {
      count: orders.count,
      total: { amount: orders.amount, currency: ports.shop.currency },
    }),
    voice.say('rep.waiting', { visitors: waiting, discounts: approvals.length }),
    ...(due.length > 0
      ? [voice.say('rep.due', { count: due.length }), ...due.map(({ text }) => `- ${text}`)]
      : []),
    ...(deals.length > 0
      ? [
          voice.say('rep.closing', { count: deals.length }),
          ...deals.map((deal) => `- ${dealLine(deal, voice)}`),
        ]
      : []),
    ...(alerts.length > 0 ? await alertLines(alerts, ports, voice) : []),
    ...(reorders.length > 0 ? await reorderLines(reorders, REORDERS_SHOWN, ports, voice) : []),
  ];
  return decision({ replies: [{ kind: 'text', language: voice.language, text: lines.join('\n') }] });
}

async function alertLines(
  alerts: readonly DemandAlert[],
  ports: Ports,
  voice: Voice,
): Promise<readonly string[]> {
  const texts = await Promise.all(
    alerts
      .slice(0, ALERTS_SHOWN)
      .map(
        async (alert) =>
          `- ${alertText(ports.answers, voice.language, alert, await nameOf(alert, ports, voice))}`,
      ),
  );
  return [
    voice.say('rep.alerts', { count: alerts.length }),
    ...texts,
    ...(alerts.length > ALERTS_SHOWN ? [voice.say('rep.more', { count: alerts.length - ALERTS_SHOWN })] : []),
  ];
}

const NO = /\b(?:reject|decline|refuse|no to|turn down|deny)\b|驳回|拒绝|不同意|不批/iu;

/** "approve the 10% for Q-…", "refuse 20%, offer 15": said back first. Without a quote, what waits. */
async function approve(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { understanding, message } = turn;
  const waiting = await ports.sales.approvals(turn.today);
  if (waiting.length === 0) return decision({ replies: [voice.text('rep.noApprovals')] });
  const number = entitiesOf(understanding, 'quoteNumber')[0]?.number;
  const isDecision =
    /\?|？|哪些|which|what|any|pending|waiting|show|list/iu.test(understanding.text) === false;
  const meant = number === undefined ? waiting : waiting.filter(({ quote }) => quote.number === number);
  if (!isDecision || meant.length !== 1) {
    const lines = waiting.map(({ approval, quote, products }) => {
      const share = margin(costed(quote.lines, products), approval.percent ?? 0);
      return `- ${voice.say('rep.approval', {
        number: quote.number,
        percent: approval.percent === undefined ? '?' : { percent: approval.percent / 100 },
        total: quote.total,
        margin: share === undefined ? '?' : { percent: Math.round(share * 1_000) / 1_000 },
      })}`;
    });
    const text = [voice.say('rep.approvals', { count: waiting.length }), ...lines].join('\n');
    return decision({ replies: [{ kind: 'text', language: voice.language, text }] });
  }
  const { approval, quote } = meant[0]!;
  const said = entitiesOf(understanding, 'percentage').at(-1)?.value;
  const isDeclined = NO.test(understanding.text) && (said === undefined || said === approval.percent);
  const percent = isDeclined ? undefined : (said ?? approval.percent);
  if (!isDeclined && !(percent !== undefined && percent > 0 && percent < 100)) {
    return decision({ replies: [voice.text('rep.howMuch', { number: quote.number })] });
  }
  const outcome = isDeclined ? 'declined' : percent === approval.percent ? 'approved' : 'countered';
  return propose(
    {
      kind: 'discount.decide',
      quoteNumber: quote.number,
      outcome,
      ...(percent !== undefined && { percent }),
      rep: { key: message.sender.id, name: message.sender.name ?? message.sender.id },
    },
    percent === undefined
      ? voice.say('rep.shallIDecline', { number: quote.number })
      : voice.say('rep.shallIGrant', { number: quote.number, percent: { percent: percent / 100 } }),
    voice,
  );
}

/** Contacts by the probability that they order soon, each with what the score goes by. */
async function leads(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const found = await ports.nextLeads(LEADS_SHOWN);
  const [first] = found;
  if (!first) return decision({ replies: [voice.text('rep.noLeads')] });
  const lines = found.flatMap(({ contact: { key, name, emails, phones }, score }, index) => [
    [
      voice.say('rep.lead', {
        position: index + 1,
        name: name ?? key,
        percent: { percent: Math.round(score.probability * 100) / 100 },
      }),
      ...(score.nextOrder ? [voice.say('rep.leadNext', { date: { date: score.nextOrder.day } })] : []),
      ...[...emails, ...phones].slice(0, 1),
    ].join(' · '),
    `   ${reasonWords(score.reasons, voice.language, ports)}`,
  ]);
  const opening = voice.say('rep.leads', { date: { date: first.score.asOf } });
  return decision({
    replies: [{ kind: 'text', language: voice.language, text: [opening, ...lines].join('\n') }],
  });
}

const ANSWERS: Readonly<Record<string, (turn: Turn, ports: Ports) => Promise<Decision>>> = {
  'activity.log': activity,
  'contact.show': contact,
  'forecast.show': forecast,
  'forecast.why': why,
  'digest.show': digest,
  'quote.approve': approve,
  'leads.next': leads,
};

export const book: Skill = {
  ...intentSkill('rep.book', Object.keys(ANSWERS), (turn, ports, bid) => ANSWERS[bid.intent!]!(turn, ports)),
  roles: ['rep'],
};

/** What a rep can ask; also where nothing else was understood. */
export const repHelp: Skill = {
  name: 'rep.help',
  roles: ['rep'],
  bid: () => ({ score: 0.3, why: 'whatever no other skill wants more' }),
  run: async (turn, ports) => decision({ replies: [voiceOf(turn, ports).text('rep.help')] }),
};
