/** Date operators, in UTC or a named time zone. */
import { ObjectId, Timestamp } from 'bson';
import { StoreError } from '../../errors.ts';
import {
  addToDate,
  type DateParts,
  dateParts,
  differenceOfDates,
  isoYearStart,
  truncateDate,
  UNITS,
  type Unit,
  utc,
} from '../dates/calendar.ts';
import { formatDate, readDate } from '../dates/date-format.ts';
import { instantOf, type OffsetAt, timeZone, UTC } from '../dates/time-zone.ts';
import { toInteger } from '../values/numbers.ts';
import {
  dateAt,
  documentOf,
  isDocument,
  isNumeric,
  isTruthy,
  typeName,
  type Value,
} from '../values/value.ts';
import { parseDate } from './conversion.ts';
import { isNullish, named, type Operator, type OperatorTable, stringArgument } from './operator.ts';

type Argument = Value | undefined;

function instantArgument(value: Argument, name: string): number {
  if (value instanceof Date) return value.getTime();
  if (value instanceof ObjectId) return value.getTimestamp().getTime();
  if (value instanceof Timestamp) return value.getHighBitsUnsigned() * 1000;
  throw new StoreError('Location16006', `${name} can't convert from BSON type ${typeName(value)} to Date`);
}

/** undefined when the zone is null, which makes the whole expression null. */
function zoneArgument(value: Argument, name: string): OffsetAt | undefined {
  if (value === undefined) return UTC;
  return value === null ? undefined : timeZone(stringArgument(value, name, 'timezone'));
}

