import type { BegunLine } from '../../conversation/facts.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import { tellingWords } from '../../readings/cues.ts';
import { editsQuote } from '../../readings/line-changes.ts';
import { pointerIn } from '../../readings/pointer.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { askProduct, askQuantity } from '../../slots/ask.ts';
import { type SaidEdit, saidEdits } from '../../slots/edits.ts';
import { keptOnly } from '../../slots/kept.ts';
import { saidOfEach } from '../../slots/lines.ts';
import { mixedLines } from '../../slots/mixed.ts';
import { nameHas } from '../../slots/pointing.ts';
import { checkQuantity, factorSaid, type QuantitySlot, quantitiesOf } from '../../slots/quantity.ts';
import { voiceOf } from '../../voice.ts';
import { type Changeable, type Edit, targetOf } from './line-meant.ts';
import { type Replacement, replacement } from './replacement.ts';

/** Quantities by product number, in the order of the lines. */
export type Basket = ReadonlyMap<string, number>;

export type Outcome =
  | { readonly kind: 'basket'; readonly basket: Basket; readonly last: string }
  | { readonly kind: 'ask'; readonly decision: Decision }
  /** It is as it should be already. */
  | { readonly kind: 'same' }
  /** The words change nothing, or name what is not there. */
  | { readonly kind: 'nothing' };

/** What the words make of the lines, or what has to be asked first. */
export async function editedBasket(
  turn: Turn,
  ports: Ports,
  bid: Bid,
  document: Changeable,
): Promise<Outcome> {
  const { maxQuantity } = ports.shop;
  const begun = (bid.answers && turn.conversation.begun) || [];
  const open = begun.find(({ sku, quantity }) => sku === undefined || quantity === undefined);
  const settled = open ? begun.filter((line) => line !== open) : document.lines;
  const basket = new Map(settled.map(({ sku, quantity }) => [sku!, quantity!]));
  let last = document.lines[0]!.sku;
  /** What was settled so far waits with the open line for the answer. */
  const ask = (line: BegunLine, question: Decision): Outcome => {
    const lines = [...[...basket].map(([sku, quantity]) => ({ sku, quantity })), line];
    return {
      kind: 'ask',
      decision: { ...question, events: [{ kind: 'quote.begun', lines }, ...question.events] },
    };
  };

  const turned = open ? undefined : turnedRound(turn, document);
  if (turned) return { kind: 'basket', basket: turned, last };
  const kept = open ? [] : keptOnly(turn, document.lines);
  if (kept.length > 0)
    return {
      kind: 'basket',
      basket: new Map([...basket].filter(([sku]) => kept.includes(sku))),
      last: kept[0]!,
    };
  const replaced = open ? undefined : await replacement(turn, ports, [...basket.keys()]);
  if (replaced) return { kind: 'basket', basket: exchanged(basket, replaced), last: replaced.fresh };

  const agreed = open || !isConfirmation(turn) ? [] : begun;
  const edits = open ? [resumed(open, turn)] : withAgreed(agreed, editsOf(turn, document));
  for (const edit of edits) {
    const { verb, quantity, factor } = edit;
    const amount = quantity && !quantity.vague ? { quantity: quantity.value } : {};
    const slot = await targetOf(edit, turn, ports, document);
    const isElsewhere =
      slot.kind === 'found'
        ? !basket.has(slot.products[0]!.sku)
        : slot.kind === 'ambiguous' && !slot.candidates.some(({ sku }) => basket.has(sku));
    if (verb === 'remove' && isElsewhere) return { kind: 'nothing' };
    const shares =
      slot.kind === 'ambiguous' && edit.product && amount.quantity !== undefined
        ? await mixedLines(edit.product, amount.quantity, turn, ports)
        : undefined;
    if (shares) {
      for (const share of shares)
        basket.set(share.sku, share.quantity + (verb === 'add' ? (basket.get(share.sku) ?? 0) : 0));
      continue;
    }
    if (slot.kind !== 'found')
      return ask({ ...amount, verb }, await askProduct(turn, ports, slot, document.intent));
    const { sku } = slot.products[0]!;
    const before = basket.get(last);
    last = sku;
    const now = basket.get(sku);
    if (verb === 'remove') {
      const off: QuantitySlot = quantity ? checkQuantity(quantity, maxQuantity) : { kind: 'none' };
      if (off.kind === 'invalid' && off.fault !== 'tooMany')
        return ask({ sku, verb }, askQuantity(turn, ports, off, document.intent));
      // "take 20 of them off" leaves the others.
      if (amount.quantity !== undefined && now! > amount.quantity) basket.set(sku, now! - amount.quantity);
      else basket.delete(sku);
      continue;
    }
    // "as many pink ones as apples": the apples only say how many.
    if (isReference(edit, sku, edits, basket, turn)) continue;
    const known = quantity
      ? undefined
      : (quantityBefore(verb, sku, basket, turn) ?? sameQuantity(sku, turn, document));
    if (known !== undefined) {
      basket.set(sku, verb === 'add' ? (now ?? 0) + known : known);
      continue;
    }
    const checked: QuantitySlot =
      factor !== undefined && (now ?? before) !== undefined
        ? checkQuantity({ value: Math.ceil((now ?? before!) * factor) }, maxQuantity)
        : quantity
          ? checkQuantity(quantity, maxQuantity)
          : { kind: 'none' };
    // "0 of them" is a plain way to take a line off.
    if (checked.kind === 'invalid' && checked.value === 0 && now !== undefined) basket.delete(sku);
    else if (checked.kind !== 'valid') {
      const of = basket.size > 1 ? voiceOf(turn, ports).name(slot.products[0]!) : undefined;
      return ask({ sku, verb }, askQuantity(turn, ports, checked, document.intent, of));
    } else {
      const sum = verb === 'add' ? (now ?? 0) + checked.value : checked.value;
      if (sum > maxQuantity) {
        const tooMany: QuantitySlot = { kind: 'invalid', fault: 'tooMany', value: sum };
        return ask({ sku, verb }, askQuantity(turn, ports, tooMany, document.intent));
      }
      basket.set(sku, sum);
    }
  }
  if (sameAs(document, basket)) return { kind: edits.length > 0 ? 'same' : 'nothing' };
  return { kind: 'basket', basket, last };
}

