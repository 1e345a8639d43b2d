import type { QuoteDraft } from '../../effect.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { besidesGoods } from '../../wording/besides-goods.ts';
import { destinationOf } from '../../wording/terms.ts';
import { draftQuote, openQuoteReply, renewChoice, wantedOf } from './document.ts';

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
  const promisedFor = await promisedHere(quote, turn, ports, voice);
  const standing = { ...quote, promisedFor };
  const isMoved = promisedFor !== quote.promisedFor;
  return decision({
    events: [
      ...(isMoved ? [{ kind: 'quote.changed' as const, quote: standing }] : []),
      { kind: 'confirmation.asked', pending: 'quote.accept' },
    ],
    effects: isMoved ? [{ kind: 'quote.change', quote: standing }] : [],
    replies: [
      openQuoteReply(standing, 'quote.stands', voice, {}, besidesGoods(quote.total, turn, ports, voice)),
    ],
  });
}

/** The day by which the goods are where they are now said to go, where that is farther than it was: never earlier than promised. */
async function promisedHere(quote: QuoteDraft, turn: Turn, ports: Ports, voice: Voice): Promise<string> {
  const wanted = await wantedOf(quote, ports);
  if (wanted.length < quote.lines.length || destinationOf(turn, ports.shop) === undefined)
    return quote.promisedFor;
  const fresh = await draftQuote(turn, ports, voice, wanted, quote);
  return [fresh.promisedFor, quote.promisedFor].sort().at(-1)!;
}

/** Something was just asked about a change of the quote: it is not yet as it is to be ordered. */
export function isChanging({ conversation: { questions } }: Turn): boolean {
  const [question] = questions;
  return question?.pending === 'quote.change' && question.kind !== 'confirmation' && question.age === 0;
}