function unitArgument(value: Argument, name: string): Unit {
  const unit = UNITS.find((each) => each === value);
  if (unit) return unit;
  throw new StoreError('FailedToParse', `${name} requires 'unit' to be one of ${UNITS.join(', ')}`);
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
function weekdayArgument(value: Argument, name: string): number {
  if (isNullish(value)) return 0;
  const weekday = WEEKDAYS.findIndex(
    (day) => day === String(value).toLowerCase() || day.slice(0, 3) === String(value).toLowerCase(),
  );
  if (weekday < 0)
    throw new StoreError('FailedToParse', `${name} requires 'startOfWeek' to be a day of the week`);
  return weekday;
}

function wholeArgument(value: Argument, name: string, what: string): number {
  const integer = isNumeric(value) ? toInteger(value) : undefined;
  if (integer === undefined)
    throw new StoreError('Location40515', `${name} requires '${what}' to be an integer`);
  return Number(integer);
}

/** `$year` and its kin: the date alone, or `{ date, timezone }`. */
function part(choose: (parts: DateParts) => Value): Operator {
  const calculate = ({ date, timezone }: Readonly<Record<string, Argument>>, name: string) => {
    const zone = zoneArgument(timezone, name);
    return isNullish(date) || !zone ? null : choose(dateParts(instantArgument(date, name), zone));
  };
  const withNames = named(['date', 'timezone?'], calculate);
  return (operand, scope, compile, name) => {
    if (isDocument(operand) && !Object.keys(operand)[0]?.startsWith('$'))
      return withNames(operand, scope, compile, name);
    const single = Array.isArray(operand) && operand.length === 1 ? (operand[0] as Value) : operand;
    const date = compile(single, scope);
    return (root) => calculate({ date: date(root) }, name);
  };
}

const dateToString = named(
  ['date', 'format?', 'timezone?', 'onNull?'],
  ({ date, format, timezone, onNull }, name) => {
    const zone = zoneArgument(timezone, name);
    if (isNullish(date)) return onNull === undefined ? null : onNull;
    if (!zone || format === null) return null;
    const plain =
      timezone === undefined || timezone === 'UTC' ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S.%L';
    const pattern = format === undefined ? plain : stringArgument(format, name, 'format');
    return formatDate(dateParts(instantArgument(date, name), zone), pattern);
  },
);

const dateFromString = named(
  ['dateString', 'format?', 'timezone?', 'onError?', 'onNull?'],
  ({ dateString, format, timezone, onError, onNull }, name) => {
    const zone = zoneArgument(timezone, name);
    if (isNullish(dateString)) return onNull === undefined ? null : onNull;
    if (!zone || format === null) return null;
    try {
      const text = stringArgument(dateString, name, 'dateString');
      if (format !== undefined) return dateAt(readDate(text, stringArgument(format, name, 'format'), zone));
      const instant = parseDate(text).getTime();
      const hasZone = /([zZ]|[T ].*[+-]\d{2}:?\d{0,2})$/.test(text);
      return dateAt(hasZone ? instant : instantOf(instant, zone));
    } catch (error) {
      const isBadText = error instanceof StoreError && error.codeName === 'ConversionFailure';
      if (isBadText && onError !== undefined) return onError;
      throw error;
    }
  },
);

const dateFromParts = named(
  [
    'year?',
    'isoWeekYear?',
    'month?',
    'isoWeek?',
    'day?',
    'isoDayOfWeek?',
    'hour?',
    'minute?',
    'second?',
    'millisecond?',
    'timezone?',
  ],
  (parts, name) => {
    const zone = zoneArgument(parts.timezone, name);
    if (!zone || Object.values(parts).some((value) => value === null)) return null;
    const number = (key: string, otherwise: number) =>
      parts[key] === undefined ? otherwise : wholeArgument(parts[key], name, key);
    if (parts.year === undefined && parts.isoWeekYear === undefined) {
      throw new StoreError('Location40516', `${name} requires either 'year' or 'isoWeekYear' to be present`);
    }
    const day =
      parts.year === undefined
        ? isoYearStart(number('isoWeekYear', 1970)) +
          ((number('isoWeek', 1) - 1) * 7 + number('isoDayOfWeek', 1) - 1) * 86_400_000
        : utc(number('year', 1970), number('month', 1) - 1, number('day', 1));
    const time =
      number('hour', 0) * 3_600_000 +
      number('minute', 0) * 60_000 +
      number('second', 0) * 1000 +
      number('millisecond', 0);
    return dateAt(instantOf(day + time, zone));
  },
);

const dateToParts = named(['date', 'timezone?', 'iso8601?'], ({ date, timezone, iso8601 }, name) => {
  const zone = zoneArgument(timezone, name);
  if (isNullish(date) || !zone) return null;
  const parts = dateParts(instantArgument(date, name), zone);
  const { year, month, day, isoWeekYear, isoWeek, isoDayOfWeek, hour, minute, second, millisecond } = parts;
  const days = isTruthy(iso8601) ? { isoWeekYear, isoWeek, isoDayOfWeek } : { year, month, day };
  return documentOf({ ...days, hour, minute, second, millisecond });
});

function shift(direction: 1 | -1): Operator {
  return named(
    ['startDate', 'unit', 'amount', 'timezone?'],
    ({ startDate, unit, amount, timezone }, name) => {
      const zone = zoneArgument(timezone, name);
      if (isNullish(startDate) || isNullish(unit) || isNullish(amount) || !zone) return null;
      const count = direction * wholeArgument(amount, name, 'amount');
      const moved = addToDate(instantArgument(startDate, name), unitArgument(unit, name), count, zone);
      return dateAt(moved);
    },
  );
}

const dateDiff = named(
  ['startDate', 'endDate', 'unit', 'timezone?', 'startOfWeek?'],
  ({ startDate, endDate, unit, timezone, startOfWeek }, name) => {
    const zone = zoneArgument(timezone, name);
    if (isNullish(startDate) || isNullish(endDate) || isNullish(unit) || !zone) return null;
    const [from, to] = [instantArgument(startDate, name), instantArgument(endDate, name)];
    return BigInt(
      differenceOfDates(from, to, unitArgument(unit, name), zone, weekdayArgument(startOfWeek, name)),
    );
  },
);

const dateTrunc = named(
  ['date', 'unit', 'binSize?', 'timezone?', 'startOfWeek?'],
  ({ date, unit, binSize, timezone, startOfWeek }, name) => {
    const zone = zoneArgument(timezone, name);
    if (isNullish(date) || isNullish(unit) || binSize === null || !zone) return null;
    const size = binSize === undefined ? 1 : wholeArgument(binSize, name, 'binSize');
    if (size <= 0) throw new StoreError('Location5439018', `${name} requires 'binSize' to be greater than 0`);
    const weekday = weekdayArgument(startOfWeek, name);
    return dateAt(truncateDate(instantArgument(date, name), unitArgument(unit, name), size, zone, weekday));
  },
);

export const dates: OperatorTable = {
  $year: part(({ year }) => year),
  $month: part(({ month }) => month),
  $dayOfMonth: part(({ day }) => day),
  $hour: part(({ hour }) => hour),
  $minute: part(({ minute }) => minute),
  $second: part(({ second }) => second),
  $millisecond: part(({ millisecond }) => millisecond),
  $dayOfWeek: part(({ dayOfWeek }) => dayOfWeek),
  $dayOfYear: part(({ dayOfYear }) => dayOfYear),
  $week: part(({ week }) => week),
  $isoDayOfWeek: part(({ isoDayOfWeek }) => isoDayOfWeek),
  $isoWeek: part(({ isoWeek }) => isoWeek),
  $isoWeekYear: part(({ isoWeekYear }) => BigInt(isoWeekYear)),
  $dateToString: dateToString,
  $dateFromString: dateFromString,
  $dateFromParts: dateFromParts,
  $dateToParts: dateToParts,
  $dateAdd: shift(1),
  $dateSubtract: shift(-1),
  $dateDiff: dateDiff,
  $dateTrunc: dateTrunc,
};
