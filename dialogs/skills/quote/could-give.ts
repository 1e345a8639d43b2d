import { lineTotal } from '../../../forecasting/advice/price.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import { authorityFor } from '../../discount.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { pricedLines } from '../../slots/priced.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';

type Lines = ReturnType<typeof pricedLines>;

/** "how much for 200, and can you do 10% off?": what would come off a quote of the goods just priced, which is kept for when it is made; undefined where none were. */
export async function couldGive(turn: Turn, ports: Ports): Promise<Decision | undefined> {
  const lines = pricedLines(turn);
  const asked = entitiesOf(turn.understanding, 'percentage')[0]?.value;
  if (lines.length === 0 || (asked !== undefined && !(asked > 0 && asked < 100))) return undefined;
  const voice = voiceOf(turn, ports);
  const may = await mayTakeOff(lines, turn, ports);
  const own = Math.min(asked ?? may, may);
  const sentences = [
    ...(own > 0 ? [voice.say('discount.couldGive', { percent: { percent: own / 100 } })] : []),
    ...beyond(asked, may, voice),
    ...(turn.isFollowed ? [] : [voice.say('price.offerQuote')]),
  ];
  return decision({
    events: [wanted(lines, asked), { kind: 'confirmation.asked', pending: 'quote.request' }],
    replies: [
      {
        kind: 'text',
        language: voice.language,
        text: voice.join(sentences),
        choices: [voice.offer('quote.request')],
      },
    ],
  });
}

/** What is more than the bot may give is for a colleague to decide, who is asked about a quote. */
function beyond(asked: number | undefined, may: number, voice: Voice): readonly string[] {
  if (asked === undefined) return may > 0 ? [] : [voice.say('discount.couldAsk')];
  return asked > may ? [voice.say('discount.couldAskPercent', { percent: { percent: asked / 100 } })] : [];
}

/** Whole per cent that the bot may take off so much of these goods. */
export async function mayTakeOff(lines: Lines, turn: Turn, ports: Ports): Promise<number> {
  const products = await inOrder(
    ports,
    lines.map(({ sku }) => sku),
  );
  const priced = lines.flatMap(({ sku, quantity }) => {
    const product = products.find((one) => one.sku === sku);
    return product ? [{ sku, quantity, unitPrice: lineTotal(product, quantity).unitPrice }] : [];
  });
  return (await authorityFor(turn, ports, { lines: priced })).percent;
}

export const wanted = (lines: Lines, percent: number | undefined): Decision['events'][number] => ({
  kind: 'discount.wanted',
  skus: lines.map(({ sku }) => sku),
  ...(percent !== undefined && { percent }),
});
