import type { Ports } from '../../ports.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { change as changeOrder } from '../order/change.ts';
import { cancelled, redrafted } from './change.ts';

/** "go back": the quote as it was before its last change; a quote just made is dropped. */
export async function undo(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const { quote, previousQuote, lastOrder } = turn.conversation;
  if (quote && previousQuote) {
    const before = new Map(previousQuote.lines.map(({ sku, quantity }) => [sku, quantity]));
    return redrafted(turn, ports, quote, before, 'quote.undone');
  }
  if (quote) return cancelled(quote, turn, ports);
  if (lastOrder !== undefined) return changeOrder(turn, ports, bid);
  return decision({ replies: [voiceOf(turn, ports).text('quote.nothingToUndo')] });
}
