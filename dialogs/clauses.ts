/** Longer messages are letters, not several wishes in a row: they are taken as a whole. */
const MAX_CLAUSES = 4;

/** The sentences of a message, where there are two to four; a decimal point or an address splits nothing. */
export function clausesOf(text: string): readonly string[] {
  const clauses = text
    .split(/(?<=[!?。！？])\s*|(?<!\.\.)(?<=[.;；])\s+|\n+/u)
    .map((clause) => clause.trim())
    .filter((clause) => /[\p{L}\p{N}]/u.test(clause));
  return clauses.length > 1 && clauses.length <= MAX_CLAUSES ? clauses : [];
}
