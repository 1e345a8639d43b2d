import { removeSeason, type Season, shrunkSeason } from '../series/decomposition.ts';
import type { Fitted, Model } from './model.ts';

/**
 * A model of the seasonally adjusted series: one shrunk season for all of it instead of states or differences of its
 * own for each place in the period, which a short series estimates badly.
 */
export function seasonallyAdjusted(name: string, model: Model): Model {
  return {
    name,
    minimum: (period) => (period > 1 ? Math.max(3 * period, model.minimum(1)) : Number.POSITIVE_INFINITY),
    fit(y, period) {
      const season = shrunkSeason(y, period);
      return putBack(model.fit(removeSeason(y, season.indices, season.kind), 1), season, period);
    },
  };
}

/** The season put back on what was fitted without it. */
function putBack(fit: Fitted, { kind, indices }: Season, period: number): Fitted {
  return {
    form: `${fit.form} after decomposition[${period}]`,
    refit(y) {
      const season = shrunkSeason(y, period);
      return putBack(fit.refit(removeSeason(y, season.indices, season.kind)), season, period);
    },
    predict(history, horizon) {
      const { mean: level, sd } = fit.predict(removeSeason(history, indices, kind), horizon);
      const index = (h: number): number => indices[(history.length + h) % indices.length]!;
      return kind === 'additive'
        ? { mean: level.map((v, h) => v + index(h)), sd }
        : { mean: level.map((v, h) => v * index(h)), sd: sd.map((v, h) => v * index(h)) };
    },
  };
}
