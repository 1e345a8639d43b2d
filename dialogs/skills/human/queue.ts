import { isOpen, nextOpening } from '../../business-hours.ts';
import { nextMood } from '../../conversation/conversation.ts';
import { openingHours } from '../../language/opening-hours.ts';
import type { Line, Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { voiceOf } from '../../voice.ts';
import { askReach } from '../contact/reach.ts';

/** A mood, or a message, this bad goes first. */
const ANGRY = -0.6;

/**
 * Puts the conversation into the queue of the reps, unless it is there, and says where it stands: the place in line and
 * the wait where it can be known, when somebody answers otherwise, and then asks how to reach the visitor.
 */
export async function queue(
  turn: Turn,
  ports: Ports,
  reason: string,
): Promise<
  Pick<Decision, 'events' | 'effects'> & { readonly isNew: boolean; readonly sentences: readonly string[] }
> {
  const voice = voiceOf(turn, ports);
  const { conversation, message, now } = turn;
  const isNew = conversation.person === undefined;
  const mood = nextMood(conversation.mood, turn.understanding.sentiment.score);
  const isAngry = reason === 'complaint' || Math.min(mood, turn.understanding.sentiment.score) <= ANGRY;
  const priority = isAngry ? 2 : conversation.quote ? 1 : 0;
  const { products, quote, lastOrder } = conversation;

  const line = await ports.line({ conversationId: message.conversationId, priority, now });
  const isStaffed = line.reps > 0 || isOpen(ports.shop, now);
  const sentences = [
    isStaffed
      ? placeInLine(line, turn, ports)
      : voice.say('human.closed', {
          date: { date: nextOpening(ports.shop, now) },
          from: ports.shop.openingHours.from,
        }),
  ];
  const isReachAsked = conversation.questions.some((one) => one.kind === 'slot' && one.slot === 'reach');
  const isReachNeeded = !(isStaffed && line.reps > 0) && !isReachAsked;
  const reach = isReachNeeded ? await askReach(turn, ports) : { events: [], sentences: [], choices: [] };
  return {
    isNew,
    events: [...(isNew ? [{ kind: 'person.requested' as const, reason }] : []), ...reach.events],
    effects: isNew
      ? [
          {
            kind: 'handoff.open',
            reason,
            priority,
            language: voice.language,
            products,
            ...(quote && { quoteNumber: quote.number }),
            ...(lastOrder !== undefined && { lastOrder }),
            mood,
          },
        ]
      : [],
    sentences: [...sentences, ...reach.sentences],
  };
}

function placeInLine(line: Line, turn: Turn, ports: Ports): string {
  const voice = voiceOf(turn, ports);
  const { position } = line;
  if (line.reps === 0) {
    return voice.say('human.nobodyYet', { position, ...openingHours(ports.shop, voice.language) });
  }
  if (position <= line.free) return voice.say('human.soon', { position });
  return line.handlingMinutes === undefined
    ? voice.say('human.unknownWait', { position })
    : voice.say('human.wait', { position, minutes: waitMinutes(line, line.handlingMinutes) });
}

/** Those ahead, shared among the reps at their desks, each taking as long as the median of late. */
const waitMinutes = ({ position, free, reps }: Line, handlingMinutes: number): number =>
  Math.max(1, Math.ceil(((position - free) * handlingMinutes) / reps));
