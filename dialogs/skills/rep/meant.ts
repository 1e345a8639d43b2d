import type { Deal } from '../../../crm/models/deal.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import type { Ports } from '../../ports.ts';
import { DEAL_KEY } from '../../readings/words.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';

const OFFERED = 5;

export const ownCompany = ({ understanding }: Turn): string | undefined =>
  entitiesOf(understanding, 'company').find(({ id }) => id !== undefined)?.id;

/** The deals that a message may be about: by key, by name, by the name of the company, or the one last talked of. */
export async function meantDeals(turn: Turn, ports: Ports): Promise<readonly Deal[]> {
  const { understanding, conversation } = turn;
  const key =
    DEAL_KEY.exec(understanding.text)?.[0] ?? entitiesOf(understanding, 'deal').find(({ id }) => id)?.id;
  if (key !== undefined) {
    const deal = await ports.sales.deal(key);
    if (deal) return [deal];
  }
  const company = ownCompany(turn);
  if (company !== undefined) return ports.sales.deals({ companyKey: company });
  const named = [...entitiesOf(understanding, 'deal'), ...entitiesOf(understanding, 'company')][0];
  if (named) return ports.sales.deals({ named: named.name });
  const last = conversation.deal === undefined ? undefined : await ports.sales.deal(conversation.deal);
  return last ? [last] : [];
}

/** Asks which of several; each answer repeats the request, as the intent it was taken for, with the key of its deal. */
export function whichDeal(deals: readonly Deal[], intent: string, turn: Turn, ports: Ports): Decision {
  const voice = voiceOf(turn, ports);
  if (deals.length === 0) return decision({ replies: [voice.text('rep.whichDeal')] });
  return decision({
    replies: [
      voice.text(
        'rep.severalDeals',
        { count: deals.length },
        deals.slice(0, OFFERED).map(({ key, name, stage }) => ({
          label: `${name} (${voice.say(`rep.stage.${stage}`)})`,
          text: `${turn.understanding.text} (${key})`,
          action: { kind: 'intent', intent },
        })),
      ),
    ],
  });
}
