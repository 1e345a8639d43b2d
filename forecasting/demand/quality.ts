import type { Change } from '../series/cleaning.ts';
import { addDays } from '../series/series.ts';

/** What was found in a product's sales before they were forecast, by day. */
export interface DemandNote {
  readonly kind: Change['kind'];
  /** First day of it, YYYY-MM-DD. */
  readonly since: string;
  /** How many days, not always in a row. */
  readonly days: number;
}

/** The changes of cleaning as notes for readers: runs one by one, single days summed up by their kind. */
export function qualityNotes(changes: readonly Change[], start: string): DemandNote[] {
  const notes: DemandNote[] = [];
  const places = new Map<string, number>();
  for (const change of changes) {
    const since = addDays(start, change.index);
    if ('length' in change) {
      notes.push({ kind: change.kind, since, days: change.length });
      continue;
    }
    const place = places.get(change.kind);
    if (place === undefined) {
      places.set(change.kind, notes.length);
      notes.push({ kind: change.kind, since, days: 1 });
    } else {
      const note = notes[place]!;
      notes[place] = { ...note, since: [since, note.since].sort()[0]!, days: note.days + 1 };
    }
  }
  return notes;
}
