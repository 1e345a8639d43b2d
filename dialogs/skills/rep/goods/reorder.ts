import type { RepList } from '../../../conversation/facts.ts';
import { has, wordsOf } from '../../../language/words/words.ts';
import type { Ports, ReorderLine } from '../../../ports.ts';
import { bestReading } from '../../../readings/readings.ts';
import type { Decision, Skill, Turn } from '../../../skill.ts';
import { decision, type Voice, voiceOf } from '../../../voice.ts';
import { linesOf, productNames, textReply } from '../reply/listing.ts';

const SHOWN = 10;
/** What a rep asked for who was shown this. */
export const REORDER = 'product.reorder';

/** What to order from the suppliers now, from one place in the list on. */
async function answer(from: number, turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const lines = await ports.demand.reorder(turn.today);
  if (lines.length === 0) return decision({ replies: [voice.text('rep.reorderNothing')] });
  const page = await reorderLines(lines.slice(from, from + SHOWN), ports, voice);
  const keys = lines.map(({ sku }) => sku);
  return decision({
    events: [
      { kind: 'list.shown', list: { of: 'product', keys, shown: Math.min(keys.length, from + SHOWN) } },
      { kind: 'rep.asked', question: { intent: REORDER } },
    ],
    replies: [
      textReply(
        [
          ...(from === 0 ? [voice.say('rep.reorder', { count: lines.length })] : []),
          ...linesOf(page, { from, total: lines.length }, voice),
        ],
        voice,
      ),
    ],
  });
}

export const moreReorders = ({ shown }: RepList, turn: Turn, ports: Ports): Promise<Decision> =>
  answer(shown, turn, ports);

async function reorderLines(
  lines: readonly ReorderLine[],
  ports: Ports,
  voice: Voice,
): Promise<readonly string[]> {
  const names = await productNames(
    lines.map(({ sku }) => sku),
    ports,
    voice,
  );
  return lines.map(({ sku, name, quantity, stock, runsOutInDays, leadTimeP90Days }) => {
    const said = { name: names.get(sku) ?? name, quantity, stock, lead: Math.ceil(leadTimeP90Days) };
    return runsOutInDays === null
      ? voice.say('rep.reorderLasting', said)
      : voice.say('rep.reorderLine', { ...said, days: runsOutInDays });
  });
}

const INTENTS = ['product.recommend', 'product.stock', 'forecast.show', 'digest.show'];
/** The words say it even where the classifier is in doubt. */
const BY_WORDS = { score: 0.6, why: 'words of buying again' };

/** "what should we reorder?" asked by a rep: what the shop needs of its suppliers. */
export const reorder: Skill = {
  name: 'rep.reorder',
  roles: ['rep'],
  bid(turn) {
    if (!has(wordsOf(turn.understanding.language).reorder, turn.understanding.text)) return undefined;
    const reading = bestReading(turn, INTENTS);
    return reading && reading.score > BY_WORDS.score ? reading : BY_WORDS;
  },
  run: (turn, ports) => answer(0, turn, ports),
};
