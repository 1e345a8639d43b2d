import type { Product } from '../../crm/models/product.ts';
import { formatValue } from '../../dialogs/language/message-format.ts';
import type { Ports } from '../../dialogs/ports.ts';
import type { Reply } from '../../dialogs/reply.ts';
import type { Language } from '../../nlu/understanding.ts';

/** Ports that note everything they were asked to give, so that a reply can be checked against it. */
export function recording(ports: Ports): { readonly ports: Ports; readonly given: unknown[] } {
  const given: unknown[] = [ports.shop];
  const recorded = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [
      name,
      typeof port !== 'function'
        ? port
        : async (...request: unknown[]) => {
            const answer = await (port as (...request: unknown[]) => Promise<unknown>)(...request);
            given.push(answer);
            return answer;
          },
    ]),
  );
  return { ports: recorded as unknown as Ports, given };
}

/** The same in place, for ports that are in use: books of several questions too. Requests count as given: a day that was asked of. */
export function recordIn(ports: Ports): { readonly given: unknown[] } {
  const given: unknown[] = [ports.shop];
  const record = (book: Record<string, unknown>, names: readonly string[]) => {
    for (const name of names) {
      const ask = book[name] as (...request: unknown[]) => Promise<unknown>;
      book[name] = async (...request: unknown[]) => {
        const answer = await ask.apply(book, request);
        given.push(request, answer);
        return answer;
      };
    }
  };
  const functionsOf = (book: object) =>
    Object.entries(book).flatMap(([name, port]) => (typeof port === 'function' ? [name] : []));
  for (const book of [ports, ports.sales, ports.demand])
    record(book as unknown as Record<string, unknown>, functionsOf(book));
  return { given };
}

interface Facts {
  readonly numbers: Set<number>;
  readonly strings: Set<string>;
  readonly instants: Date[];
}

/** Of products only those named in the replies count: the catalogue has a number for everything. */
function collect(value: unknown, facts: Facts, text: string): Facts {
  if (typeof value === 'number') facts.numbers.add(value);
  else if (typeof value === 'string') facts.strings.add(value);
  else if (value instanceof Date) {
    facts.strings.add(value.toISOString().slice(0, 10));
    facts.instants.push(value);
  } else if (Array.isArray(value)) {
    facts.numbers.add(value.length);
    for (const item of value) collect(item, facts, text);
  } else if (typeof value === 'object' && value !== null) {
    const { names } = value as { readonly names?: Product['names'] };
    if (names && !text.includes(names.en) && !(names.zh && text.includes(names.zh))) return facts;
    const { skus, unlisted } = value as { readonly skus?: unknown[]; readonly unlisted?: unknown[] };
    if (skus && unlisted) facts.numbers.add(skus.length + unlisted.length);
    for (const item of Object.values(value)) collect(item, facts, text);
  }
  return facts;
}

const NUMBER = /\d[\d,]*(?:\.\d+)?/g;
const numbersIn = (text: string) =>
  (text.match(NUMBER) ?? []).map((digits) => Number(digits.replaceAll(',', '')));

/**
 * Numbers in the replies that none of the sources has: as it is, as pence, as a share in percent, as a quantity times
 * a price, as a sum or difference of two that are shown, with a percentage shown on it, or as a count of what is shown. Sources are what ports gave, what the visitor said and the conversation.
 */
export function ungrounded(
  replies: readonly Reply[],
  sources: readonly unknown[],
  said: string,
  language: Language,
  /** Texts that may be quoted as they stand. */
  passages: readonly string[],
): readonly string[] {
  const text = replies.map((reply) => reply.text).join('\n');
  const facts = collect(
    [...sources, ...replies.map(({ choices }) => choices?.length ?? 0)],
    {
      numbers: new Set(numbersIn(said)),
      strings: new Set(),
      instants: [],
    },
    text,
  );
  const { numbers } = facts;
  const quantities = [...numbers].filter((value) => Number.isInteger(value) && value > 0);
  const isGrounded = (value: number) =>
    numbers.has(value) ||
    numbers.has(Math.round(value * 100)) ||
    [...numbers].some(
      (source) => Math.round(source * 1000) / 10 === value || Math.round(source * 10) / 10 === value,
    ) ||
    quantities.some((quantity) => numbers.has(Math.round(value * 100) / quantity)) ||
    quantities.some((count) => count <= 60 && count - 5 === value);

  return replies.flatMap((reply) => {
    let rest = reply.text;
    for (const { url } of reply.links ?? []) rest = rest.replaceAll(url, ' ');
    for (const passage of passages) rest = rest.replaceAll(passage, ' ');
    // A time that a source has is told on the clock of any zone that one has.
    for (const timeZone of [...facts.strings].filter((source) => /^[A-Z][a-z]+\/\w+$/.test(source)))
      for (const instant of facts.instants)
        rest = rest.replaceAll(formatValue({ instant, timeZone }, language), ' ');
    const known = [...facts.strings]
      .filter((source) => source.length > 4 && /^\d+$|\d.*[-:@+ ]|[-:@+ ].*\d/.test(source))
      .sort((a, b) => b.length - a.length);
    for (const source of known) {
      rest = rest.replaceAll(source, ' ');
      if (/^\d{4}-\d\d-\d\d$/.test(source))
        rest = rest.replaceAll(formatValue({ date: source }, language), ' ');
    }
    const stated = numbersIn(rest);
    const grounded = [0, ...stated.filter(isGrounded)];
    // Goods and their delivery, or two lines, in one sum; with the shop's tax on it.
    const isSum = (value: number) =>
      grounded.some((one) =>
        grounded.some((other) =>
          [0, ...grounded].some(
            (percent) => Math.round((one + other) * (100 + percent)) === Math.round(value * 100),
          ),
        ),
      );
    // What the goods make together, told in the same reply, has delivery added to it.
    for (const value of stated) if (!grounded.includes(value) && isSum(value)) grounded.push(value);
    const isDifference = (value: number) =>
      grounded.some((one) =>
        grounded.some((other) => Math.round((one - other) * 100) === Math.round(value * 100)),
      );
    return stated
      .filter((value) => !isGrounded(value) && !isSum(value) && !isDifference(value))
      .map((value) => `${value} in "${reply.text}"`);
  });
}