/** "swap those two numbers": of a quote of two lines, where no quantity is said. */
function turnedRound(turn: Turn, { lines }: Changeable): Basket | undefined {
  const { text, language } = turn.understanding;
  const [first, second, third] = lines;
  if (!second || third || quantitiesOf(turn).length > 0 || !has(wordsOf(language).swapNumbers, text))
    return undefined;
  return new Map([
    [first!.sku, second.quantity],
    [second.sku, first!.quantity],
  ]);
}

/** The same quantities with one product in the place of another. */
const exchanged = (basket: Basket, { old, fresh }: Replacement): Basket =>
  new Map([...basket].map(([sku, quantity]) => [sku === old ? fresh : sku, quantity]));

function resumed({ sku, quantity, verb = 'none' }: BegunLine, turn: Turn): Edit {
  const said = quantitiesOf(turn).at(-1);
  return {
    verb,
    isResumed: true,
    ...(sku !== undefined && { sku }),
    ...(said ? { quantity: said } : quantity !== undefined && { quantity: { value: quantity } }),
  };
}

/** Lines that were offered and agreed to, before what else is said; how many, said of nothing else, is of the only one. */
function withAgreed(agreed: readonly BegunLine[], said: readonly Edit[]): readonly Edit[] {
  if (agreed.length === 0) return said;
  const lone = agreed.length === 1 ? said.findLast(({ product }) => !product)?.quantity : undefined;
  return [
    ...agreed.map(
      ({ sku, quantity }): Edit => ({
        verb: 'set',
        sku: sku!,
        quantity: lone ?? { value: quantity! },
      }),
    ),
    ...said.filter(({ product }) => product),
  ];
}

/** The open question was about a yes. */
export const isConfirmation = ({ conversation: { questions } }: Turn): boolean =>
  questions[0]?.kind === 'confirmation';

/** "put the bags back", which are not there: how many there were before the last change. */
const quantityBefore = (
  verb: Edit['verb'],
  sku: string,
  basket: Basket,
  { conversation: { previousQuote } }: Turn,
): number | undefined =>
  verb === 'add' && !basket.has(sku)
    ? previousQuote?.lines.find((line) => line.sku === sku)?.quantity
    : undefined;

