import { type Explanation, explain, type IntentReasons } from '../intents/explain.ts';
import type { IntentModel } from '../intents/model.ts';
import { table } from './tables.ts';

/** `rainmaker nlu explain "text"`. */
export function explainCommand(model: IntentModel, text: string, print: (line: string) => void): Explanation {
  const explanation = explain(model, text);
  for (const reasons of [explanation.winner, explanation.runnerUp]) {
    for (const line of lines(reasons)) print(line);
    print('');
  }
  if (explanation.unknown.length > 0) print(`In no example: ${explanation.unknown.join(', ')}`);
  return explanation;
}

function lines({ intent, score, reasons }: IntentReasons): string[] {
  return table([
    [intent, score.toFixed(2)],
    ...reasons.map(({ piece, amount }) => [`  ${piece}`, `${amount < 0 ? '' : '+'}${amount.toFixed(3)}`]),
  ]);
}
