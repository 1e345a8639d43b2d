import { entitiesOf } from '../../../nlu/understanding.ts';
import { costed, margin } from '../../discount.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { textReply } from './reply/listing.ts';
import { propose } from './reply/propose.ts';

const NO = /\b(?:reject|decline|refuse|no to|turn down|deny)\b|驳回|拒绝|不同意|不批/iu;

/** "approve the 10% for Q-…", "refuse 20%, offer 15": said back first. Without a quote, what waits. */
export async function approve(turn: Turn, ports: Ports): Promise<Decision> {
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
    const text = [voice.say('rep.approvals', { count: waiting.length }), ...lines];
    return decision({ replies: [textReply(text, voice)] });
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
    [
      {
        kind: 'discount.decide',
        quoteNumber: quote.number,
        outcome,
        ...(percent !== undefined && { percent }),
        rep: { key: message.sender.id, name: message.sender.name ?? message.sender.id },
      },
    ],
    percent === undefined
      ? voice.say('rep.shallIDecline', { number: quote.number })
      : voice.say('rep.shallIGrant', { number: quote.number, percent: { percent: percent / 100 } }),
    voice,
  );
}
