import { addDays, daysBetween, weekday } from '../series/series.ts';

export interface PromiseQuestion {
  /** Units wanted, a positive whole number. */
  readonly quantity: number;
  /** Units on the shelf and not yet promised to anybody; below 0 they are owed to customers. */
  readonly stock: number;
  /** 90 % quantile of the calendar days from reorder to shelf. */
  readonly leadTimeP90Days: number;
  /** Business days (Monday to Friday) from shelf to the customer's door. */
  readonly dispatchDays: number;
  /** 90 % quantile of other customers' demand summed over the first h days from `today`, at index h - 1. */
  readonly cumulativeQ90: readonly number[];
  /** YYYY-MM-DD. */
  readonly today: string;
  /** Units already on order, with the day they are due. */
  readonly incoming?: readonly { readonly date: string; readonly quantity: number }[];
}

/** A date with everything a reply needs to say why. Dates are YYYY-MM-DD. */
export interface DeliveryPromise {
  /** The day the customer has the goods; never a weekend day. */
  readonly date: string;
  /** Probability that the promise holds, 0 to 1. */
  readonly confidence: number;
  /** Whether the shelf covers it without waiting for anything. */
  readonly fromStock: boolean;
  readonly stock: number;
  /** 90 % quantile of what others buy before these goods leave the shelf, in units. */
  readonly expectedDemand: number;
  /** Units that the shelf cannot spare; 0 when `fromStock`. */
  readonly shortfall: number;
  /** 90 % quantile of the lead time that a reorder takes. */
  readonly leadTimeDays: number;
  /** What fills the shortfall. */
  readonly supply: 'stock' | 'incoming' | 'reorder';
  /** The day the whole quantity can be on the packing table. */
  readonly readyDate: string;
}

const CONFIDENCE = 0.9;

/**
 * The earliest day that holds with 90 % confidence. The shelf can spare its stock less the 90 % quantile of
 * what others buy before the goods are packed (the end of the first working day); deliveries already under
 * way add to it when they arrive, and others go on buying until then. What is still short is reordered today,
 * in the quantity that is short, and comes after the 90 % quantile of the lead time.
 */
export function promiseDate(question: PromiseQuestion): DeliveryPromise {
  const { quantity, stock, leadTimeP90Days, dispatchDays, cumulativeQ90, today } = question;
  if (!Number.isSafeInteger(quantity) || quantity < 1) {
    throw new RangeError(`quantity must be a positive whole number, not ${quantity}`);
  }
  const packed = onOrAfterBusinessDay(today);
  const demandBy = (date: string): number => demandUntil(cumulativeQ90, daysBetween(today, date) + 1);
  const shortfallBy = (date: string, supply: number): number =>
    Math.max(0, Math.ceil(quantity - Math.max(0, supply - demandBy(date))));

  const shortfall = shortfallBy(packed, stock);
  const promise = (readyDate: string, supply: DeliveryPromise['supply']): DeliveryPromise => ({
    date: addBusinessDays(readyDate, dispatchDays),
    confidence: CONFIDENCE,
    fromStock: supply === 'stock',
    stock,
    expectedDemand: Math.round(demandBy(packed)),
    shortfall,
    leadTimeDays: leadTimeP90Days,
    supply,
    readyDate,
  });

  if (shortfall === 0) return promise(packed, 'stock');

  const reordered = onOrAfterBusinessDay(addDays(today, Math.ceil(leadTimeP90Days)));
  let supply = stock;
  for (const delivery of [...(question.incoming ?? [])].sort((a, b) => a.date.localeCompare(b.date))) {
    const arrives = onOrAfterBusinessDay(daysBetween(today, delivery.date) < 0 ? today : delivery.date);
    supply += delivery.quantity;
    if (arrives < reordered && shortfallBy(arrives, supply) === 0) {
      return promise(arrives, 'incoming');
    }
  }
  return promise(reordered, 'reorder');
}

/** Beyond the forecast's end demand goes on at its last fortnight's rate. */
function demandUntil(cumulativeQ90: readonly number[], days: number): number {
  const horizon = cumulativeQ90.length;
  if (horizon === 0 || days <= 0) return 0;
  const last = cumulativeQ90[horizon - 1]!;
  if (days <= horizon) return cumulativeQ90[days - 1]!;
  const back = Math.min(14, horizon);
  const before = cumulativeQ90[horizon - 1 - back] ?? 0;
  return last + ((last - before) / back) * (days - horizon);
}

function onOrAfterBusinessDay(date: string): string {
  const day = weekday(date);
  return day === 0 || day === 6 ? addDays(date, day === 0 ? 1 : 2) : date;
}

function addBusinessDays(date: string, count: number): string {
  const first = onOrAfterBusinessDay(date);
  const days = Math.max(0, Math.ceil(count));
  const weekends = Math.floor((weekday(first) - 1 + days) / 5);
  return addDays(first, days + 2 * weekends);
}
