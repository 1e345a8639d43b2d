import type { QuoteDraft } from '../../effect.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { change as changeOrder } from '../order/change.ts';
import { cancelled, redrafted } from './change.ts';
import { draftQuote, newQuote, wantedOf } from './document.ts';
import { isChanging, show } from './show.ts';

/** "go back": the quote as it was before its last change; one just made is dropped, one just cancelled is made again. */
export async function undo(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const { quote, previousQuote, lastOrder } = turn.conversation;
  // What was begun with it, and is still asked about, is dropped first.
  if (quote && isChanging(turn)) {
    const shown = await show(turn, ports);
    return { ...shown, events: [{ kind: 'quote.begun', lines: [] }, ...shown.events] };
  }
  if (quote && previousQuote) {
    const before = new Map(previousQuote.lines.map(({ sku, quantity }) => [sku, quantity]));
    return redrafted(turn, ports, quote, before, 'quote.undone');
  }
  // "bring it back", of a quote that is still there.
  if (quote && has(wordsOf(turn.understanding.language).restores, turn.understanding.text))
    return show(turn, ports);
  if (quote) return cancelled(quote, turn, ports);
  if (previousQuote) return madeAgain(previousQuote, turn, ports);
  if (lastOrder !== undefined) return changeOrder(turn, ports, bid);
  return decision({ replies: [voiceOf(turn, ports).text('quote.nothingToUndo')] });
}

/** With another number, at the prices of the day. */
async function madeAgain(before: QuoteDraft, turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const wanted = await wantedOf(before, ports);
  if (wanted.length === 0) return decision({ replies: [voice.text('quote.nothingToUndo')] });
  const quote = await draftQuote(turn, ports, voice, wanted, {
    number: turn.newNumber('Q'),
    ...(before.discount && { discount: before.discount }),
  });
  return newQuote(quote, 'quote.madeAgain', voice);
}
