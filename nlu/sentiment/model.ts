import { descend, packRows, squaredNorms } from '../intents/linear-svm.ts';
import { fitLogistic, logit, sigmoid } from '../intents/logistic.ts';
import { normalise } from '../normalise.ts';
import { seededRandom, shuffle } from '../random.ts';
import { cutWords } from '../tokenise.ts';
import type { Sentiment, Token } from '../understanding.ts';
import { type SentimentFeatures, sentimentFeatures } from './features.ts';
import type { Lexicon } from './lexicon.ts';

export interface SentimentExample {
  readonly text: string;
  readonly label: Sentiment['label'];
}

export interface SentimentModel {
  readonly lexicon: Lexicon;
  /** Weight of each n-gram in a text of length 1 (before normalisation), times its inverse document frequency. */
  readonly ngrams: ReadonlyMap<string, { readonly weight: number; readonly idf: number }>;
  /** Weights of the lexicon sums. */
  readonly sums: readonly number[];
  readonly bias: number;
  /** Slope and intercept that turn a margin into the log-odds of "positive". */
  readonly calibration: readonly number[];
}

/** Hinge penalty, chosen by cross-validation between review domains. */
const COST = 0.3;
const FOLDS = 3;
const SEED = 20_261;
/** Scores within this distance of 0 are neutral. */
const NEUTRAL_BAND = 0.3;

/**
 * A linear support vector machine on n-grams under negation and on lexicon sums (the combination of Pang & Lee 2002 with
 * lexicons as in Mohammad, Kiritchenko & Zhu 2013), its margin calibrated on held-out folds (Platt 1999). A neutral
 * example counts as half positive and half negative. The same examples in any order give the same model.
 */
export function trainSentiment(examples: readonly SentimentExample[], lexicon: Lexicon): SentimentModel {
  const sorted = [...examples].sort((a, b) =>
    a.text < b.text ? -1 : a.text > b.text ? 1 : a.label < b.label ? -1 : 1,
  );
  const rows = shuffle(sorted, seededRandom(SEED)).map(({ text, label }) => {
    const normal = normalise(text);
    return { ...sentimentFeatures(normal, cutWords(normal), lexicon), label };
  });
  const margins: (readonly number[])[] = [];
  const targets: number[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const held = rows.filter((_, index) => index % FOLDS === fold);
    const model = fitWeights(
      rows.filter((_, index) => index % FOLDS !== fold),
      lexicon,
    );
    for (const row of held) {
      margins.push([marginOf(row, model)]);
      targets.push(TARGETS[row.label]);
    }
  }
  const calibration = fitLogistic(margins, targets);
  return { ...fitWeights(rows, lexicon), calibration };
}

const TARGETS: Readonly<Record<Sentiment['label'], number>> = { negative: 0, neutral: 0.5, positive: 1 };

type Labelled = SentimentFeatures & Pick<SentimentExample, 'label'>;

function fitWeights(rows: readonly Labelled[], lexicon: Lexicon): SentimentModel {
  const frequency = new Map<string, number>();
  for (const { ngrams } of rows)
    for (const ngram of ngrams) frequency.set(ngram, (frequency.get(ngram) ?? 0) + 1);
  const columns = new Map([...frequency.keys()].map((ngram, column) => [ngram, column]));
  const idf = new Map([...frequency].map(([ngram, count]) => [ngram, Math.log(1 + rows.length / count)]));
  const signed = rows.flatMap((row) =>
    row.label === 'neutral'
      ? [
          { row, sign: 1 },
          { row, sign: -1 },
        ]
      : [{ row, sign: row.label === 'positive' ? 1 : -1 }],
  );
  const width = columns.size + rows[0]!.sums.length;
  const matrix = packRows(
    signed.map(({ row }) => {
      const ngrams = [...row.ngrams];
      const length = Math.hypot(...ngrams.map((ngram) => idf.get(ngram)!)) || 1;
      return {
        columns: Int32Array.from([
          ...ngrams.map((ngram) => columns.get(ngram)!),
          ...row.sums.map((_, at) => columns.size + at),
        ]),
        values: Float32Array.from([...ngrams.map((ngram) => idf.get(ngram)! / length), ...row.sums]),
      };
    }),
    width,
  );
  const state = { weights: new Float32Array(width), bias: 0, alphas: new Float32Array(signed.length) };
  descend(
    {
      matrix,
      squaredNorms: squaredNorms(matrix),
      signs: Int8Array.from(signed, ({ sign }) => sign),
      cost: COST,
      biasScale: 1,
    },
    state,
    Int32Array.from(signed.keys()),
    seededRandom(SEED),
    { tolerance: 0.05, passes: 200 },
  );
  return {
    lexicon,
    ngrams: new Map(
      [...columns].map(([ngram, column]) => [
        ngram,
        { weight: state.weights[column]!, idf: idf.get(ngram)! },
      ]),
    ),
    sums: [...state.weights.subarray(columns.size)],
    bias: state.bias,
    calibration: [1, 0],
  };
}

function marginOf({ ngrams, sums }: SentimentFeatures, model: SentimentModel): number {
  let margin = 0;
  let squares = 0;
  for (const ngram of ngrams) {
    const known = model.ngrams.get(ngram);
    if (known === undefined) continue;
    margin += known.weight * known.idf;
    squares += known.idf * known.idf;
  }
  margin /= Math.sqrt(squares) || 1;
  return sums.reduce((sum, value, at) => sum + value * model.sums[at]!, margin + model.bias);
}

/** Sentiment of normalised text: twice the probability of "positive" less one, and its label. */
export function scoreSentiment(model: SentimentModel, text: string, tokens: readonly Token[]): Sentiment {
  const margin = marginOf(sentimentFeatures(text, tokens, model.lexicon), model);
  const score = 2 * sigmoid(logit(model.calibration, [margin])) - 1;
  return { score, label: score > NEUTRAL_BAND ? 'positive' : score < -NEUTRAL_BAND ? 'negative' : 'neutral' };
}
