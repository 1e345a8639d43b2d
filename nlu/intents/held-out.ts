/**
 * Scores of rows that a classifier did not learn from, out of the classifier that did: it forgets a part of the rows
 * and descends again over what is left near its plane (alpha seeding; DeCoste & Wagstaff 2000).
 */
import { addRow, descend, dot, type SparseMatrix, type SvmProblem, type SvmState } from './linear-svm.ts';
import { shareUnknown, type Vectoriser } from './vectoriser.ts';

/** A part starts from the full solution and has little more to do than forget the rows held out. */
const PART = { tolerance: 0.05, passes: 8 };
/** The score of `none` is looked at by itself, not as the best of many, so that the chance of few passes would show. */
const PART_OF_NONE = { tolerance: 0.05, passes: 30 };
/** Share of the mean row in the weights; chosen on folds and intents left out of training files. */
const LIKENESS = 0.3;

/** Which part of the rows each belongs to, and how many of the parts are held out in turn. */
export interface Split {
  readonly partOf: Uint8Array;
  readonly parts: number;
}

/**
 * Scores the rows of each part of a split that is held out, but `own`, by the solution without that part. Left out with its
 * own group, an intent has nothing to score by; `none` is in no group.
 */
export function scoreWithout(
  problem: SvmProblem,
  state: SvmState,
  near: Int32Array,
  { partOf, parts }: Split,
  own: number | undefined,
  isNone: boolean,
  random: () => number,
  visit: (row: number, score: number) => void,
): void {
  for (let part = 0; part < parts; part++) {
    if (part === own) continue;
    const without = forget(problem, state, partOf, part);
    const others = near.filter((row) => partOf[row] !== part);
    descend(problem, without, others, random, isNone ? PART_OF_NONE : PART);
    const blended = blend(problem, without.weights, (row) => partOf[row] !== part);
    for (let row = 0; row < partOf.length; row++) {
      if (partOf[row] === part) visit(row, dot(problem.matrix, row, blended) + without.bias);
    }
  }
}

/**
 * The weights with a little of the direction of the intent's mean row (Rocchio 1971), over the rows it may know. The
 * hyperplane alone tells intents apart; likeness to the examples also tells what is like none of them.
 */
export function blend(
  { matrix, signs }: SvmProblem,
  weights: Float32Array,
  isKnown: (row: number) => boolean,
): Float32Array {
  const mean = new Float32Array(weights.length);
  for (let row = 0; row < signs.length; row++) {
    if (signs[row]! > 0 && isKnown(row)) addRow(matrix, row, 1, mean);
  }
  let square = 0;
  for (let column = 0; column < mean.length; column++) square += mean[column]! * mean[column]!;
  const share = LIKENESS / (Math.sqrt(square) || 1);
  for (let column = 0; column < mean.length; column++) {
    mean[column] = weights[column]! + share * mean[column]!;
  }
  return mean;
}

/**
 * Per row: the share that would be unknown of it to a vectoriser that had not seen its part of the split; NaN for rows of
 * no part.
 */
export function unknownWithout(
  { starts, columns, values }: SparseMatrix,
  { partOf, parts }: Split,
  { idf, block }: Vectoriser,
): Float32Array {
  const everywhere = new Int32Array(idf.length);
  const here = Array.from({ length: parts }, () => new Int32Array(idf.length));
  const sizes = new Int32Array(parts);
  // The n-grams stand before the meaning.
  const isNgram = (at: number, row: number) => at < starts[row + 1]! && columns[at]! < idf.length;
  for (let row = 0; row < partOf.length; row++) {
    const inPart = here[partOf[row]!];
    if (inPart) sizes[partOf[row]!]!++;
    for (let at = starts[row]!; isNgram(at, row); at++) {
      everywhere[columns[at]!]!++;
      if (inPart) inPart[columns[at]!]!++;
    }
  }
  const idfWithout = here.map((counts, part) =>
    idf.map((_, n) => 1 + Math.log((1 + partOf.length - sizes[part]!) / (1 + everywhere[n]! - counts[n]!))),
  );
  return Float32Array.from(partOf, (part, row) => {
    if (part >= parts) return Number.NaN;
    const known = [0, 0];
    const unknown = [0, 0];
    for (let at = starts[row]!; isNgram(at, row); at++) {
      const column = columns[at]!;
      const shares = everywhere[column] === here[part]![column] ? unknown : known;
      shares[block[column]!]! += ((values[at]! / idf[column]!) * idfWithout[part]![column]!) ** 2;
    }
    return shareUnknown(known, unknown);
  });
}

/** The solution with the contribution of a part's rows taken out. */
function forget({ matrix, signs }: SvmProblem, state: SvmState, parts: Uint8Array, part: number): SvmState {
  const without = { weights: state.weights.slice(), bias: state.bias, alphas: state.alphas.slice() };
  for (let row = 0; row < parts.length; row++) {
    if (parts[row] !== part || without.alphas[row] === 0) continue;
    const amount = -without.alphas[row]! * signs[row]!;
    addRow(matrix, row, amount, without.weights);
    without.bias += amount;
    without.alphas[row] = 0;
  }
  return without;
}
