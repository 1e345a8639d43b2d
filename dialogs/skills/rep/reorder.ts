import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports, ReorderLine } from '../../ports.ts';
import { bestReading } from '../../readings/readings.ts';
import type { Skill } from '../../skill.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';

const SHOWN = 10;

/** What to order from the suppliers now, at most `limit` products, and how many more there are. */
export async function reorderLines(
  lines: readonly ReorderLine[],
  limit: number,
  ports: Ports,
  voice: Voice,
): Promise<readonly string[]> {
  const shown = lines.slice(0, limit);
  const products = await inOrder(
    ports,
    shown.map(({ sku }) => sku),
  );
  const names = new Map(products.map((product) => [product.sku, voice.name(product)]));
  return [
    voice.say('rep.reorder', { count: lines.length }),
    ...shown.map(({ sku, name, quantity, stock, runsOutInDays, leadTimeP90Days }) => {
      const said = { name: names.get(sku) ?? name, quantity, stock, lead: Math.ceil(leadTimeP90Days) };
      return `- ${
        runsOutInDays === null
          ? voice.say('rep.reorderLasting', said)
          : voice.say('rep.reorderLine', { ...said, days: runsOutInDays })
      }`;
    }),
    ...(lines.length > limit ? [voice.say('rep.more', { count: lines.length - limit })] : []),
  ];
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
  async run(turn, ports) {
    const voice = voiceOf(turn, ports);
    const lines = await ports.demand.reorder(turn.today);
    if (lines.length === 0) return decision({ replies: [voice.text('rep.reorderNothing')] });
    const text = (await reorderLines(lines, SHOWN, ports, voice)).join('\n');
    return decision({ replies: [{ kind: 'text', language: voice.language, text }] });
  },
};
