/** String operators. Lengths and positions are in code points (`CP`) or UTF-8 bytes (`Bytes`). */
import { BSONRegExp } from 'bson';
import { StoreError } from '../../errors.ts';
import { compileRegex } from '../filter/regex.ts';
import { compareStrings } from '../values/collation.ts';
import { documentOf, type Value } from '../values/value.ts';
import { textOf } from './conversion.ts';
import {
  binary,
  integerArgument,
  isNullish,
  named,
  type Operator,
  type OperatorTable,
  stringArgument,
  unary,
  variadic,
} from './operator.ts';

type Argument = Value | undefined;

/** Null and missing count as the empty string; numbers and dates as their text. */
const lenient = (value: Argument, name: string) => (isNullish(value) ? '' : textOf(value, name));

/** MongoDB's case operators change ASCII letters only. */
const lower = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
const upper = (text: string) => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());

function substring(
  split: (text: string) => readonly string[] | Buffer,
  join: (part: never) => string,
): Operator {
  return variadic(([value, start, length], name) => {
    const units = split(lenient(value, name));
    const from = integerArgument(start, name, 'the start');
    const count = integerArgument(length, name, 'the length');
    if (from < 0)
      throw new StoreError('Location50752', `${name}: starting index must be non-negative (got: ${from})`);
    return join(units.slice(from, count < 0 ? undefined : from + count) as never);
  }, 3);
}

const inCodePoints = substring(
  (text) => [...text],
  (part: string[]) => part.join(''),
);
const inBytes = substring(
  (text) => Buffer.from(text),
  (part: Buffer) => part.toString(),
);

function indexOf(split: (text: string) => readonly string[], name: string): Operator {
  return variadic(
    ([value, wanted, start = 0, end]) => {
      if (isNullish(value)) return null;
      const units = split(stringArgument(value, name, 'first argument'));
      const pattern = split(stringArgument(wanted, name, 'second argument'));
      const from = integerArgument(start, name, 'the start');
      const to = Math.min(
        end === undefined ? units.length : integerArgument(end, name, 'the end'),
        units.length,
      );
      for (let i = from; i + pattern.length <= to; i++) {
        if (pattern.every((unit, offset) => units[i + offset] === unit)) return i;
      }
      return -1;
    },
    2,
    4,
  );
}

function trim(sides: readonly ('start' | 'end')[]): Operator {
  return named(['input', 'chars?'], ({ input, chars }, name) => {
    if (isNullish(input) || chars === null) return null;
    const units = [...stringArgument(input, name, 'input')];
    const unwanted = chars === undefined ? undefined : new Set(stringArgument(chars, name, 'chars'));
    const isUnwanted = (unit: string | undefined) =>
      unit !== undefined && (unwanted ? unwanted.has(unit) : /[\s\0]/.test(unit));
    let [from, to] = [0, units.length];
    if (sides.includes('start')) while (from < to && isUnwanted(units[from])) from++;
    if (sides.includes('end')) while (to > from && isUnwanted(units[to - 1])) to--;
    return units.slice(from, to).join('');
  });
}

function replace(change: (text: string, find: string, replacement: string) => string): Operator {
  return named(['input', 'find', 'replacement'], ({ input, find, replacement }, name) => {
    if (isNullish(input) || isNullish(find) || isNullish(replacement)) return null;
    return change(
      stringArgument(input, name, 'input'),
      stringArgument(find, name, 'find'),
      stringArgument(replacement, name, 'replacement'),
    );
  });
}

function regexOperator(answer: (text: string | null, pattern: RegExp) => Value): Operator {
  return named(['input', 'regex', 'options?'], ({ input, regex, options }, name) => {
    if (isNullish(regex)) return answer(null, /(?:)/);
    const flags = isNullish(options) ? '' : stringArgument(options, name, 'options');
    const pattern =
      regex instanceof BSONRegExp
        ? compileRegex(regex.pattern, flags || regex.options)
        : compileRegex(stringArgument(regex, name, 'regex'), flags);
    return answer(isNullish(input) ? null : stringArgument(input, name, 'input'), pattern);
  });
}

function matchDocument(text: string, match: RegExpMatchArray): Value {
  const captures = match.slice(1).map((capture) => capture ?? null);
  return documentOf({ match: match[0], idx: [...text.slice(0, match.index)].length, captures });
}

export const strings: OperatorTable = {
  $concat: variadic((values, name) => {
    if (values.some(isNullish)) return null;
    return values.map((value) => stringArgument(value, name)).join('');
  }),
  $toLower: unary((value, name) => lower(lenient(value, name))),
  $toUpper: unary((value, name) => upper(lenient(value, name))),
  $strcasecmp: binary((left, right, name) =>
    Math.sign(compareStrings(upper(lenient(left, name)), upper(lenient(right, name)))),
  ),
  $strLenCP: unary((value, name) => [...stringArgument(value, name)].length),
  $strLenBytes: unary((value, name) => Buffer.byteLength(stringArgument(value, name))),
  $substr: inBytes,
  $substrBytes: inBytes,
  $substrCP: inCodePoints,
  $indexOfCP: indexOf((text) => [...text], '$indexOfCP'),
  $indexOfBytes: indexOf((text) => [...Buffer.from(text).toString('latin1')], '$indexOfBytes'),
  $split: binary((value, separator, name) => {
    if (isNullish(value) || isNullish(separator)) return null;
    const delimiter = stringArgument(separator, name, 'second argument');
    if (delimiter === '') throw new StoreError('Location40087', `${name} requires a non-empty separator`);
    return stringArgument(value, name, 'first argument').split(delimiter);
  }),
  $trim: trim(['start', 'end']),
  $ltrim: trim(['start']),
  $rtrim: trim(['end']),
  $replaceOne: replace((text, find, replacement) => text.replace(find, () => replacement)),
  $replaceAll: replace((text, find, replacement) => text.replaceAll(find, () => replacement)),
  $regexMatch: regexOperator((text, pattern) => text !== null && pattern.test(text)),
  $regexFind: regexOperator((text, pattern) => {
    const match = text === null ? null : text.match(pattern);
    return text === null || match === null ? null : matchDocument(text, match);
  }),
  $regexFindAll: regexOperator((text, pattern) => {
    if (text === null) return [];
    return [...text.matchAll(new RegExp(pattern, `${pattern.flags}g`))].map((match) =>
      matchDocument(text, match),
    );
  }),
};
