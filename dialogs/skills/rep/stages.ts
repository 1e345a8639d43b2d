import { DEAL_STAGES, type DealStage } from '../../../crm/models/deal.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import type { Turn } from '../../skill.ts';

/** 成交 after it, or before the other, is the day a deal closes and no stage. */
const BEFORE_CLOSING = /(?:要|预计|预期|将|会|能)$/u;
const AFTER_CLOSING = /^(?:日|时间)/u;
const UP_TO = /^\s?[之以]?[前内]?$/u;

/** The stages that a message names: 五月底成交 says when a deal is to close, 成交了 that it is won. */
export function stagesSaid({ understanding, today }: Turn): readonly DealStage[] {
  const { text } = understanding;
  const toCome = entitiesOf(understanding, 'date').filter(({ to }) => to > today);
  const isDay = ({ start, end }: { readonly start: number; readonly end: number }) =>
    BEFORE_CLOSING.test(text.slice(0, start)) ||
    AFTER_CLOSING.test(text.slice(end)) ||
    (!text.startsWith('了', end) &&
      toCome.some((date) => date.end <= start && UP_TO.test(text.slice(date.end, start))));
  return entitiesOf(understanding, 'stage').flatMap((said) =>
    isDay(said) ? [] : DEAL_STAGES.filter((stage) => stage === said.stage),
  );
}
