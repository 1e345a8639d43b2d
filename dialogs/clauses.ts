/** Longer messages are letters, not several wishes in a row: they are taken as a whole. */
const MAX_CLAUSES = 4;

const SENTENCE_END = /(?<=[!?。！？])\s*|(?<!\.\.)(?<=[.;；])\s+|\n+/u;

/** A comma before a subject or a question of its own: ", I'll pay by card", ", and do you have it in blue", "，我刷卡付". */
const OWN_CLAUSE =
  /,\s+(?=(?:(?:and|but|also|oh)\s+)*(?:(?:i|we|i'm|i'll|we'll|i'd|we'd)\s|(?:can|could|do|does|did|is|are|will|what|what's|how|when|where|which)\s))|[,，]\s*(?=(?:另外|还有|顺便|对了|那么?|再)?(?:请?问|我们?|你们|能不?能?|可不?可以|有没有|怎么|什么时候))/iu;

/** A condition, a reason, a yes or no, or a word or two of greeting belongs with what follows it. */
const DEPENDENT =
  /^\W*(?:(?:(?:and|but|so) )?(?:if|when|as|since|because|for|unless|once|after|before|while|with)|yes|yeah|no|not)\b|^[\s\p{P}]*(?:[a-z']+|\p{Script=Han}{1,2})\s*[,，]|^[不没别]|如果|要是|假如|因为|的话/iu;

/**
 * The sentences of a message, where there are two to four; a decimal point or an address splits nothing. A single sentence falls
 * into the clauses that commas part where the second has a subject or question of its own and the first sets no condition.
 */
export function clausesOf(text: string): readonly string[] {
  const sentences = parted(text, SENTENCE_END);
  const [only, another] = sentences;
  const clauses =
    only === undefined || another !== undefined || DEPENDENT.test(only)
      ? sentences
      : parted(only, OWN_CLAUSE);
  return clauses.length > 1 && clauses.length <= MAX_CLAUSES ? clauses : [];
}

const parted = (text: string, at: RegExp): readonly string[] =>
  text
    .split(at)
    .map((clause) => clause.trim())
    .filter((clause) => /[\p{L}\p{N}]/u.test(clause));
