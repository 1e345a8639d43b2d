import { has, wordsOf } from './language/words/words.ts';
import type { Ports } from './ports.ts';
import { asksSomething } from './readings/cues.ts';
import { LIKELY, SURE } from './readings/reading.ts';
import { changesQuote } from './readings/topic.ts';
import type { Choosing, Turn } from './skill.ts';

const CHANGE = 'quote.change';
/** What is done with the quote as changed. */
const ASKED_FOR = ['quote.discount', 'quote.email', 'quote.pdf', 'human.request', 'meeting.book'];
/** What is asked about the goods as changed, or about the shop. */
const ASKED = ['product.stock', 'shipping.info', 'payment.info', 'knowledge.ask'];

/**
 * "make it 60, and can I have 5% off?", 改成120个，周五能到吗: where one message changes the open quote and wants something
 * besides, the change comes first, and the rest is of the quote as changed. `again` chooses as if one of the two were not said.
 */
export async function changeAndMore(
  whole: Choosing,
  turn: Turn,
  ports: Ports,
  again: (settled: string) => Choosing,
): Promise<readonly Choosing[]> {
  const { intent, answers } = whole.bid;
  if (intent === undefined || answers || !changesQuote(turn)) return [whole];
  const other = again(intent);
  const [change, more] = intent === CHANGE ? [whole, other] : [other, whole];
  if (change.bid.intent !== CHANGE || !isBeside(more, turn)) return [whole];
  const { events } = await change.skill.run(turn, ports, change.bid);
  if (events.some(({ kind }) => kind === 'quote.changed')) return [change, more];
  // What is still asked about the change comes before anything else; what changes nothing is left out.
  return events.some(({ kind }) => kind === 'quote.begun') ? [change] : [whole];
}

function isBeside({ bid: { intent = '', score } }: Choosing, turn: Turn): boolean {
  const { text, entities, language } = turn.understanding;
  if (ASKED.includes(intent)) return score >= LIKELY && asksSomething(turn);
  if (intent === 'quote.discount') {
    const isNamed =
      entities.some(({ kind }) => kind === 'percentage') || has(wordsOf(language).discount, text);
    return score >= LIKELY && isNamed;
  }
  return ASKED_FOR.includes(intent) && score >= (asksSomething(turn) ? LIKELY : SURE);
}
