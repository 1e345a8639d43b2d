import { describe, expect, test } from '@jest/globals';
import { companionsOf, suggest } from '../../learning/affinity.ts';
import { logGamma } from '../../learning/log-gamma.ts';
import { seededRandom } from '../../learning/random.ts';
import {
  fitMbgNbd,
  logLikelihood,
  type MbgNbd,
  nextOrderQuantile,
  probabilityActive,
  probabilityOfOrder,
  type RepeatHistory,
} from '../../learning/repeat-buying/mbg-nbd.ts';

const MODEL: MbgNbd = { r: 1.5, alpha: 40, a: 2, b: 5 };

/** Mean of `f` over λ ~ Gamma(r, α) and p ~ Beta(a, b), by the midpoint rule: independent of the closed forms. */
function integrate({ r, alpha, a, b }: MbgNbd, f: (lambda: number, p: number) => number): number {
  const [STEPS, TOP] = [300, 0.4];
  let [sum, weights] = [0, 0];
  for (let i = 0; i < STEPS; i++) {
    const lambda = ((i + 0.5) / STEPS) * TOP;
    for (let j = 0; j < 100; j++) {
      const p = (j + 0.5) / 100;
      const weight = lambda ** (r - 1) * Math.exp(-alpha * lambda) * p ** (a - 1) * (1 - p) ** (b - 1);
      sum += weight * f(lambda, p);
      weights += weight;
    }
  }
  return sum / weights;
}

/** Density of the orders' times given λ and p: after each order, the first too, the customer stays with 1 - p. */
const density = ({ repeats, last, age }: RepeatHistory, lambda: number, p: number): number =>
  lambda ** repeats * (1 - p) ** repeats * (p * Math.exp(-lambda * last) + (1 - p) * Math.exp(-lambda * age));

describe('MBG/NBD', () => {
  test('ln Γ at known values', () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    expect(logGamma(11)).toBeCloseTo(Math.log(3628800), 10);
    expect(logGamma(1e-3)).toBeCloseTo(6.907178885383853, 10);
  });

  test.each<RepeatHistory>([
    { repeats: 0, last: 0, age: 60 },
    { repeats: 3, last: 50, age: 90 },
    { repeats: 1, last: 30, age: 30 },
  ])('likelihood and conditional probabilities are those of numerical integration: %o', (history) => {
    const likelihood = integrate(MODEL, (lambda, p) => density(history, lambda, p));
    expect(Math.exp(logLikelihood(MODEL)(history)) / likelihood).toBeCloseTo(1, 2);
    const alive = (lambda: number, p: number) =>
      lambda ** history.repeats * (1 - p) ** (history.repeats + 1) * Math.exp(-lambda * history.age);
    expect(probabilityActive(MODEL, history)).toBeCloseTo(integrate(MODEL, alive) / likelihood, 2);
    const buys =
      integrate(MODEL, (lambda, p) => alive(lambda, p) * (1 - Math.exp(-lambda * 30))) / likelihood;
    expect(probabilityOfOrder(MODEL, history, 30)).toBeCloseTo(buys, 2);
  });

  test('a quantile of the next order is where so much of the probability within the horizon has passed', () => {
    const history = { repeats: 4, last: 80, age: 100 };
    const at = nextOrderQuantile(MODEL, history, 0.3, 90);
    const share = probabilityOfOrder(MODEL, history, at) / probabilityOfOrder(MODEL, history, 90);
    expect(share).toBeCloseTo(0.3, 10);
    expect(nextOrderQuantile(MODEL, history, 1, 90)).toBeCloseTo(90, 8);
  });

  test('recovers what simulated customers will do', () => {
    const random = seededRandom(7);
    const customers = Array.from({ length: 1500 }, () => simulate(random, 200, 30));
    const model = fitMbgNbd(customers.map(({ history }) => history));
    const expected = customers.reduce((sum, { history }) => sum + probabilityOfOrder(model, history, 30), 0);
    const bought = customers.filter(({ next }) => next).length;
    expect(expected / bought).toBeGreaterThan(0.9);
    expect(expected / bought).toBeLessThan(1.1);
  });

  test('no data: the prior; odd data: still finite', () => {
    expect(probabilityOfOrder(fitMbgNbd([]), { repeats: 0, last: 0, age: 1 }, 30)).toBeCloseTo(0.185, 2);
    const odd = fitMbgNbd([{ repeats: 0, last: 0, age: 0 }]);
    expect(Object.values(odd).every((value) => Number.isFinite(value) && value > 0)).toBe(true);
  });
});

/** Rates of Gamma(2, 60): the sum of two exponentials; lost after each order with probability 0.2. */
function simulate(
  random: () => number,
  age: number,
  ahead: number,
): { history: RepeatHistory; next: boolean } {
  const lambda = -(Math.log(random()) + Math.log(random())) / 60;
  let [now, repeats, last, next] = [0, 0, 0, false];
  while (random() >= 0.2) {
    now -= Math.log(random()) / lambda;
    if (now >= age) {
      next = now < age + ahead;
      break;
    }
    repeats++;
    last = now;
  }
  return { history: { repeats, last, age }, next };
}

describe('affinity', () => {
  // 40 customers: 0 and 1 go together, 2 is bought by half of all whatever else they buy.
  const sets = Array.from({ length: 40 }, (_, customer) => [
    ...(customer < 20 ? [0, 1] : [3]),
    ...(customer % 2 === 0 ? [2] : []),
  ]);
  const companions = companionsOf(sets, 4);

  test('companions clear of chance, with the share of customers', () => {
    expect(companions[0]).toEqual([expect.objectContaining({ item: 1, share: 1 })]);
    expect(companions[2]).toEqual([]);
  });

  test('suggestions are new to the customer and name what speaks for them', () => {
    expect(suggest(companions, [0, 2], 5)).toEqual([{ item: 1, because: 0, share: 1 }]);
    expect(suggest(companions, [0, 1], 5)).toEqual([]);
    expect(suggest(companions, [], 5)).toEqual([]);
  });
});