/** "drop the woodland ones and put the same number on the suki": as many as of the other line that the message names, else of the one last talked of. */
function sameQuantity(sku: string, turn: Turn, { lines }: Changeable): number | undefined {
  const { text, language } = turn.understanding;
  if (!has(wordsOf(language).sameQuantity, text)) return undefined;
  const named = saidEdits(turn).flatMap(({ product }) => product?.matches.map((match) => match.sku) ?? []);
  const words = tellingWords(turn);
  const others = lines.filter((line) => line.sku !== sku);
  return (
    others.find((line) => named.includes(line.sku)) ??
    others.find(({ name }) => words.some((word) => nameHas(name, word))) ??
    others.find((line) => line.sku === talkedOf(others, turn)) ??
    (others.length === 1 ? others[0] : undefined)
  )?.quantity;
}

/** Stock code of the line spoken of last. */
const talkedOf = (lines: Changeable['lines'], { conversation }: Turn): string | undefined =>
  conversation.products.find((one) => lines.some(({ sku }) => sku === one));

/** Of two that are named, the line that says how many the other one shall be. */
function isReference(
  { quantity, factor, product }: Edit,
  sku: string,
  edits: readonly Edit[],
  basket: Basket,
  { understanding: { text, language } }: Turn,
): boolean {
  const isAsMany = has(wordsOf(language).sameQuantity, text);
  const isOther = edits.some(
    ({ verb, quantity: many, product: other }) =>
      verb !== 'remove' && other && !many && !other.matches.some((match) => basket.has(match.sku)),
  );
  return isAsMany && isOther && basket.has(sku) && product !== undefined && !quantity && factor === undefined;
}

/** What the words say; a bare "remove it" or "double it" is about the line that `targetOf` finds. */
function editsOf(turn: Turn, { lines }: Changeable): readonly Edit[] {
  const { text, language } = turn.understanding;
  const words = wordsOf(language);
  const factor = factorSaid(turn);
  const said = saidEdits(turn);
  // "double the London ones, and not the dolly girl": in its own clause.
  if (said.length > 1 && said.some((edit) => edit.factor !== undefined)) return said;
  if (factor !== undefined && said.every(({ quantity }) => !quantity)) {
    return has(words.all, text) && said.length === 0
      ? lines.map(({ sku }) => ({ sku, verb: 'set', factor }))
      : [{ ...said[0], verb: 'set', factor }];
  }
  const ofEach = saidOfEach(turn);
  if (ofEach && said.every(({ product }) => !product)) {
    const verb = said[0]?.verb === 'none' ? 'set' : (said[0]?.verb ?? 'set');
    return lines.map(({ sku }) => ({ sku, verb, quantity: ofEach }));
  }
  const rest = restOf(said, turn, lines);
  if (said.length + rest.length > 0)
    return [...said.filter(({ product }) => product || rest.length === 0), ...rest];
  // With other words beside it, what is to be removed was named, and not understood.
  return has(words.remove, text) && (editsQuote(turn) || pointsAtLine(turn)) ? [{ verb: 'remove' }] : [];
}

/** "make the skulls 90 and everything else half", 其他的都20个: the lines that are not named. */
function restOf(said: readonly SaidEdit[], turn: Turn, lines: Changeable['lines']): readonly Edit[] {
  const { text, language } = turn.understanding;
  const [all] = [...text.matchAll(wordsOf(language).everythingElse)];
  if (!all) return [];
  const behind = text.slice(all.index);
  const factor = factorSaid({ understanding: { ...turn.understanding, text: behind } });
  const quantity = said.find(
    (edit) => !edit.product && edit.quantity && edit.quantity.start > all.index,
  )?.quantity;
  if (factor === undefined && !quantity) return [];
  const named = said.flatMap(({ product }) => product?.matches.map(({ sku }) => sku) ?? []);
  return lines
    .filter(({ sku }) => !named.includes(sku))
    .map(({ sku }) => ({ sku, verb: 'set', ...(quantity ? { quantity } : { factor: factor! }) }));
}

/** "cancel the quote", "cancel it": nothing else of it is named. */
export function isCancelled(turn: Turn): boolean {
  const { text, language } = turn.understanding;
  const { cancel, document } = wordsOf(language);
  return (
    turn.message.action === undefined &&
    has(cancel, text) &&
    (has(document, text) || editsQuote(turn)) &&
    saidEdits(turn).length === 0 &&
    !pointsAtLine(turn)
  );
}

const pointsAtLine = ({ understanding }: Turn) =>
  wordsOf(understanding.language).ordinals.some(([pattern]) => has(pattern, understanding.text)) ||
  pointerIn(understanding)?.kind === 'end';

const sameAs = ({ lines }: Changeable, basket: Basket) =>
  lines.length === basket.size && lines.every(({ sku, quantity }) => basket.get(sku) === quantity);
