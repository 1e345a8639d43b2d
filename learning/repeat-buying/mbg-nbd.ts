import { logBeta, logGamma } from '../log-gamma.ts';
import { nelderMead } from '../nelder-mead.ts';

/**
 * MBG/NBD (Batislam, Denizel and Filiztekin 2007; Hoppe and Wagner 2007), the BG/NBD of Fader, Hardie and Lee (2005)
 * in which a customer can also be lost after the very first order. While active, a customer orders at a rate λ of
 * their own, λ ~ Gamma(r, α); after each order they are lost with a probability p of their own, p ~ Beta(a, b).
 */
export interface MbgNbd {
  readonly r: number;
  /** Days. */
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** What the model needs to know of a customer; days, counted from the first order. */
export interface RepeatHistory {
  /** Orders after the first. */
  readonly repeats: number;
  /** Day of the last order, 0 where there is only one. */
  readonly last: number;
  /** Days watched; at least `last`. */
  readonly age: number;
}

/**
 * What is assumed before there is data: an order a quarter, one customer in four lost after each. Weak (a standard
 * deviation of 1.5 on logarithms), so that some dozen customers outweigh it; it keeps the fit finite on odd data.
 */
const PRIOR: MbgNbd = { r: 1, alpha: 90, a: 1, b: 3 };
const PRIOR_DEVIATION = 1.5;
const MOST_CUSTOMERS = 5_000;

/** Maximum a posteriori; of more than 5,000 customers an even selection. With none, the prior itself. */
export function fitMbgNbd(histories: readonly RepeatHistory[]): MbgNbd {
  const stride = Math.ceil(histories.length / MOST_CUSTOMERS);
  const used = stride > 1 ? histories.filter((_, index) => index % stride === 0) : histories;
  const centre = [PRIOR.r, PRIOR.alpha, PRIOR.a, PRIOR.b].map(Math.log);
  const modelAt = (x: ArrayLike<number>): MbgNbd => ({
    r: Math.exp(x[0]!),
    alpha: Math.exp(x[1]!),
    a: Math.exp(x[2]!),
    b: Math.exp(x[3]!),
  });
  const cost = (x: Float64Array): number => {
    const likelihood = logLikelihood(modelAt(x));
    let sum = 0;
    for (const history of used) sum -= likelihood(history);
    return sum + centre.reduce((penalty, mid, i) => penalty + ((x[i]! - mid) / PRIOR_DEVIATION) ** 2 / 2, 0);
  };
  return modelAt(nelderMead(cost, centre, { evaluations: 500, tolerance: 1e-8 }).at);
}

// Held here since a test's sandbox looks up every global slowly, and a fit takes a million logarithms.
const { exp, log } = Math;

/** ln of the probability of a history, times a density for each time of an order. */
export function logLikelihood({ r, alpha, a, b }: MbgNbd): (history: RepeatHistory) => number {
  const constant = r * log(alpha) - logGamma(r) - logBeta(a, b);
  const terms: { readonly common: number; readonly active: number; readonly lost: number }[] = [];
  return ({ repeats: x, last, age }) => {
    terms[x] ??= {
      common: constant + logGamma(r + x),
      active: logBeta(a, b + x + 1),
      lost: logBeta(a + 1, b + x),
    };
    const { common, active, lost } = terms[x];
    const ifActive = active - (r + x) * log(alpha + age);
    const ifLost = lost - (r + x) * log(alpha + last);
    const [more, less] = ifActive > ifLost ? [ifActive, ifLost] : [ifLost, ifActive];
    return common + more + log(1 + exp(less - more));
  };
}

/** Probability that the customer is not lost for good. */
export function probabilityActive(
  { r, alpha, a, b }: MbgNbd,
  { repeats: x, last, age }: RepeatHistory,
): number {
  return 1 / (1 + (a / (b + x)) * ((alpha + age) / (alpha + last)) ** (r + x));
}

/** Probability of an order within `days`. Of an active customer, λ ~ Gamma(r + x, α + T) given the history. */
export const probabilityOfOrder = (model: MbgNbd, history: RepeatHistory, days: number): number =>
  probabilityActive(model, history) * (1 - quiet(model, history, days));

/**
 * Days from now until the next order of an active customer: the time by which it has come with probability `share`,
 * given that it comes within `horizon` days.
 */
export function nextOrderQuantile(
  { r, alpha }: MbgNbd,
  { repeats, age }: RepeatHistory,
  share: number,
  horizon: number,
): number {
  const within = 1 - ((alpha + age) / (alpha + age + horizon)) ** (r + repeats);
  return (alpha + age) * ((1 - share * within) ** (-1 / (r + repeats)) - 1);
}

/** Probability that an active customer does not order for `days`. */
const quiet = ({ r, alpha }: MbgNbd, { repeats, age }: RepeatHistory, days: number): number =>
  ((alpha + age) / (alpha + age + days)) ** (r + repeats);
