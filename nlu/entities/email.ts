import type { Recogniser } from './recogniser.ts';

/** Lengths are bounded so that a run without an @ is scanned a bounded number of times. */
const EMAIL =
  /(?<![\w.+-])[a-z0-9_+-]{1,32}(?:\.[a-z0-9_+-]{1,32}){0,4}@(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}(?![\w-])/gi;

export const recogniseEmails: Recogniser = function* ({ text }) {
  if (!text.includes('@')) return;
  for (const match of text.matchAll(EMAIL)) {
    const [address] = match;
    const span = { start: match.index, end: match.index + address.length, text: address };
    yield { kind: 'email', address: address.toLowerCase(), ...span };
  }
};
