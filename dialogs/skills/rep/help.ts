import type { Ports } from '../../ports.ts';
import { bestReading } from '../../readings/readings.ts';
import { fromRepWords } from '../../readings/rep-words.ts';
import type { Choice } from '../../reply.ts';
import type { Skill, Turn } from '../../skill.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';

const FLOOR = 0.3;
/** A meaning less likely than this is not offered. */
const PLAUSIBLE = 0.1;
const OFFERED = 2;
const OFFERS = ['digest.show', 'deals.list', 'leads.next'];

/**
 * What a rep can ask. Where nothing else was understood: the two likeliest meanings, or that it was not; the second time in
 * a row how things are said.
 */
export const repHelp: Skill = {
  name: 'rep.help',
  roles: ['rep'],
  bid: (turn) => {
    const help = bestReading(turn, ['help']);
    return help && help.score > FLOOR ? help : { score: FLOOR, why: 'whatever no other skill wants more' };
  },
  async run(turn, ports, bid) {
    const voice = voiceOf(turn, ports);
    const offers = OFFERS.map((intent) => offer(intent, voice));
    if (bid.intent === 'help') return decision({ replies: [voice.text('rep.help', {}, offers)] });
    const events = [{ kind: 'misunderstood' as const }];
    if (turn.conversation.misunderstood > 0)
      return decision({ events, replies: [voice.text('rep.lost', {}, offers)] });
    const likely = likeliest(turn, ports).map((intent) => offer(intent, voice, turn.understanding.text));
    return decision({
      events,
      replies: [
        likely.length > 0
          ? voice.text('rep.didYouMean', {}, [...likely, offer('help', voice)])
          : voice.text('rep.cannot', {}, offers),
      ],
    });
  },
};

/** What a rep may be offered; where it is a meaning of what was written, that is what it is done with. */
function offer(intent: string, voice: Voice, written?: string): Choice {
  const label = voice.say(`rep.choice.${intent}`);
  return { label, text: written ?? label, action: { kind: 'intent', intent } };
}

/** Intents of the message that have a name to be offered by, the likeliest first. */
const likeliest = (turn: Turn, { answers }: Ports): readonly string[] => {
  const named = fromRepWords(turn)
    .filter(({ score, intent }) => score >= PLAUSIBLE && answers.keys.includes(`rep.choice.${intent}`))
    .sort((a, b) => b.score - a.score)
    .map(({ intent }) => intent);
  return [...new Set(named)].slice(0, OFFERED);
};
