import type { Order } from '../../../crm/models/order.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import type { Ports } from '../../ports.ts';
import type { Turn } from '../../skill.ts';

/** The order a message is about; never one of somebody else, also where its number is named. */
export type OwnOrder =
  | { readonly kind: 'found'; readonly order: Order; readonly others: readonly Order[] }
  | { readonly kind: 'notFound'; readonly number: string }
  | { readonly kind: 'none' };

const LOOKED_THROUGH = 50;

/** The order named, else `fallback`, else the latest. */
export async function ownOrder(turn: Turn, ports: Ports, fallback?: string): Promise<OwnOrder> {
  const { channel, sender } = turn.message;
  const orders = await ports.ordersOf({ channel, id: sender.id }, LOOKED_THROUGH);
  const number = entitiesOf(turn.understanding, 'orderNumber')[0]?.number ?? fallback;
  const order = number === undefined ? orders[0] : orders.find((own) => own.number === number);
  if (order) return { kind: 'found', order, others: orders.filter((other) => other !== order) };
  return number === undefined ? { kind: 'none' } : { kind: 'notFound', number };
}
