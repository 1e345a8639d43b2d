import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { openQuoteReply } from './document.ts';

/** "what does it come to?": the open quote once more. */
export async function show(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { quote } = turn.conversation;
  if (!quote) return decision({ replies: [voice.text('quote.none')] });
  return decision({
    events: [{ kind: 'confirmation.asked', pending: 'quote.accept' }],
    replies: [openQuoteReply(quote, 'quote.stands', voice)],
  });
}
