import { DEAL_STAGES, type Deal, type DealStage } from '../../../../crm/models/deal.ts';
import { entitiesOf, type Understanding } from '../../../../nlu/understanding.ts';
import type { Ports } from '../../../ports.ts';
import { byWords } from '../../../readings/rep-choice.ts';
import { placed, pointsAtRepList, ranked, rankingIn, repPointerIn } from '../../../readings/rep-pointer.ts';
import { DEAL_KEY } from '../../../readings/rep-words.ts';
import type { Turn } from '../../../skill.ts';
import { byKey } from './by-key.ts';

const CLOSED: readonly DealStage[] = ['won', 'lost'];
export const OPEN_STAGES = DEAL_STAGES.filter((stage) => !CLOSED.includes(stage));
const isOpen = ({ stage }: Deal): boolean => !CLOSED.includes(stage);

export const ownCompany = ({ understanding }: Pick<Turn, 'understanding'>): string | undefined =>
  entitiesOf(understanding, 'company').find(({ id }) => id !== undefined)?.id;

/**
 * The deals that a message may be about: by key, by a place in the list last shown, by name, by the company, else the
 * one last talked of, else those of the list. Of several by one name the one
 * last talked of is meant, else the open ones of whoever asks, else the open ones.
 */
export async function meantDeals(turn: Turn, ports: Ports): Promise<readonly Deal[]> {
  const { understanding, conversation } = turn;
  const key =
    DEAL_KEY.exec(understanding.text)?.[0] ?? entitiesOf(understanding, 'deal').find(({ id }) => id)?.id;
  if (key !== undefined) {
    const deal = await ports.sales.deal(key);
    if (deal) return [deal];
  }
  if (conversation.list?.of === 'deal' && pointsAtRepList(turn)) return pointedDeals(turn, ports);
  const named = await likeliestNamed(turn, ports);
  if (named.length > 0 || ownCompany(turn) !== undefined) return named;
  if (namesUnknown(understanding)) return [];
  if (conversation.deal !== undefined) return lastOrSibling(conversation.deal, turn, ports);
  return conversation.list?.of === 'deal' ? dealsByKey(conversation.list.keys, ports) : [];
}

/** The deal last talked of, or "the reorder one": another of the same company, by a word that only its name has. */
async function lastOrSibling(key: string, turn: Turn, ports: Ports): Promise<readonly Deal[]> {
  const last = await ports.sales.deal(key);
  if (!last) return [];
  if (last.companyKey === undefined) return [last];
  const others = await ports.sales.deals({ companyKey: last.companyKey, stages: OPEN_STAGES });
  const said = turn.understanding.tokens.map(({ norm }) => norm);
  const known = wordsIn(last.name);
  const named = others.filter(({ name }) =>
    wordsIn(name).some((word) => word.length >= SHORTEST && said.includes(word) && !known.includes(word)),
  );
  return named.length === 1 ? named : [last];
}

/** Of the deals by the name said the one last talked of, else the open ones of whoever asks, else the open ones; the biggest of them where that is said. */
export async function likeliestNamed(turn: Turn, ports: Ports): Promise<readonly Deal[]> {
  const named = byWords(await namedDeals(turn, ports), turn.understanding.text);
  const ranking = rankingIn(turn.understanding);
  const last = ranking ? undefined : turn.conversation.deal;
  const likely = likeliest(named, turn.message.sender.id, last);
  return ranking ? ranked(likely, ranking).slice(0, 1) : likely;
}

/** A company or deal by a name that fits none for sure: nothing else is meant. */
export const namesUnknown = (understanding: Understanding): boolean =>
  entitiesOf(understanding, 'deal').length + entitiesOf(understanding, 'company').length > 0;

function likeliest(deals: readonly Deal[], rep: string, last: string | undefined): readonly Deal[] {
  const known = deals.filter(({ key }) => key === last);
  if (known.length > 0) return known;
  const open = deals.filter(isOpen);
  const own = open.filter(({ owner }) => owner === rep);
  return [own, open].find((some) => some.length > 0) ?? deals;
}

/** In the order of the keys. */
export const dealsByKey = async (keys: readonly string[], ports: Ports): Promise<readonly Deal[]> =>
  byKey(keys, await ports.sales.deals({ keys }));

/** Deals of the list last shown that a place or a superlative points at; none where there are not so many. */
export async function pointedDeals(turn: Turn, ports: Ports): Promise<readonly Deal[]> {
  const { conversation, understanding } = turn;
  if (conversation.list?.of !== 'deal' || !pointsAtRepList(turn)) return [];
  const deals = await dealsByKey(conversation.list?.keys ?? [], ports);
  const pointer = repPointerIn(understanding)!;
  return pointer.kind === 'most' ? ranked(deals, pointer.ranking).slice(0, 1) : placed(deals, pointer);
}

/** The deals of the company named; else "red barn", "chestnut": those whose names begin with most of the words that stand together in the message. */
export async function namedDeals(turn: Turn, ports: Ports): Promise<readonly Deal[]> {
  const { understanding } = turn;
  const companyKey = ownCompany(turn);
  if (companyKey !== undefined) return ports.sales.deals({ companyKey });
  const tokens = understanding.tokens.filter(
    ({ start, end }) =>
      !understanding.entities.some(
        (entity) => !NAMES.includes(entity.kind) && start < entity.end && end > entity.start,
      ),
  );
  const said = tokens.map(({ norm }) => norm);
  const [open, closed] = await Promise.all([
    ports.sales.deals({ stages: OPEN_STAGES }),
    ports.sales.deals({ stages: CLOSED }),
  ]);
  for (const isSame of [isEqual, isMisspelt])
    for (const deals of [open, closed]) {
      const shared = deals.map(({ name }) => sharedWords(name, said, isSame));
      const most = Math.max(0, ...shared);
      if (most > 0) return deals.filter((_, index) => shared[index] === most);
    }
  return [];
}

type IsSame = (word: string, said: string) => boolean;
const isEqual: IsSame = (word, said) => word === said;
/** One letter wrong in a long word. */
const isMisspelt: IsSame = (word, said) =>
  isEqual(word, said) || (word.length >= LONG && said.length >= LONG && differsByOne(word, said));
const LONG = 6;

/** One letter more, less or other, or two neighbours swapped. */
function differsByOne(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start++;
  let end = 0;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  const [left, right] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  const isSwapped = left.length === 2 && left === [...right].reverse().join('');
  return isSwapped || Math.max(left.length, right.length) <= 1;
}

const NAMES: readonly string[] = ['company', 'deal', 'person'];
/** Shorter first words name nobody. */
const SHORTEST = 3;

const wordsIn = (name: string): readonly string[] => name.toLowerCase().split(/[^\p{L}\p{N}]+/u);

/** How many of a name's words, from the first, stand so in the text. */
function sharedWords(name: string, said: readonly string[], isSame: IsSame): number {
  const words = wordsIn(name);
  if (words[0]!.length < SHORTEST) return 0;
  const counts = said.map((_, from) => {
    let count = 0;
    while (count < words.length && from + count < said.length && isSame(words[count]!, said[from + count]!))
      count++;
    return count;
  });
  return Math.max(0, ...counts);
}
