import { entitiesOf } from '../../nlu/understanding.ts';
import type { OpenChoice } from '../conversation/facts.ts';
import { repWordsOf } from '../language/words/rep/words.ts';
import { wordsOf } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';
import { amountsIn } from '../slots/amounts.ts';
import { isBare } from './cues.ts';
import { type Reading, SURE } from './reading.ts';
import { placed, ranked, repPointerIn } from './rep-pointer.ts';

/** Marks the answer to which of several deals is meant. */
export const CHOSEN = 'chosen';

type Offered = OpenChoice['deals'][number];

/** "the second one", "the home one", "the lead", "no": the answer to which of several deals is meant. */
export function choosesDeal(turn: Turn): Reading | undefined {
  const { choice } = turn.conversation;
  if (!choice || chosenDeal(turn) === undefined) return undefined;
  return { intent: choice.intent, score: SURE, why: 'says which of the deals is meant', about: CHOSEN };
}

/** The one that a message with nothing else in it chooses: by place or rank, else by stage, amount or words of its name. */
export function chosenDeal(turn: Turn): Offered | undefined {
  const { understanding, conversation } = turn;
  const { deals = [] } = conversation.choice ?? {};
  if (deals.length === 0 || !onlyChooses(turn, deals)) return undefined;
  const pointer = repPointerIn(understanding);
  const pointed =
    pointer?.kind === 'most' ? ranked(deals, pointer.ranking).slice(0, 1) : pointer && placed(deals, pointer);
  const left = pointed ?? byWords(byDetails(deals, turn), understanding.text);
  return left.length === 1 && deals.length > 1 ? left[0] : undefined;
}

function onlyChooses(turn: Turn, deals: readonly Offered[]): boolean {
  const { language } = turn.understanding;
  const { place, biggest, smallest, soonest, latest, ofList, ofDeal } = repWordsOf(language);
  const names = new RegExp(
    `(?<!\\p{L})(?:${[...new Set(deals.flatMap(({ name }) => wordsIn(name)))].join('|')})(?!\\p{Script=Latin})`,
    'giu',
  );
  return isBare(turn, [
    names,
    wordsOf(language).no,
    place,
    biggest,
    smallest,
    soonest,
    latest,
    ofList,
    ofDeal,
  ]);
}

function byDetails(deals: readonly Offered[], { understanding }: Turn): readonly Offered[] {
  const stages = entitiesOf(understanding, 'stage').map(({ stage }) => stage);
  const amounts = amountsIn(understanding);
  return deals.filter(
    ({ stage, amount }) =>
      (stages.length === 0 || stages.includes(stage)) &&
      (amounts.length === 0 || amounts.includes(amount.amount)),
  );
}

/** Those with most of the words of the text that not all of them are called by. */
export function byWords<T extends Pick<Offered, 'name'>>(deals: readonly T[], text: string): readonly T[] {
  const said = wordsIn(text);
  const counts = deals.map(({ name }) => wordsIn(name).filter((word) => said.includes(word)).length);
  const most = Math.max(...counts);
  return deals.filter((_, index) => counts[index] === most);
}

const wordsIn = (text: string): readonly string[] =>
  text.toLowerCase().match(/\p{Script=Latin}+|\p{N}+/gu) ?? [];
