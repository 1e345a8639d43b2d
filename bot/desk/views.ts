import type { Handoff } from '../../crm/models/handoff.ts';
import type { OpenApproval } from '../../crm/queries/approvals.ts';
import { costed, margin } from '../../dialogs/discount.ts';
import type { Ports } from '../../dialogs/ports.ts';
import type { Voice } from '../../dialogs/voice.ts';
import type { Said } from './transcript.ts';

/** What the desk shows a rep, in the rep's language. */

const MINUTE_MS = 60_000;
const ANGRY = -0.3;
const PLEASED = 0.3;
const TEXT_SHOWN = 120;

/** One line of the queue: who, where it is known, how long, why, what about. */
export async function handoffView(
  { identity, requestedAt, reason, mood, products, quoteNumber, lastOrder }: Handoff,
  ports: Ports,
  voice: Voice,
  now: Date,
): Promise<string> {
  const [contact, known, quote] = await Promise.all([
    ports.contactOf(identity),
    ports.products(products),
    quoteNumber === undefined ? undefined : ports.quote(quoteNumber),
  ]);
  return [
    ...(contact?.name === undefined ? [] : [contact.name]),
    voice.say('desk.waits', {
      minutes: Math.max(0, Math.floor((now.getTime() - requestedAt.getTime()) / MINUTE_MS)),
    }),
    voice.say(REASONS[reason] ?? 'desk.reason.human'),
    ...(mood <= ANGRY ? [voice.say('desk.angry')] : mood >= PLEASED ? [voice.say('desk.pleased')] : []),
    ...(known.length > 0 ? [voice.say('desk.about', { names: known.map(voice.name) })] : []),
    ...(quote ? [voice.say('desk.quote', { number: quote.number, total: quote.total })] : []),
    ...(lastOrder !== undefined ? [voice.say('desk.lastOrder', { number: lastOrder })] : []),
  ].join(' · ');
}

const REASONS: Readonly<Record<string, string>> = {
  'human.request': 'desk.reason.human',
  complaint: 'desk.reason.complaint',
  misunderstood: 'desk.reason.misunderstood',
};

/** One line of what waits for approval: who wants what, and what it does to the margin. */
export function approvalView(
  { approval, quote, products, orders, contact }: OpenApproval,
  voice: Voice,
): string {
  const lines = costed(quote.lines, products);
  const share = (percent: number) => {
    const left = margin(lines, percent);
    return left === undefined ? '?' : voice.say('desk.percent', { share: { percent: round(left) } });
  };
  const asked = approval.percent;
  return [
    asked === undefined
      ? voice.say('desk.asksSome', { number: quote.number })
      : voice.say('desk.asks', { number: quote.number, percent: { percent: asked / 100 } }),
    voice.say('desk.quoteOf', {
      units: quote.lines.reduce((sum, { quantity }) => sum + quantity, 0),
      list: approval.listTotal,
      total: quote.total,
    }),
    asked === undefined
      ? voice.say('desk.margin', { now: share(quote.discount?.percent ?? 0) })
      : voice.say('desk.marginAfter', { now: share(quote.discount?.percent ?? 0), after: share(asked) }),
    voice.say('desk.customer', {
      name: contact?.name ?? contact?.emails[0] ?? voice.say('desk.visitor'),
      orders,
    }),
    voice.say('desk.until', { date: { date: approval.expiresOn } }),
  ].join(' · ');
}

const round = (share: number): number => Math.round(share * 1_000) / 1_000;

/** `mark` says whose conversation it is, where there are several. */
export function saidView({ from, name, text }: Said, voice: Voice, mark = ''): string {
  const who = from === 'rep' ? name! : voice.say(from === 'bot' ? 'desk.bot' : 'desk.visitor');
  return `  ${mark}${who}: ${text}`;
}

export const shortened = (text: string): string =>
  text.length > TEXT_SHOWN ? `${text.slice(0, TEXT_SHOWN)}…` : text;
