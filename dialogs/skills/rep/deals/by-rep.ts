import type { Rep } from '../../../../crm/models/rep.ts';
import { entitiesOf } from '../../../../nlu/understanding.ts';
import type { Period } from '../../../conversation/facts.ts';
import { repWordsOf } from '../../../language/words/rep/words.ts';
import { has } from '../../../language/words/words.ts';
import type { Ports } from '../../../ports.ts';
import { AGAIN } from '../../../readings/reading.ts';
import type { Bid, Decision, Turn } from '../../../skill.ts';
import { decision, voiceOf } from '../../../voice.ts';
import { linesOf, periodText, textReply } from '../reply/listing.ts';
import { OPEN_STAGES } from '../said/deals.ts';
import { quarterOf, upTo } from '../said/sales-period.ts';
import { stagesSaid } from '../said/stages.ts';
import { sumOf } from './deals.ts';

const SHOWN = 10;

/**
 * "laura vs noah", "who won most this quarter", "deals by rep": of each rep the open deals and what was won in a period, of
 * this quarter where none is named; most open, or most won where that is asked, first.
 */
export async function byRep(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { currency } = ports.shop;
  const before = bid.about === AGAIN ? turn.conversation.asked : undefined;
  const reps = await repsSaid(turn, before?.reps, ports);
  const whole: Period = entitiesOf(turn.understanding, 'date')[0] ?? before?.period ?? quarterOf(turn.today);
  const closes = upTo({ from: whole.from, to: whole.to }, turn.today);
  const [open, won] = await Promise.all([
    ports.sales.deals({ stages: OPEN_STAGES }),
    ports.sales.deals({ stages: ['won'], closes }),
  ]);
  const byAmount = stagesSaid(turn).includes('won') ? won : open;
  const amountOf = (deals: typeof open, { key }: Rep) =>
    sumOf(
      deals.filter(({ owner }) => owner === key),
      currency,
    );
  const sorted = [...reps].sort((a, b) => amountOf(byAmount, b).amount - amountOf(byAmount, a).amount);
  const lines = sorted.slice(0, SHOWN).map((rep) =>
    voice.say('rep.ofRep', {
      name: rep.name,
      open: open.filter(({ owner }) => owner === rep.key).length,
      total: amountOf(open, rep),
      won: won.filter(({ owner }) => owner === rep.key).length,
      wonTotal: amountOf(won, rep),
    }),
  );
  const question = {
    intent: 'pipeline.byRep',
    period: { from: whole.from, to: whole.to },
    reps: reps.map(({ key }) => key),
  };
  return decision({
    events: [{ kind: 'rep.asked', question }],
    replies: [
      textReply(
        [
          voice.say('rep.byRep', { period: periodText(closes, voice) }),
          ...linesOf(lines, { from: 0, total: sorted.length }, voice),
        ],
        voice,
      ),
    ],
  });
}

/** Those named, with whoever asks where the message speaks of "me"; else those asked of before, else all. */
async function repsSaid(
  { understanding, message }: Turn,
  before: readonly string[] | undefined,
  ports: Ports,
): Promise<readonly Rep[]> {
  const reps = await ports.sales.reps();
  const named = entitiesOf(understanding, 'colleague').flatMap(({ id }) => id ?? []);
  const isWithMe = named.length > 0 && has(repWordsOf(understanding.language).me, understanding.text);
  const wanted = isWithMe ? [...named, message.sender.id] : named.length > 0 ? named : before;
  return wanted ? reps.filter(({ key }) => wanted.includes(key)) : reps;
}
