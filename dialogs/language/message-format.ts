import type { Money } from '../../crm/money.ts';
import type { Language } from '../../nlu/understanding.ts';

/** What can stand in a placeholder; everything but a string is formatted for the language. */
export type Value =
  | string
  | number
  | Money
  /** A local day, YYYY-MM-DD. */
  | { readonly date: string }
  /** On the clocks of `timeZone`. */
  | { readonly instant: Date; readonly timeZone: string }
  /** 0 to 1. */
  | { readonly percent: number }
  | readonly string[];
export type Values = Readonly<Record<string, Value>>;

type Part =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'argument'; readonly name: string }
  | { readonly kind: 'plural'; readonly name: string; readonly forms: ReadonlyMap<string, Message> }
  /** `#` inside a plural form. */
  | { readonly kind: 'count' };
export type Message = readonly Part[];

const LOCALES: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' };

/**
 * Parses the subset of ICU MessageFormat that answers use: `{name}` and
 * `{name, plural, one {# unit} other {# units}}`. Throws `SyntaxError` with the position.
 */
export function parseMessage(source: string): Message {
  let at = 0;
  const fail = (what: string) => new SyntaxError(`${what} at character ${at + 1} of "${source}"`);
  const take = (pattern: RegExp): string | undefined => {
    const found = new RegExp(pattern.source, 'uy');
    found.lastIndex = at;
    const match = found.exec(source)?.[0];
    if (match !== undefined) at += match.length;
    return match;
  };
  const expect = (pattern: RegExp, what: string): string => {
    const text = take(pattern);
    if (text === undefined) throw fail(`${what} expected`);
    return text.trim();
  };

  const placeholder = (): Part => {
    const name = expect(/\s*[a-z][a-zA-Z]*\s*/, 'a name');
    if (take(/\}/)) return { kind: 'argument', name };
    expect(/,\s*plural\s*,\s*/, '"}" or ", plural,"');
    const forms = new Map<string, Message>();
    while (!take(/\s*\}/)) {
      const category = expect(/\s*(zero|one|two|few|many|other)\s*/, 'a plural category');
      expect(/\{/, '"{"');
      forms.set(category, message(true));
      expect(/\}/, '"}"');
    }
    if (!forms.has('other')) throw fail('the plural form "other"');
    return { kind: 'plural', name, forms };
  };
  const message = (inPlural: boolean): Message => {
    const parts: Part[] = [];
    while (at < source.length && source[at] !== '}') {
      if (take(/\{/)) parts.push(placeholder());
      else if (inPlural && take(/#/)) parts.push({ kind: 'count' });
      else parts.push({ kind: 'literal', text: expectLiteral(inPlural) });
    }
    return parts;
  };
  const expectLiteral = (inPlural: boolean): string => take(inPlural ? /[^{}#]+/ : /[^{}]+/) ?? '';

  const parsed = message(false);
  if (at < source.length) throw fail('unexpected "}"');
  return parsed;
}

/** Names of all placeholders, also of those inside plural forms. */
export function placeholders(message: Message): ReadonlySet<string> {
  const names = new Set<string>();
  for (const part of message) {
    if (part.kind === 'argument' || part.kind === 'plural') names.add(part.name);
    if (part.kind === 'plural') {
      for (const form of part.forms.values()) for (const name of placeholders(form)) names.add(name);
    }
  }
  return names;
}

/** Fills a message. A value that is missing, or not a number where a plural needs one, is a programming error. */
export const fill = (message: Message, values: Values, language: Language, count?: number): string =>
  message.map((part) => fillPart(part, values, language, count)).join('');

function fillPart(part: Part, values: Values, language: Language, count: number | undefined): string {
  switch (part.kind) {
    case 'literal':
      return part.text;
    case 'count':
      return formatValue(count!, language);
    case 'argument':
      return formatValue(valueFor(part.name, values), language);
    case 'plural': {
      const number = valueFor(part.name, values);
      if (typeof number !== 'number') throw new TypeError(`{${part.name}, plural} needs a number`);
      const form = part.forms.get(pluralRules(language).select(number)) ?? part.forms.get('other')!;
      return fill(form, values, language, number);
    }
  }
}

function valueFor(name: string, values: Values): Value {
  const value = values[name];
  if (value === undefined) throw new TypeError(`no value for {${name}}`);
  return value;
}

export function formatValue(value: Value, language: Language): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberFormat(language).format(value);
  if ('amount' in value) return formatMoney(value, language);
  if ('date' in value) return dateFormat(language).format(new Date(`${value.date}T00:00:00Z`));
  if ('instant' in value) return timeFormat(`${language}|${value.timeZone}`).format(value.instant);
  if ('percent' in value) return percentFormat(language).format(value.percent);
  return listFormat(language).format(value);
}

function formatMoney({ amount, currency }: Money, language: Language): string {
  const { format, unit } = moneyFormat(`${language}|${currency}`);
  return format.format(amount / unit);
}

/** Intl objects cost far more to make than to use; there are as many as languages and currencies. */
function memo<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key)!;
  };
}
const numberFormat = memo((language: Language) => new Intl.NumberFormat(LOCALES[language]));
const percentFormat = memo(
  (language: Language) =>
    new Intl.NumberFormat(LOCALES[language], { style: 'percent', maximumFractionDigits: 1 }),
);
const dateFormat = memo(
  (language: Language) =>
    new Intl.DateTimeFormat(LOCALES[language], {
      dateStyle: language === 'zh' ? 'long' : 'full',
      timeZone: 'UTC',
    }),
);
const timeFormat = memo((key: string) => {
  const [language, timeZone] = key.split('|') as [Language, string];
  return new Intl.DateTimeFormat(LOCALES[language], {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    timeZone,
  });
});
const listFormat = memo(
  (language: Language) => new Intl.ListFormat(LOCALES[language], { type: 'conjunction' }),
);
const pluralRules = memo((language: Language) => new Intl.PluralRules(LOCALES[language]));
const moneyFormat = memo((key: string) => {
  const [language, currency] = key.split('|') as [Language, string];
  const format = new Intl.NumberFormat(LOCALES[language], { style: 'currency', currency });
  return { format, unit: 10 ** format.resolvedOptions().maximumFractionDigits! };
});
