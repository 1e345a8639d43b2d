import type { Question } from '../conversation/state.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Ports } from '../ports.ts';
import type { Reply } from '../reply.ts';
import type { Bid, Decision, Turn } from '../skill.ts';
import { voiceOf } from '../voice.ts';

/** Intents worth coming back to after another question was answered. */
const WORTH_RETURNING = ['quote.request', 'quote.change', 'quote.accept', 'contact.leave', 'meeting.book'];
const LEAVES = ['deny', 'goodbye', 'human.request'];

/** One short reminder of what was asked before the visitor asked something else; once per question. */
export function reminderFor(turn: Turn, ports: Ports, bid: Bid, decision: Decision): readonly Reply[] {
  const question = turn.conversation.questions[0];
  if (!question || question.age > 0 || bid.answers || bid.intent === undefined) return [];
  const { text, language } = turn.understanding;
  if (has(wordsOf(language).postpones, text)) return [];
  if (bid.intent === question.pending || LEAVES.includes(bid.intent)) return [];
  // An offer that was passed over is not repeated; an order that waits for a yes is.
  if (question.kind === 'confirmation' && question.pending !== 'quote.accept') return [];
  if (!WORTH_RETURNING.includes(question.pending) || decision.events.some(settles)) return [];
  const voice = voiceOf(turn, ports);
  return [voice.text(reminderKey(question), { number: turn.conversation.quote?.number ?? '' })];
}

/** The decision itself asked something or dealt with the matter. */
const settles = ({ kind }: Decision['events'][number]) =>
  kind.endsWith('.asked') || kind.startsWith('quote.') || kind === 'order.placed';

const reminderKey = (question: Question): string => {
  if (question.kind === 'confirmation') return 'reminder.confirmation';
  return question.kind === 'product' ? 'reminder.product' : `reminder.${question.slot}`;
};
