import type { Span } from '../../understanding.ts';

/** A number as its writer meant it; `vague` for "a few"; `from` is the least of two neighbours said in one word (两三打). */
export interface NumberSpan extends Span {
  readonly value: number;
  readonly vague?: true;
  readonly from?: number;
}
