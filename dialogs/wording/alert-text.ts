import type { DemandAlert } from '../../crm/models/demand-alert.ts';
import type { Language } from '../../nlu/understanding.ts';
import type { Answers } from '../language/answers.ts';

/** An alert as a sentence for a rep: what, and since when. `name` is the product's or the category's. */
export function alertText(answers: Answers, language: Language, alert: DemandAlert, name: string): string {
  const { scope, kind, since, days = 1, value = 0, expected = 0 } = alert;
  const who = answers.say(language, `alert.${scope}`, { name }, name, 0);
  const units = { value: rounded(value), expected: rounded(expected) };
  const rises = value >= expected;
  switch (kind) {
    case 'spike':
    case 'drop':
      return answers.say(language, `alert.${kind}`, { who, date: { date: since }, days, ...units }, since, 0);
    case 'level-shift':
      return answers.say(
        language,
        rises ? 'alert.levelUp' : 'alert.levelDown',
        { who, date: { date: since }, ...units },
        since,
        0,
      );
    case 'silence':
      return answers.say(language, 'alert.silence', { who, date: { date: since }, days }, since, 0);
  }
}

/** Units a day: whole ones where there are many. */
export const rounded = (units: number): number =>
  units >= 10 ? Math.round(units) : Math.round(10 * units) / 10;
