import { type Day, instantOf } from '../../../crm/calendar.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Turn } from '../../skill.ts';

export type WantedTime =
  | { readonly kind: 'instant'; readonly startsAt: Date }
  | { readonly kind: 'any'; readonly day?: Day };

/**
 * The time meant: that of the button, "the second one" of those offered, or the day and the time said on the visitor's
 * own clock.
 */
export function wantedTime({ message, understanding, conversation }: Turn, shopTimeZone: string): WantedTime {
  if (message.action?.kind === 'bookMeeting')
    return { kind: 'instant', startsAt: new Date(message.action.startsAt) };
  const date = entitiesOf(understanding, 'date').find(({ from, to }) => from === to);
  if (date?.at !== undefined)
    return { kind: 'instant', startsAt: instantOf(date.from, date.at, message.timeZone ?? shopTimeZone) };
  const position = wordsOf(understanding.language).ordinals.find(([pattern]) =>
    has(pattern, understanding.text),
  )?.[1];
  const pointed = position === undefined ? undefined : conversation.meetingSlots?.at(position);
  if (pointed && !date) return { kind: 'instant', startsAt: pointed.startsAt };
  const [period] = entitiesOf(understanding, 'date');
  return { kind: 'any', ...(period && { day: period.from }) };
}
