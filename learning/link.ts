/** Log-odds to probability. */
export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

const LEAST_PROBABILITY = 1e-6;

/** Probability to log-odds, kept finite. */
export function logit(probability: number): number {
  const inside = Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, probability));
  return Math.log(inside / (1 - inside));
}
