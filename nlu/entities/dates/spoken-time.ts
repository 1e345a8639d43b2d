import { daysBetween } from './calendar.ts';
import type { DatePhrase } from './date-chrono.ts';

const HOURS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const MINUTES: Readonly<Record<string, number>> = { 'half past': 30, 'quarter past': 15, 'quarter to': -15 };
const SPOKEN_TIME = new RegExp(
  `^ at (?:(?<minutes>${Object.keys(MINUTES).join('|')}) )?(?<hour>${HOURS.join('|')})(?: o['’]?clock)?(?= ?(?:$|[,.;!?]|sharp|in the|please|for|if|or so))`,
  'iu',
);
const HALF_OF_DAY = /^ in the (?<half>morning|afternoon|evening)(?!\p{L})/iu;
const NOON = 12 * 60;
const FIRST_OF_MORNING = 7 * 60;

/** "tuesday at half past two", "tomorrow at 7 in the evening": a day with the time behind it that chrono does not read. */
export function withSpokenTime(text: string, found: DatePhrase): DatePhrase {
  const spoken = found.at === undefined ? SPOKEN_TIME.exec(text.slice(found.end, found.end + 40)) : null;
  if (daysBetween(found.from, found.to) > 0 || (spoken === null && found.at === undefined)) return found;
  const end = found.end + (spoken?.[0].length ?? 0);
  const half = HALF_OF_DAY.exec(text.slice(end, end + 18));
  if (spoken === null && half === null) return found;
  const written = spoken ? minutesOf(spoken.groups!) : minutesAt(found.at!);
  // Without a half of the day an hour of one to six is one of the afternoon, when shops are open.
  const isAfternoon = half ? half.groups!.half!.toLowerCase() !== 'morning' : written < FIRST_OF_MORNING;
  const minutes = isAfternoon && written < NOON ? written + NOON : written;
  const at = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return { ...found, end: end + (half?.[0].length ?? 0), at };
}

const minutesOf = ({ hour, minutes }: Record<string, string | undefined>): number =>
  60 * (HOURS.indexOf(hour!.toLowerCase()) + 1) + (MINUTES[minutes?.toLowerCase() ?? ''] ?? 0);

function minutesAt(at: string): number {
  const [hours, minutes] = at.split(':').map(Number);
  return 60 * hours! + minutes!;
}
