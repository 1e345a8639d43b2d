import type { Contact } from '../../../../crm/models/contact.ts';
import { type CustomerScore, isLikely, type NextOrder } from '../../../../crm/models/score.ts';
import type { Lead } from '../../../../crm/queries/scores.ts';
import type { RepList } from '../../../conversation/facts.ts';
import type { Ports } from '../../../ports.ts';
import type { Decision, Turn } from '../../../skill.ts';
import { inOrder } from '../../../slots/catalogue.ts';
import { decision, type Voice, voiceOf } from '../../../voice.ts';
import { reasonWords, segmentWords } from '../../../wording/score-words.ts';
import { textReply } from '../reply/listing.ts';
import { meantContacts } from '../said/contacts.ts';

const SHOWN = 5;
const RANKED = 25;
const DUE_SHOWN = 3;

/** Contacts by the probability that they order soon, each with what the score goes by. */
export const leads = (turn: Turn, ports: Ports): Promise<Decision> => leadsFrom(0, turn, ports);

export const moreLeads = ({ shown }: RepList, turn: Turn, ports: Ports): Promise<Decision> =>
  leadsFrom(shown, turn, ports);

async function leadsFrom(from: number, turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const found = await ports.nextLeads(RANKED);
  const [first] = found;
  if (!first) return decision({ replies: [voice.text('rep.noLeads')] });
  const lines = found
    .slice(from, from + SHOWN)
    .flatMap((lead, index) => leadLines(lead, from + index + 1, voice, ports));
  const opening = voice.say('rep.leads', { date: { date: first.score.asOf } });
  return decision({
    events: [
      {
        kind: 'list.shown',
        list: {
          of: 'contact',
          keys: found.map(({ contact }) => contact.key),
          shown: Math.min(found.length, from + SHOWN),
        },
      },
      { kind: 'rep.asked', question: { intent: 'leads.next' } },
    ],
    replies: [textReply([opening, ...lines], voice)],
  });
}

const leadLines = (
  { contact: { key, name, emails, phones }, score }: Lead,
  position: number,
  voice: Voice,
  ports: Ports,
): readonly string[] => [
  [
    voice.say('rep.lead', {
      position,
      name: name ?? key,
      percent: { percent: Math.round(score.probability * 100) / 100 },
    }),
    ...(score.nextOrder ? [nextOrderWords(score.nextOrder, voice)] : []),
    ...[...emails, ...phones].slice(0, 1),
  ].join(' · '),
  `   ${reasonWords(score.reasons, voice.language, ports)}`,
];

const nextOrderWords = (next: NextOrder, voice: Voice): string =>
  isLikely(next) ? voice.say('rep.leadNext', { date: { date: next.day } }) : voice.say('rep.leadQuiet');

/** "why her?": all that last night's score says of one contact. */
export async function whyLead(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const [meant] = await meantContacts(turn, ports);
  const key = meant?.key ?? turn.conversation.contactKey ?? turn.conversation.list?.keys[0];
  const [contact, score] = await Promise.all([
    meant ?? (key === undefined ? undefined : ports.sales.contacts({ keys: [key] }).then(([one]) => one)),
    key === undefined ? undefined : ports.sales.scoreOf(key),
  ]);
  if (!contact || !score) return decision({ replies: [voice.text('rep.noContact')] });
  return decision({
    events: [{ kind: 'contact.mentioned', key: contact.key }],
    replies: [textReply(await scoreLines(contact, score, voice, ports), voice)],
  });
}

async function scoreLines(
  { name, key }: Contact,
  { probability, reasons, segment, churn, nextOrder, due }: CustomerScore,
  voice: Voice,
  ports: Ports,
): Promise<readonly string[]> {
  const products = await inOrder(
    ports,
    due.slice(0, DUE_SHOWN).map(({ sku }) => sku),
  );
  return [
    voice.say('rep.whyLead', {
      name: name ?? key,
      percent: { percent: Math.round(probability * 100) / 100 },
    }),
    `- ${reasonWords(reasons, voice.language, ports)}`,
    ...(nextOrder
      ? [
          `- ${voice.say(isLikely(nextOrder) ? 'rep.leadWindow' : 'rep.leadWindowIf', {
            date: { date: nextOrder.day },
            from: { date: nextOrder.from },
            to: { date: nextOrder.to },
          })}`,
        ]
      : []),
    ...(segment === null
      ? []
      : [`- ${voice.say('rep.leadSegment', { segment: segmentWords(segment, voice.language, ports) })}`]),
    ...(churn === null
      ? []
      : [`- ${voice.say('rep.leadChurn', { percent: { percent: Math.round(churn * 100) / 100 } })}`]),
    ...(products.length > 0 ? [`- ${voice.say('rep.leadDue', { names: products.map(voice.name) })}`] : []),
  ];
}
