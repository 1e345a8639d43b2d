import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import { asksInclusive, isAboutQuote } from '../../readings/quote-phrases.ts';
import type { Decision, Turn } from '../../skill.ts';
import { inOrder } from '../../slots/catalogue.ts';
import { pricedLines } from '../../slots/priced.ts';
import { saidQuantity, turnedDownQuantity } from '../../slots/quantity.ts';
import { voiceOf } from '../../voice.ts';
import { removedFrom } from '../quote/begun-changes.ts';
import { offered, priceOf, togetherOf } from './price-rows.ts';

type Lines = ReturnType<typeof pricedLines>;

/** Goods priced just before once more: "16, not 6", "and with VAT?", "and without the lunch boxes?"; undefined where none of it is said. */
export async function pricedAgain(turn: Turn, ports: Ports): Promise<Decision | undefined> {
  const lines = await linesAgain(pricedLines(turn), turn, ports);
  if (lines.length === 0) return undefined;
  const voice = voiceOf(turn, ports);
  const products = await inOrder(
    ports,
    lines.map(({ sku }) => sku),
  );
  const rows = products.map((product, index) => priceOf(product, lines[index]!.quantity, voice));
  return offered(
    [...rows, ...togetherOf(lines, products, turn, ports, voice)],
    { skus: products.map(({ sku }) => sku), common: undefined, lines },
    turn,
    voice,
  );
}

async function linesAgain(priced: Lines, turn: Turn, ports: Ports): Promise<Lines> {
  const wrong = turnedDownQuantity(turn);
  const said = saidQuantity(turn, ports.shop.maxQuantity);
  const isOfOne = priced.filter(({ quantity }) => quantity === wrong).length === 1;
  if (priced.length > 1 && wrong !== undefined && isOfOne && said.kind === 'valid')
    return priced.map((line) => (line.quantity === wrong ? { ...line, quantity: said.value } : line));
  if (isAboutQuote(turn) && asksInclusive(turn)) return priced;
  const { condition, remove } = wordsOf(turn.understanding.language);
  const { text } = turn.understanding;
  if (said.kind !== 'none' || !has(condition, text) || !has(remove, text)) return [];
  const removed = await removedFrom(priced, turn, ports);
  return removed.length === 0 ? [] : priced.filter(({ sku }) => !removed.includes(sku));
}
