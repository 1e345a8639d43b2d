import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { moreTasks } from './agenda/tasks.ts';
import { moreLeads } from './contacts/leads.ts';
import { moreDeals } from './deals/deals.ts';
import { moreAlerts } from './digest.ts';
import { moreGoods } from './goods/goods.ts';
import { moreReorders, REORDER } from './goods/reorder.ts';

/** The next page of the list last shown. */
export async function more(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { list, asked } = turn.conversation;
  if (!list || list.shown >= list.keys.length) return decision({ replies: [voice.text('rep.noMore')] });
  switch (list.of) {
    case 'deal':
      return moreDeals(list, ports, voice);
    case 'contact':
      return moreLeads(list, turn, ports);
    case 'product':
      return asked?.intent === REORDER ? moreReorders(list, turn, ports) : moreGoods(list, ports, voice);
    case 'reminder':
      return moreTasks(list, turn, ports);
    case 'alert':
      return moreAlerts(list, turn, ports);
  }
}
