/** What a rep types besides plain sentences. Numbers count the list last shown, from 1. */
export type Command =
  | { readonly kind: 'list' | 'back' | 'help' | 'quit' }
  | { readonly kind: 'take' | 'switch'; readonly number: number }
  | { readonly kind: 'approve'; readonly number: number; readonly percent?: number }
  | { readonly kind: 'counter'; readonly number: number; readonly percent: number }
  | { readonly kind: 'decline'; readonly number: number }
  /** Begins like a command and is none: `usage` names the one that was probably meant. */
  | {
      readonly kind: 'faulty';
      readonly usage: 'take' | 'switch' | 'approve' | 'counter' | 'decline' | 'help';
    };

const N = String.raw`\s*#?(\d{1,3})`;
const PERCENT = String.raw`\s+(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:%|％|percent|per cent)?`;
const pattern = (words: string, rest = '') => new RegExp(`^(?:${words})${rest}$`, 'iu');

const WORDS = {
  list: 'queue|list|队列|列表',
  back: 'back|hand back|return|交还|交回',
  help: 'help|帮助',
  quit: 'quit|exit|退出',
  take: 'take over|take|接手|接管',
  switch: 'switch to|switch|切换',
  approve: 'approve|批准|同意',
  counter: 'counter|还价',
  decline: 'decline|reject|拒绝|驳回',
} as const;

const SIMPLE = (['list', 'back', 'help', 'quit'] as const).map(
  (kind) => [kind, pattern(WORDS[kind])] as const,
);
const NUMBERED = (['take', 'switch', 'approve', 'decline'] as const).map(
  (kind) => [kind, pattern(WORDS[kind], N)] as const,
);
const WITH_PERCENT = (['approve', 'counter'] as const).map(
  (kind) => [kind, pattern(WORDS[kind], N + PERCENT)] as const,
);
/** The word alone, or with nothing but numbers behind it. */
const BEGUN = (['take', 'switch', 'approve', 'counter', 'decline'] as const).map(
  (kind) => [kind, pattern(WORDS[kind], String.raw`[\s\d.,%％#-]*`)] as const,
);

/** The command that a line is, or undefined for a sentence. With a slash in front it must be a command; `/2` switches. */
export function parseCommand(line: string): Command | undefined {
  const isMarked = line.startsWith('/');
  const text = line.replace(/^\//, '').trim();
  const short = isMarked && /^\d{1,2}$/.test(text);
  if (short) return { kind: 'switch', number: Number(text) };
  for (const [kind, words] of SIMPLE) if (words.test(text)) return { kind };
  for (const [kind, words] of WITH_PERCENT) {
    const found = words.exec(text);
    const percent = Number(found?.[2]?.replace(',', '.'));
    if (found && percent > 0 && percent < 100) return { kind, number: Number(found[1]), percent };
  }
  for (const [kind, words] of NUMBERED) {
    const found = words.exec(text);
    if (found) return { kind, number: Number(found[1]) };
  }
  const begun = BEGUN.find(([, words]) => words.test(text));
  if (begun) return { kind: 'faulty', usage: begun[0] };
  return isMarked ? { kind: 'faulty', usage: 'help' } : undefined;
}
