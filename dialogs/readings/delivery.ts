import { entitiesOf } from '../../nlu/understanding.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';
import { asksSomething, isAboutNothing, isBare, namesDocument } from './cues.ts';

/**
 * "how many days?" right after a question about delivery, with nothing else that it could be of; "how long to Canada?", "how much to
 * Spain?" where no goods are talked of.
 */
export function asksHowLong(turn: Turn): boolean {
  const { conversation, understanding } = turn;
  const { howLong, arrives, takesTime, cost, carriage } = wordsOf(understanding.language);
  const { text, entities } = understanding;
  const isOfPlace = entities.length > 0 && conversation.products.length === 0;
  const isAsked = has(howLong, text) || (isOfPlace && (has(cost, text) || has(carriage, text)));
  return (
    (conversation.lastIntent === 'shipping.info' || isOfPlace) &&
    entities.every(({ kind }) => kind === 'country') &&
    isAsked &&
    isBare(turn, [howLong, arrives, takesTime, ...(isOfPlace ? [cost, carriage] : [])])
  );
}

/** "I'm in Poland, can you send there?", and any place right after a question about delivery: of no goods and no order. */
export const asksToSend = (turn: Turn): boolean => {
  const { conversation, understanding } = turn;
  const { arrives, towards } = wordsOf(understanding.language);
  const isAfter = conversation.lastIntent === 'shipping.info' && has(towards, understanding.text);
  return (
    (isAfter || (asksSomething(turn) && has(arrives, understanding.text))) &&
    entitiesOf(understanding, 'country').length > 0 &&
    conversation.products.length === 0 &&
    !conversation.quote &&
    isAboutNothing(turn) &&
    !namesDocument(turn)
  );
};

/** "and to France?": when the goods talked of can be there, or how the shop delivers there. */
export function placeAsked({ understanding, conversation }: Turn, bare: boolean): string | undefined {
  const { arrives, stock } = wordsOf(understanding.language);
  if (!bare && !has(arrives, understanding.text) && !has(stock, understanding.text)) return undefined;
  const isOfGoods = conversation.topic !== undefined && conversation.products.length > 0;
  if (conversation.lastIntent !== 'shipping.info' && isOfGoods) return 'product.stock';
  return 'shipping.info';
}

/** "is postage free if I spend £500?", 买500块钱的东西包邮吗: an amount, and no goods. */
export function asksCarriageOf(turn: Turn): boolean {
  const { text, language, entities } = turn.understanding;
  return (
    entities.some(({ kind }) => kind === 'money') &&
    entities.every(({ kind }) => kind === 'money' || kind === 'country') &&
    has(wordsOf(language).carriage, text) &&
    asksSomething(turn)
  );
}
