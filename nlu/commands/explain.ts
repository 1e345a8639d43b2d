import { type Explanation, explain, type IntentReasons } from '../intents/explain.ts';
import type { IntentModel } from '../intents/model.ts';
import { percent, table } from './tables.ts';

/** `rainmaker nlu explain "text"`. */
export function explainCommand(model: IntentModel, text: string, print: (line: string) => void): Explanation {
  const explanation = explain(model, text);
  const { winner, runnerUp, none, unknown, unknownShare, confidence, threshold, inScope } = explanation;
  for (const reasons of [winner, runnerUp, ...(none ? [none] : [])]) {
    for (const line of lines(reasons)) print(line);
    print('');
  }
  const named = unknown.length > 0 ? `: ${unknown.join(', ')}` : '';
  print(`In no example: ${percent(unknownShare)} of its pieces by weight${named}`);
  const verdict = inScope ? 'in scope' : 'out of scope';
  print(
    `${winner.intent}, ${percent(confidence)} sure; from ${percent(threshold)} on in scope, so ${verdict}.`,
  );
  return explanation;
}

function lines({ intent, score, start, reasons, others }: IntentReasons): string[] {
  return table([
    [intent, score.toFixed(2)],
    ['  of any message', signed(start)],
    ...reasons.map(({ piece, amount }) => [`  ${piece}`, signed(amount)]),
    ['  all other pieces', signed(others)],
  ]);
}

const signed = (amount: number): string => `${amount < 0 ? '' : '+'}${amount.toFixed(3)}`;
