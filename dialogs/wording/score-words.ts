import type { ScoreReason, Segment } from '../../crm/models/score.ts';
import type { Language } from '../../nlu/understanding.ts';
import type { Value } from '../language/message-format.ts';
import type { Ports } from '../ports.ts';

type Speaker = Pick<Ports, 'answers' | 'shop'>;

/** Why a score is high or low, as one line: what speaks for it first, then what speaks against it, then what it rests on. */
export function reasonWords(reasons: readonly ScoreReason[], language: Language, speaker: Speaker): string {
  const say = (key: string, values: Readonly<Record<string, Value>> = {}) =>
    speaker.answers.say(language, key, values, '', 0);
  const listed = (raises: boolean | undefined): string =>
    reasons
      .filter((reason) => reason.raises === raises)
      .map(({ kind, value }) => say(`score.reason.${kind}`, { value: shownValue(kind, value, speaker) }))
      .join(language === 'zh' ? '，' : ', ');
  return [
    { key: 'score.for', said: listed(true) },
    { key: 'score.against', said: listed(false) },
    { key: 'score.basis', said: listed(undefined) },
  ]
    .flatMap(({ key, said }) => (said === '' ? [] : [say(key, { reasons: said })]))
    .join(language === 'zh' ? '；' : '; ');
}

export const segmentWords = (segment: Segment, language: Language, { answers }: Speaker): string =>
  answers.say(language, `score.segment.${segment}`, {}, '', 0);

function shownValue(kind: ScoreReason['kind'], value: number, { shop }: Speaker): Value {
  if (kind === 'value' || kind === 'amount') return { amount: Math.round(value), currency: shop.currency };
  return kind === 'priorRate' || kind === 'assumed' ? { percent: value } : value;
}
