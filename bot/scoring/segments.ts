import type { Segment } from '../../crm/models/score.ts';
import { chooseClusters } from '../../learning/clustering/k-means.ts';
import type { Matrix } from '../../learning/linear/matrix.ts';
import { seededRandom } from '../../learning/random.ts';
import { RECENT_ORDER_DAYS, type Snapshot } from './snapshot.ts';

export interface SegmentSummary {
  readonly segment: Segment;
  readonly customers: number;
  /** Medians of its customers: days since the last order, orders, minor units spent. */
  readonly sinceLast: number;
  readonly orders: number;
  readonly spent: number;
}

export interface Segmentation {
  /** Segment of each customer, in their order. */
  readonly segments: readonly Segment[];
  readonly summaries: readonly SegmentSummary[];
  /** Number of clusters and their mean silhouette; clusters that read alike in words share a segment. */
  readonly clusters: number;
  readonly silhouette: number;
}

const MOST_CLUSTERS = 8;
const LEAST_CUSTOMERS = 30;
const SEED = 1;

const spentOf = ({ orders, orderValue }: Snapshot): number => orders * orderValue;

/**
 * Customers with an order by recency, frequency and value: k-means on their logarithms at variance 1, k from 3 to 8 by
 * silhouette, each cluster named by how its medians stand to those of all. Undefined below 30 customers.
 */
export function segmentCustomers(snapshots: readonly Snapshot[]): Segmentation | undefined {
  if (snapshots.length < LEAST_CUSTOMERS) return undefined;
  const x = standardised(
    snapshots.map((snapshot) => [
      Math.log1p(snapshot.sinceLast),
      Math.log(snapshot.orders),
      Math.log1p(Math.max(0, spentOf(snapshot))),
    ]),
  );
  const { clusters, silhouette, centres } = chooseClusters(x, MOST_CLUSTERS, seededRandom(SEED), 3);
  const all = mediansOf(snapshots);
  const nameOf = Array.from({ length: centres.rows }, (_, cluster) => {
    const members = snapshots.filter((_, row) => clusters[row] === cluster);
    return members.length === 0 ? 'occasional' : nameBy(mediansOf(members), all);
  });
  const segments = snapshots.map((_, row) => nameOf[clusters[row]!]!);
  const summaries = [...new Set(segments)].map((segment) => {
    const members = snapshots.filter((_, row) => segments[row] === segment);
    return { segment, customers: members.length, ...mediansOf(members) };
  });
  return {
    segments,
    summaries: summaries.sort((a, b) => b.spent - a.spent),
    clusters: centres.rows,
    silhouette,
  };
}

interface Medians {
  readonly sinceLast: number;
  readonly orders: number;
  readonly spent: number;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const mediansOf = (snapshots: readonly Snapshot[]): Medians => ({
  sinceLast: median(snapshots.map(({ sinceLast }) => sinceLast)),
  orders: median(snapshots.map(({ orders }) => orders)),
  spent: median(snapshots.map(spentOf)),
});

/**
 * Twice as long ago or as often as usual is another kind of customer; one order is one order. Where the usual customer has been
 * gone for long, who is no longer gone than that is not recent.
 */
function nameBy(own: Medians, all: Medians): Segment {
  const isRecent = own.sinceLast <= Math.min(all.sinceLast, RECENT_ORDER_DAYS);
  const isLongAgo = own.sinceLast > 2 * all.sinceLast;
  const isFrequent = own.orders > all.orders && own.orders > 1;
  const isValuable = own.spent >= 2 * all.spent;
  if (isFrequent && isRecent) return isValuable ? 'champions' : 'loyal';
  if (isFrequent || isValuable) return isRecent ? 'promising' : 'atRisk';
  if (isRecent) return own.orders === 1 ? 'new' : 'promising';
  return isLongAgo ? 'lapsed' : 'occasional';
}

function standardised(rows: readonly (readonly number[])[]): Matrix {
  const columns = rows[0]!.length;
  const data = Float64Array.from(rows.flat());
  for (let column = 0; column < columns; column++) {
    const values = rows.map((row) => row[column]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / rows.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows.length;
    for (let row = 0; row < rows.length; row++)
      data[row * columns + column] = variance > 0 ? (values[row]! - mean) / Math.sqrt(variance) : 0;
  }
  return { rows: rows.length, columns, data };
}
