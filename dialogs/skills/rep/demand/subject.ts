import { addDays } from '../../../../crm/calendar.ts';
import { entitiesOf } from '../../../../nlu/understanding.ts';
import type { Period } from '../../../conversation/facts.ts';
import type { DemandForecast, Ports, Subject } from '../../../ports.ts';
import type { Turn } from '../../../skill.ts';
import { inOrder } from '../../../slots/catalogue.ts';
import type { Voice } from '../../../voice.ts';
import { categoryName } from '../../product/search.ts';
import { saysUpTo } from '../said/day-shift.ts';

const DEFAULT_DAYS = 30;

export const TOTAL: Subject = { scope: 'total', sku: 'total' };

export async function nameOf({ scope, sku }: Subject, ports: Ports, voice: Voice): Promise<string> {
  if (scope === 'total') return voice.say('alert.total');
  if (scope === 'category') return categoryName(sku, ports.shop, voice.language);
  const [product] = await inOrder(ports, [sku]);
  return product ? voice.name(product) : sku;
}

export function testedLine({ backtest }: DemandForecast, voice: Voice): string {
  if (!backtest || backtest.days === 0) return voice.say('rep.demandUntested');
  return voice.say('rep.demandTested', {
    days: backtest.days,
    error: Math.round(backtest.mase * 100) / 100,
    share: { percent: Math.round(backtest.coverage80 * 100) / 100 },
  });
}

/** The days ahead that a message names, else those asked for before, else the next 30. */
export function periodOf({ understanding, today }: Turn, before?: Period): Period {
  const named = entitiesOf(understanding, 'date')[0];
  const said = named ?? before;
  if (!said || said.to < today) return { from: today, to: addDays(today, DEFAULT_DAYS) };
  if (named && saysUpTo(understanding.text, named)) return { from: today, to: said.to };
  return { from: said.from > today ? said.from : today, to: said.to };
}
