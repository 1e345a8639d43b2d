/** What a new model would answer differently from the one that is live. */
import { classify } from '../intents/classify.ts';
import { type Example, type IntentModel, NONE } from '../intents/model.ts';

/** What a model makes of a text: its best intent, or `none` where it says that the text is out of scope. */
export interface Verdict {
  readonly intent: string;
  readonly confidence: number;
}

export interface GoldenResult {
  readonly text: string;
  /** What it is. */
  readonly intent: string;
  readonly before: Verdict;
  readonly after: Verdict;
}

export interface GoldenComparison {
  readonly total: number;
  /** Sentences that each model understands. */
  readonly rightBefore: number;
  readonly rightAfter: number;
  /** Understood by the live model and no longer by the new one. */
  readonly broken: readonly GoldenResult[];
  readonly mended: readonly GoldenResult[];
}

export interface ChangedAnswer {
  /** Position among the texts. */
  readonly index: number;
  readonly before: Verdict;
  readonly after: Verdict;
}

export function verdict(model: IntentModel, text: string): Verdict {
  const { intents, inScope } = classify(model, text);
  const { name, confidence } = intents[0]!;
  return { intent: inScope ? name : NONE, confidence };
}

export function compareGolden(
  golden: readonly Example[],
  before: IntentModel,
  after: IntentModel,
): GoldenComparison {
  const results = golden.map(({ text, intent }) => ({
    text,
    intent,
    before: verdict(before, text),
    after: verdict(after, text),
  }));
  const wasRight = (result: GoldenResult) => result.before.intent === result.intent;
  const isRight = (result: GoldenResult) => result.after.intent === result.intent;
  return {
    total: results.length,
    rightBefore: results.filter(wasRight).length,
    rightAfter: results.filter(isRight).length,
    broken: results.filter((result) => wasRight(result) && !isRight(result)),
    mended: results.filter((result) => !wasRight(result) && isRight(result)),
  };
}

export function changedAnswers(
  texts: readonly string[],
  before: IntentModel,
  after: IntentModel,
): ChangedAnswer[] {
  return texts
    .map((text, index) => ({ index, before: verdict(before, text), after: verdict(after, text) }))
    .filter((answer) => answer.before.intent !== answer.after.intent);
}
