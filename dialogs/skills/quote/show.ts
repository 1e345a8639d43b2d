import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { openQuoteReply, renewChoice } from './document.ts';

/** "what does it come to?", "is it still valid?": the open quote once more, or that its prices hold no longer. */
export async function show(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { quote } = turn.conversation;
  if (!quote) {
    const asksHowLong = has(wordsOf(voice.language).validity, turn.understanding.text);
    const days = ports.shop.quoteValidDays;
    return decision({
      replies: [asksHowLong ? voice.text('quote.validDays', { days }) : voice.text('quote.none')],
    });
  }
  if (turn.today > quote.validUntil) {
    const { number, total, validUntil } = quote;
    return decision({
      events: [{ kind: 'confirmation.asked', pending: 'quote.accept' }],
      replies: [
        voice.text('quote.isExpired', { number, total, date: { date: validUntil } }, [
          renewChoice(number, voice),
        ]),
      ],
    });
  }
  return decision({
    events: [{ kind: 'confirmation.asked', pending: 'quote.accept' }],
    replies: [openQuoteReply(quote, 'quote.stands', voice)],
  });
}
