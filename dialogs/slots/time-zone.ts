import { entitiesOf } from '../../nlu/understanding.ts';
import { serviceWordsOf } from '../language/words/service.ts';
import { once } from '../once.ts';
import type { Turn } from '../skill.ts';

/** Of countries whose other zones are islands, or kept by few. */
const MAIN: Readonly<Record<string, string>> = {
  CN: 'Asia/Shanghai',
  ES: 'Europe/Madrid',
  NZ: 'Pacific/Auckland',
  PT: 'Europe/Lisbon',
};

/** The time zone (IANA) of a place that a message names: "I'm in New York", "Berlin time", 北京时间. */
export const saidZone = once((turn: Turn): string | undefined => {
  const { text, language } = turn.understanding;
  const city = Object.entries(serviceWordsOf(language).cities).find(([name]) => text.includes(name))?.[1];
  if (city !== undefined) return city;
  const [country] = entitiesOf(turn.understanding, 'country');
  const zones = country ? zonesOf(country.code) : Intl.supportedValuesOf('timeZone');
  const named = zones.find((zone) =>
    namesCity(text, zone.slice(zone.lastIndexOf('/') + 1), country !== undefined),
  );
  if (named !== undefined || !country) return named;
  return MAIN[country.code] ?? (isOneTime(zones, turn.now) ? zones[0] : undefined);
});

/** Newer versions of V8 have a method, older ones a getter. */
function zonesOf(country: string): readonly string[] {
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & {
    readonly timeZones?: readonly string[];
    getTimeZones?(): readonly string[] | undefined;
  };
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}

/** A zone's city by its name; where nothing else names a place, as one: "in Casey", "Easter time", for "after Easter" is a day. */
function namesCity(text: string, city: string, isPlace: boolean): boolean {
  const name = city.replaceAll('_', ' ').replaceAll('-', '[ -]');
  const said = isPlace ? name : `(?:in|from) ${name}|${name} time`;
  return new RegExp(`(?<!\\p{L})(?:${said})(?!\\p{L})`, 'iu').test(text);
}

/** Whether the clocks of all of them show the same. */
function isOneTime(zones: readonly string[], now: Date): boolean {
  const times = zones.map((timeZone) => now.toLocaleString('sv-SE', { timeZone }));
  return times.length > 0 && times.every((time) => time === times[0]);
}

/** The clock by which the visitor is told times: of the place said, else of the channel, else of the shop. */
export const zoneOf = (turn: Turn, shopTimeZone: string): string =>
  saidZone(turn) ?? turn.conversation.timeZone ?? turn.message.timeZone ?? shopTimeZone;
