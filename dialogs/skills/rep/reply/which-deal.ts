import type { Deal } from '../../../../crm/models/deal.ts';
import type { Ports } from '../../../ports.ts';
import { CHOSEN, chosenDeal } from '../../../readings/rep-choice.ts';
import type { Bid, Decision, Turn } from '../../../skill.ts';
import { decision, voiceOf } from '../../../voice.ts';
import { OPEN_STAGES } from '../said/deals.ts';

const OFFERED = 5;

/** Asks which of several; each answer repeats the request, as the intent it was taken for, with the key of its deal. */
export async function whichDeal(
  deals: readonly Deal[],
  intent: string,
  turn: Turn,
  ports: Ports,
): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const own =
    deals.length > 0
      ? deals
      : await ports.sales.deals({ owner: turn.message.sender.id, stages: OPEN_STAGES });
  const offered = own.slice(0, OFFERED);
  const choices = offered.map(({ key, name, stage }) => ({
    label: `${name} (${voice.say(`rep.stage.${stage}`)})`,
    text: `${turn.understanding.text} (${key})`,
    action: { kind: 'intent' as const, intent },
  }));
  const choice = { intent, request: turn.understanding, deals: offered };
  return decision({
    events: [
      {
        kind: 'list.shown',
        list: { of: 'deal', keys: offered.map(({ key }) => key), shown: offered.length },
      },
      { kind: 'rep.choiceAsked', choice },
    ],
    replies: [
      deals.length > 0
        ? voice.text('rep.severalDeals', { count: deals.length }, choices)
        : voice.text('rep.whichDeal', {}, choices),
    ],
  });
}

/** The turn as it would be had the request named the deal that its answer chose. */
export function ofChosen(turn: Turn, bid: Bid): Turn {
  const { choice } = turn.conversation;
  const deal = bid.about === CHOSEN ? chosenDeal(turn) : undefined;
  if (!choice || !deal) return turn;
  const { request } = choice;
  const named = { kind: 'deal' as const, id: deal.key, name: deal.name, text: '', start: 0, end: 0 };
  const entities = [named, ...request.entities.filter(({ kind }) => kind !== 'deal')];
  return { ...turn, understanding: { ...request, entities } };
}
