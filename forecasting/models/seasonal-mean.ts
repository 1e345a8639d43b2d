/**
 * The last season's mean times (plus, if some values are not positive) the mean shape of the last three seasons:
 *
 *   mean(n+h) = L(1) / 3 sum over j of y[n - j m + (h - 1) mod m] / L(j)     L(j): mean of the j-th last season
 *
 * A seasonal naive forecast that does not take last season's noise for shape. It has no trend, which makes it a
 * counterweight to models that have one.
 */
import { mean, rootMeanSquare } from '../numeric/statistics.ts';
import type { Fitted, Model } from './model.ts';

const SEASONS = 3;

export const seasonalMean: Model = {
  name: 'seasonal-mean',
  minimum: (period) => (period > 1 ? 2 * period : Number.POSITIVE_INFINITY),
  fit(y, period) {
    const spread = seasonSpread(y, period);
    const fitted: Fitted = {
      form: `seasonal-mean(${period})`,
      refit: (other) => seasonalMean.fit(other, period),
      predict: (history, horizon) => ({
        mean: ahead(history, period, horizon),
        sd: Float64Array.from({ length: horizon }, (_, h) => spread * Math.sqrt(Math.floor(h / period) + 1)),
      }),
    };
    return fitted;
  },
};

function ahead(y: Float64Array, period: number, horizon: number): Float64Array {
  const seasons: Float64Array[] = [];
  for (let end = y.length; end >= period && seasons.length < SEASONS; end -= period)
    seasons.push(y.subarray(end - period, end));
  const levels = seasons.map(mean);
  const last = levels[0]!;
  const positive = seasons.every((season) => season.every((v) => v > 0));
  const shape = Float64Array.from({ length: Math.min(period, horizon) }, (_, place) =>
    mean(
      seasons.map((season, j) =>
        positive ? season[place]! * (last / levels[j]!) : season[place]! + last - levels[j]!,
      ),
    ),
  );
  return Float64Array.from({ length: horizon }, (_, h) => shape[h % period]!);
}

/** Root mean square error of forecasting each of the last three seasons from what was before it. */
function seasonSpread(y: Float64Array, period: number): number {
  const errors: number[] = [];
  for (let end = y.length; end >= 2 * period && end > y.length - SEASONS * period; end -= period) {
    const path = ahead(y.subarray(0, end - period), period, period);
    for (const [h, v] of path.entries()) errors.push(y[end - period + h]! - v);
  }
  return errors.length > 0 ? rootMeanSquare(errors) : 0;
}
