import { instantOf } from '../../crm/calendar.ts';
import type { DemandAlert } from '../../crm/models/demand-alert.ts';
import type { Models } from '../../crm/models/index.ts';
import type { DemandBook, DemandForecast, Subject } from '../../dialogs/ports.ts';
import type { Demand } from './demand.ts';
import type { Products } from './products.ts';
import { reorderList } from './reorder.ts';

const ALERTS_READ = 50;

/** What reps may ask of the demand, answered from the stored forecasts, the daily sales and the alerts. */
export function createDemandBook(
  models: Models,
  { demand, shelf, timeZone }: { demand: Demand; shelf: Products; timeZone: string },
): DemandBook {
  const sold = async ({ scope, sku }: Subject): Promise<readonly number[]> => {
    const [{ series }, bySku] = await Promise.all([demand.picture(), shelf.bySku()]);
    if (scope === 'product') return series.get(sku)?.values ?? [];
    const meant = [...series.values()].filter(
      (one) => scope === 'total' || bySku.get(one.sku)?.category === sku,
    );
    return summed(meant.map(({ values }) => values));
  };
  return {
    forecast: (subject) => demand.forecastOf(subject),
    sold,
    async categories() {
      const forecasts = await models.Forecast.collection
        .find<DemandForecast>({ scope: 'category' })
        .toArray();
      return Promise.all(
        forecasts.map(async (forecast) => ({
          forecast,
          sold: await sold({ scope: 'category', sku: forecast.sku }),
        })),
      );
    },
    alerts: ({ subject, since, foundOn }) =>
      models.DemandAlert.find({
        ...(subject && { scope: subject.scope, sku: subject.sku }),
        ...(since !== undefined && { since: { $gte: since } }),
        ...(foundOn !== undefined && { foundAt: { $gte: instantOf(foundOn, '00:00', timeZone) } }),
      })
        .sort({ since: -1, scope: -1, sku: 1 })
        .limit(ALERTS_READ)
        .select({ _id: 0, __v: 0 })
        .lean<DemandAlert[]>(),
    reorder: (today) => reorderList(models, today),
  };
}

/** Day by day; all end on the same day, and before its first a product sold nothing. */
function summed(seriesList: readonly (readonly number[])[]): readonly number[] {
  const days = seriesList.reduce((most, { length }) => Math.max(most, length), 0);
  const sums = new Array<number>(days).fill(0);
  for (const values of seriesList)
    values.forEach((units, index) => {
      sums[days - values.length + index]! += units;
    });
  return sums;
}
