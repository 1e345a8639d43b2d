/** A measure as it is kept: null where it is not defined, as the AUC of one outcome alone, since JSON has no NaN. */
export const orNull = (measure: number): number | null => (Number.isNaN(measure) ? null : measure);
