import { addDays, type Day } from '../../crm/calendar.ts';
import type { CustomerHistory } from '../../crm/queries/customer-histories.ts';
import { fitMbgNbd, type MbgNbd } from '../../learning/repeat-buying/mbg-nbd.ts';
import { ordersWithin, repeatHistoryOf, type Snapshot, snapshotOf } from './snapshot.ts';

/** Days ahead that a lead score speaks of. */
export const SCORE_DAYS = 30;
/** Windows looked back on at most, and days of history that the oldest must have before it. */
const MOST_WINDOWS = 12;
const LEAST_HISTORY_DAYS = 60;
const MOST_CUSTOMERS = 20_000;

/** All customers with an order as they were known on a morning, and who of them ordered in the days after. */
export interface Window {
  readonly asOf: Day;
  readonly snapshots: readonly Snapshot[];
  /** 1 where an order came within `SCORE_DAYS`. */
  readonly labels: Float64Array;
  /** Made of what was known by then. */
  readonly repeatModel: MbgNbd;
}

/** Windows whose days ahead are over by `today`, oldest first; their days ahead do not overlap. */
export function windowsOf(histories: readonly CustomerHistory[], today: Day): Window[] {
  const buyers = histories.filter(({ orders }) => orders.length > 0);
  const stride = Math.max(1, Math.ceil(buyers.length / MOST_CUSTOMERS));
  const used = buyers.filter((_, index) => index % stride === 0);
  const first = used.map(({ orders }) => orders[0]!.day).sort()[0] ?? today;
  const earliest = addDays(first, LEAST_HISTORY_DAYS);
  return Array.from({ length: MOST_WINDOWS }, (_, back) => addDays(today, -SCORE_DAYS * (back + 1)))
    .filter((asOf) => asOf >= earliest)
    .reverse()
    .map((asOf) => windowAt(used, asOf));
}

function windowAt(histories: readonly CustomerHistory[], asOf: Day): Window {
  const known = histories.filter(({ orders }) => orders[0]!.day < asOf);
  const snapshots = known.map((history) => snapshotOf(history, asOf));
  return {
    asOf,
    snapshots,
    labels: Float64Array.from(known, (history) => (ordersWithin(history, asOf, SCORE_DAYS) ? 1 : 0)),
    repeatModel: fitMbgNbd(snapshots.map(repeatHistoryOf)),
  };
}
