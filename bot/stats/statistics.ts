import type { TurnFacts } from './turn-facts.ts';

/** Counts and the shares made of them; a share is absent where there is nothing to divide by. */
export interface Counts {
  readonly conversations: number;
  readonly turns: number;
  /** Share of turns nobody but the fallback wanted. */
  readonly fallbackRate?: number;
  /** Share of conversations that went to no person. */
  readonly containment?: number;
  /** Conversations in which a person was asked for, or had to be. */
  readonly handoffs: number;
  /** Median and 95th percentile of the time to answer, milliseconds. */
  readonly answerMs?: { readonly p50: number; readonly p95: number };
}

export interface Statistics extends Counts {
  readonly handoffReasons: Readonly<Record<string, number>>;
  readonly quotes: number;
  /** Share of conversations with a quote. */
  readonly quoteConversion?: number;
  readonly orders: number;
  /** Share of the quotes made that were ordered. */
  readonly orderConversion?: number;
  /** Orders placed in conversation, minor units by currency. */
  readonly revenue: Readonly<Record<string, number>>;
  readonly byLanguage: Readonly<Record<string, Counts>>;
  readonly byChannel: Readonly<Record<string, Counts>>;
  /** Conversations in which the intent was acted on. */
  readonly byIntent: Readonly<Record<string, Counts>>;
}

const ANSWERS_KEPT = 10_000;

/**
 * Sums up turns. A conversation is a session: a visitor who comes back after twelve hours starts another.
 * Times are percentiles of the newest 10,000 turns of each row.
 */
export async function statistics(turns: AsyncIterable<TurnFacts>): Promise<Statistics> {
  const all = new Tally();
  const groups = {
    language: new Map<string, Tally>(),
    channel: new Map<string, Tally>(),
    intent: new Map<string, Tally>(),
  };
  const reasons = new Map<string, number>();
  const revenue = new Map<string, number>();
  const made = new Set<string>();
  const ordered = new Set<string>();
  const quoting = new Set<string>();
  let orders = 0;
  for await (const turn of turns) {
    all.add(turn);
    for (const [key, group] of Object.entries(groups) as [keyof typeof groups, Map<string, Tally>][]) {
      const tally = group.get(turn[key]) ?? new Tally();
      group.set(turn[key], tally);
      tally.add(turn);
    }
    for (const reason of turn.handoffs) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    for (const number of turn.quotes) {
      made.add(number);
      quoting.add(sessionOf(turn));
    }
    for (const { quoteNumber, total } of turn.orders) {
      orders++;
      ordered.add(quoteNumber);
      revenue.set(total.currency, (revenue.get(total.currency) ?? 0) + total.amount);
    }
  }
  const counts = all.counts();
  return {
    ...counts,
    handoffReasons: Object.fromEntries(reasons),
    quotes: made.size,
    ...share('quoteConversion', quoting.size, counts.conversations),
    orders,
    ...share('orderConversion', [...made].filter((number) => ordered.has(number)).length, made.size),
    revenue: Object.fromEntries(revenue),
    byLanguage: countsOf(groups.language),
    byChannel: countsOf(groups.channel),
    byIntent: countsOf(groups.intent),
  };
}

const sessionOf = ({ conversationId, session }: TurnFacts) => `${conversationId}#${session}`;

const share = <K extends string>(name: K, part: number, whole: number): { readonly [_ in K]?: number } =>
  whole > 0 ? ({ [name]: part / whole } as { readonly [_ in K]?: number }) : {};

const countsOf = (group: ReadonlyMap<string, Tally>): Record<string, Counts> =>
  Object.fromEntries(
    [...group]
      .sort(([nameA, a], [nameB, b]) => b.turns - a.turns || (nameA < nameB ? -1 : 1))
      .map(([name, tally]) => [name, tally.counts()]),
  );

class Tally {
  turns = 0;
  #fallbacks = 0;
  readonly #sessions = new Set<string>();
  readonly #handedOff = new Set<string>();
  readonly #answers: number[] = [];

  add(turn: TurnFacts): void {
    this.#sessions.add(sessionOf(turn));
    if (turn.skill === 'fallback') this.#fallbacks++;
    if (turn.handoffs.length > 0) this.#handedOff.add(sessionOf(turn));
    if (turn.answerMs !== undefined) this.#answers[this.turns % ANSWERS_KEPT] = turn.answerMs;
    this.turns++;
  }

  counts(): Counts {
    const answers = this.#answers.filter((one) => one !== undefined).sort((a, b) => a - b);
    const quantile = (q: number) => answers[Math.min(answers.length - 1, Math.floor(q * answers.length))]!;
    return {
      conversations: this.#sessions.size,
      turns: this.turns,
      ...share('fallbackRate', this.#fallbacks, this.turns),
      ...share('containment', this.#sessions.size - this.#handedOff.size, this.#sessions.size),
      handoffs: this.#handedOff.size,
      ...(answers.length > 0 && { answerMs: { p50: quantile(0.5), p95: quantile(0.95) } }),
    };
  }
}
