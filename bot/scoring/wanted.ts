import { instantOf } from '../../crm/calendar.ts';
import type { Models } from '../../crm/models/index.ts';
import type { Order } from '../../crm/models/order.ts';
import type { Identity } from '../../crm/models/schemas.ts';
import { scoreOf } from '../../crm/queries/scores.ts';
import type { RecommendationReason } from '../../dialogs/ports.ts';

export interface WantedOptions {
  readonly available: (sku: string) => boolean;
  readonly limit: number;
  /** Only what was bought before. */
  readonly onlyDue: boolean;
  /** IANA time zone of the shop. */
  readonly timeZone: string;
}

/**
 * Products a known customer will want: those bought again and again, the next date first, then new ones that who
 * buys alike bought too; half of each where both are there. What was ordered since the scores were made is left out.
 */
export async function wantedBy(
  models: Models,
  customer: Identity,
  { available, limit, onlyDue, timeZone }: WantedOptions,
): Promise<{ readonly sku: string; readonly reason: RecommendationReason }[]> {
  const score = await scoreOf(models, customer);
  if (!score) return [];
  const since = await models.Order.collection
    .find<Pick<Order, 'lines'>>(
      {
        $or: [
          { contactKey: score.key },
          ...score.identities.map(({ channel, id }) => ({ 'identity.channel': channel, 'identity.id': id })),
        ],
        placedAt: { $gte: instantOf(score.asOf, '00:00', timeZone) },
      },
      { projection: { 'lines.sku': 1 } },
    )
    .toArray();
  const ordered = new Set(since.flatMap(({ lines }) => lines.map(({ sku }) => sku)));
  const isOpen = ({ sku }: { readonly sku: string }) => available(sku) && !ordered.has(sku);
  const due = score.due.filter(isOpen);
  const liked = onlyDue ? [] : score.liked.filter(isOpen);
  const dueShown = Math.max(Math.ceil(limit / 2), limit - liked.length);
  return [
    ...due.slice(0, dueShown).map(({ sku, ...why }) => ({ sku, reason: { kind: 'due' as const, ...why } })),
    ...liked.map(({ sku, ...why }) => ({ sku, reason: { kind: 'liked' as const, ...why } })),
  ].slice(0, limit);
}
