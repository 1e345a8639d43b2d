import type { Span } from '../../nlu/understanding.ts';

/** A text with a space in place of each of some spans, which are in its order and apart from each other. */
export const withoutSpans = (text: string, spans: readonly Pick<Span, 'start' | 'end'>[]): string =>
  spans.reduceRight((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, text);
