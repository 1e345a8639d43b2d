import type { ConversationEvent } from './event.ts';

/** Of what is proposed to a rep in one turn all waits for the same yes: the last proposal holds the effects of every one. */
export function proposedTogether(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const proposals = events.filter((event) => event.kind === 'rep.proposed');
  const last = proposals.at(-1);
  if (!last || proposals.length < 2) return events;
  const joined = {
    ...last,
    effects: proposals.flatMap(({ effects }) => effects),
    undo: proposals.flatMap(({ undo }) => undo),
  };
  return events
    .filter((event) => event.kind !== 'rep.proposed' || event === last)
    .map((event) => (event === last ? joined : event));
}
