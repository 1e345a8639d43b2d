import { DEAL_STAGES, type DealStage } from '../../../../crm/models/deal.ts';
import { entitiesOf } from '../../../../nlu/understanding.ts';
import { repWordsOf } from '../../../language/words/rep/words.ts';
import type { Turn } from '../../../skill.ts';

/** The stages that a message names: 五月底成交 says when a deal is to close, 成交了 that it is won. */
export function stagesSaid({ understanding, today }: Turn): readonly DealStage[] {
  const { text, language } = understanding;
  const { beforeClosing, afterClosing, upToClosing } = repWordsOf(language);
  const toCome = entitiesOf(understanding, 'date').filter(({ to }) => to > today);
  const isDay = ({ start, end }: { readonly start: number; readonly end: number }) =>
    beforeClosing.test(text.slice(0, start)) ||
    afterClosing.test(text.slice(end)) ||
    (!text.startsWith('了', end) &&
      toCome.some((date) => date.end <= start && upToClosing.test(text.slice(date.end, start))));
  return entitiesOf(understanding, 'stage').flatMap((said) =>
    isDay(said) ? [] : DEAL_STAGES.filter((stage) => stage === said.stage),
  );
}
