/** How good predictions are. Rows with intent `none` are out of scope; all others are in scope. */
import { NONE } from '../intents/model.ts';

export interface Prediction {
  readonly text: string;
  /** What it is. */
  readonly intent: string;
  /** The best in-scope intent, whatever its score. */
  readonly predicted: string;
  /** Calibrated probability (0 to 1) that `predicted` is right. */
  readonly confidence: number;
  readonly inScope: boolean;
}

/** All shares from 0 to 1; null where no row tells. */
export interface IntentMetrics {
  /** Rows answered right: in scope by `predicted`, whatever the verdict; out of scope by the verdict. */
  readonly accuracy: number | null;
  /** Unweighted mean of the F1 of each intent, over the in-scope rows. */
  readonly macroF1: number | null;
  /** In-scope rows whose `predicted` is right. */
  readonly inScopeAccuracy: number | null;
  /** In-scope rows that the verdict keeps. */
  readonly inScopeRecall: number | null;
  /** Out-of-scope rows that the verdict refuses. */
  readonly oosRecall: number | null;
  /** Probability that an in-scope row has a higher confidence than one out of scope. */
  readonly oosAuroc: number | null;
  /** Of the confidence on in-scope rows, in ten bins of equal width (Naeini et al. 2015). */
  readonly expectedCalibrationError: number | null;
}

export function measure(predictions: readonly Prediction[]): IntentMetrics {
  const known = predictions.filter((row) => row.intent !== NONE);
  const beyond = predictions.filter((row) => row.intent === NONE);
  const right = known.filter((row) => row.predicted === row.intent).length;
  const refused = beyond.filter((row) => !row.inScope).length;
  const f1 = [...perIntent(known).values()].map((intent) => intent.f1);
  return {
    accuracy: ratio(right + refused, predictions.length),
    macroF1: ratio(
      f1.reduce((sum, value) => sum + value, 0),
      f1.length,
    ),
    inScopeAccuracy: ratio(right, known.length),
    inScopeRecall: ratio(known.filter((row) => row.inScope).length, known.length),
    oosRecall: ratio(refused, beyond.length),
    oosAuroc: auroc(
      known.map((row) => row.confidence),
      beyond.map((row) => row.confidence),
    ),
    expectedCalibrationError: calibrationError(reliability(known)),
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

export interface IntentScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Rows that have the intent. */
  readonly support: number;
}

/** For each intent that occurs among the true ones; a share of nothing counts as 0. */
export function perIntent(
  rows: readonly Pick<Prediction, 'intent' | 'predicted'>[],
): Map<string, IntentScores> {
  const tallies = new Map<string, { truth: number; predicted: number; both: number }>();
  const tally = (intent: string) => {
    const known = tallies.get(intent) ?? { truth: 0, predicted: 0, both: 0 };
    tallies.set(intent, known);
    return known;
  };
  for (const { intent, predicted } of rows) {
    tally(intent).truth++;
    tally(predicted).predicted++;
    if (intent === predicted) tally(intent).both++;
  }
  const scores = [...tallies]
    .filter(([, { truth }]) => truth > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([intent, { truth, predicted, both }]) => {
      const precision = predicted === 0 ? 0 : both / predicted;
      const recall = both / truth;
      const f1 = (2 * both) / (truth + predicted);
      return [intent, { precision, recall, f1, support: truth }] as const;
    });
  return new Map(scores);
}

/** Area under the ROC curve by ranks (Mann-Whitney U); ties count half. Null if a side is empty. */
export function auroc(positives: readonly number[], negatives: readonly number[]): number | null {
  if (positives.length === 0 || negatives.length === 0) return null;
  const all = [
    ...positives.map((value) => ({ value, positive: true })),
    ...negatives.map((value) => ({ value, positive: false })),
  ].sort((a, b) => a.value - b.value);
  let wins = 0;
  let below = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    let ties = 0;
    let tiedPositives = 0;
    for (; to < all.length && all[to]!.value === all[from]!.value; to++) {
      if (all[to]!.positive) tiedPositives++;
      else ties++;
    }
    wins += tiedPositives * (below + ties / 2);
    below += ties;
    from = to;
  }
  return wins / positives.length / negatives.length;
}

/** The rows of one bin of confidence: their number, mean confidence and share predicted right. */
export interface ReliabilityBin {
  readonly count: number;
  readonly confidence: number;
  readonly accuracy: number;
}

const BINS = 10;

/** Ten bins of equal width from 0 to 1; an empty one has zeros. */
export function reliability(
  rows: readonly Pick<Prediction, 'intent' | 'predicted' | 'confidence'>[],
): ReliabilityBin[] {
  return Array.from({ length: BINS }, (_, bin) => {
    const members = rows.filter((row) => Math.min(BINS - 1, Math.floor(row.confidence * BINS)) === bin);
    const count = members.length;
    if (count === 0) return { count, confidence: 0, accuracy: 0 };
    const confidence = members.reduce((sum, row) => sum + row.confidence, 0) / count;
    const accuracy = members.filter((row) => row.predicted === row.intent).length / count;
    return { count, confidence, accuracy };
  });
}

export function calibrationError(bins: readonly ReliabilityBin[]): number | null {
  const rows = bins.reduce((sum, bin) => sum + bin.count, 0);
  const gaps = bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.accuracy - bin.confidence), 0);
  return ratio(gaps, rows);
}

/** The value below which a share of the sorted values lies (nearest rank); null of none. */
export function quantile(ascending: readonly number[], share: number): number | null {
  if (ascending.length === 0) return null;
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))]!;
}
