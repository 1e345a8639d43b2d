import type { Models } from '../../crm/models/index.ts';
import type { ReorderLine } from '../../dialogs/ports.ts';
import { reorder } from '../../forecasting/advice/reorder.ts';
import { demandAhead, demandFrom } from './demand.ts';

/** The stock is looked at once a week. */
const REVIEW_DAYS = 7;

/**
 * What to order from the suppliers now, the product that runs out first on top. Products that last, and those
 * without a forecast, are left out. `today` is a local day, YYYY-MM-DD.
 */
export async function reorderList(models: Models, today: string): Promise<ReorderLine[]> {
  const [products, forecasts] = await Promise.all([
    models.Product.find({ active: true })
      .select({ sku: 1, 'names.en': 1, stock: 1, leadTimeP90Days: 1 })
      .lean(),
    models.Forecast.find({ scope: 'product' })
      .select({ sku: 1, trainedTo: 1, mean: 1, cumulativeQ90: 1, backtest: 1 })
      .lean(),
  ]);
  const bySku = new Map(forecasts.map((forecast) => [forecast.sku, forecast]));
  const lines = products.flatMap(({ sku, names, stock, leadTimeP90Days }): ReorderLine[] => {
    const forecast = bySku.get(sku);
    if (!forecast) return [];
    const advice = reorder({
      position: stock,
      leadTimeP90Days,
      reviewDays: REVIEW_DAYS,
      cumulativeQ90: demandFrom(forecast, today),
      mean: demandAhead(forecast, today),
    });
    const backtest = forecast.backtest as { coverage80: number } | null;
    return [
      { sku, name: names.en, stock, leadTimeP90Days, ...advice, coverage80: backtest?.coverage80 ?? null },
    ];
  });
  const days = ({ runsOutInDays }: ReorderLine): number => runsOutInDays ?? Number.POSITIVE_INFINITY;
  return lines
    .filter(({ quantity }) => quantity > 0)
    .sort((a, b) => days(a) - days(b) || b.quantity - a.quantity);
}
