import { addDays } from '../../../../crm/calendar.ts';
import { entitiesOf } from '../../../../nlu/understanding.ts';
import type { Ports } from '../../../ports.ts';
import type { Decision, Turn } from '../../../skill.ts';
import { amountsIn } from '../../../slots/amounts.ts';
import { decision, voiceOf } from '../../../voice.ts';
import { propose } from '../reply/propose.ts';
import { stageSaid } from './change.ts';
import { dealLine } from './deals.ts';

/** A deal that nobody gave a day to closes after so long. */
const DEFAULT_DAYS = 30;

/** "create a deal for Harbour Gifts, 15k, closing in march". */
export async function create(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { understanding, message, today } = turn;
  const [begun] = turn.conversation.proposed?.effects ?? [];
  const corrected = begun?.kind === 'deal.create' ? begun.deal : undefined;
  const company = entitiesOf(understanding, 'company').find(({ id }) => id !== undefined);
  const amount = amountsIn(understanding).at(-1) ?? corrected?.amount.amount;
  const companyKey = company?.id ?? corrected?.companyKey;
  if (companyKey === undefined || amount === undefined)
    return decision({
      replies: [voice.text(companyKey === undefined ? 'rep.createNeedsCompany' : 'rep.createNeedsAmount')],
    });
  const deal = {
    key: corrected?.key ?? `deal-${turn.newNumber('D').slice(2).toLowerCase()}`,
    name: company ? `${company.name}: ${today}` : corrected!.name,
    companyKey,
    stage: stageSaid(turn) ?? corrected?.stage ?? 'lead',
    stageSince: today,
    amount: { amount, currency: ports.shop.currency },
    closeDate:
      entitiesOf(understanding, 'date').at(-1)?.to ?? corrected?.closeDate ?? addDays(today, DEFAULT_DAYS),
    owner: message.sender.id,
  } as const;
  return propose(
    [{ kind: 'deal.create', deal }],
    voice.say('rep.shallICreate', { deal: dealLine({ ...deal, sample: false }, voice) }),
    voice,
    { events: [{ kind: 'deal.mentioned', key: deal.key }], undo: [{ kind: 'deal.remove', key: deal.key }] },
  );
}
