/** Regular expressions of queries: MongoDB's options, translated to JavaScript and kept from running away. */
import type { BSONRegExp } from 'bson';
import { StoreError } from '../../errors.ts';

const MAX_PATTERN_LENGTH = 1000;
/**
 * @throws StoreError Location51091 (not a regular expression), BadValue (options, length, or a pattern whose worst case
 * would block the server)
 */
export function compileRegex(pattern: string, options: string): RegExp {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new StoreError(
      'BadValue',
      `A regular expression may have at most ${MAX_PATTERN_LENGTH} characters.`,
    );
  }
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  let source = inline ? pattern.slice(inline[0].length) : pattern;
  const flags = new Set(options + (inline?.[1] ?? ''));
  if (flags.delete('x')) source = withoutComments(source);
  for (const flag of flags) {
    if (!'imsu'.includes(flag)) throw new StoreError('BadValue', `invalid flag in regex options: ${flag}`);
  }
  if (canRunAway(source)) {
    throw new StoreError(
      'BadValue',
      'The regular expression repeats a group in which a text can be matched in several ways, e.g. (a+)+ or (a|a)*. Such a search can take for ever; write it without the nesting.',
    );
  }
  // Unicode mode, so that `.` is a character; it forbids needless escapes, which PCRE allows.
  const unicode = source.replace(/\\([^\w\s^$\\.*+?()[\]{}|/-])/g, '$1').replace(/\\-(?![^[]*\])/g, '-');
  const kept = [...flags].filter((flag) => flag !== 'u').join('');
  try {
    return new RegExp(unicode, `${kept}u`);
  } catch {
    // Some patterns that PCRE takes are not valid in unicode mode.
  }
  try {
    return new RegExp(source, kept);
  } catch (cause) {
    throw new StoreError('Location51091', `Regular expression is invalid: ${(cause as Error).message}`, {
      cause,
    });
  }
}

export function regexOf(value: BSONRegExp): RegExp {
  return compileRegex(value.pattern, value.options);
}

/** Option x: white space and comments outside a character class do not count. */
function withoutComments(source: string): string {
  return source.replace(/(\\.|\[(?:\\.|[^\]\\])*\])|\s+|#.*$/gm, (_match, kept?: string) => kept ?? '');
}

interface Group {
  /** Something inside repeats without bound. */
  repeats: boolean;
  /** How each alternative begins. */
  readonly starts: string[];
  atStart: boolean;
}

const TOKEN = /\\(?:[pPu]\{[^}]*\}|.)|\[(?:\\.|[^\]\\])*\]|\(\?(?:[:=!]|<[=!]|<\w+>)|[\s\S]/g;
const UNBOUNDED = /^(?:[*+]|\{\d+,\d*\})/;

/**
 * True if a repeated group repeats inside or has alternatives that may begin alike: then one text can be split in
 * exponentially many ways, which a backtracking matcher tries one by one. Refuses some harmless patterns too.
 */
function canRunAway(source: string): boolean {
  const groups: Group[] = [newGroup()];
  for (const { 0: token, index } of source.matchAll(TOKEN)) {
    const group = groups.at(-1)!;
    if (token.startsWith('(')) {
      if (group.atStart) group.starts.push('(...)');
      group.atStart = false;
      groups.push(newGroup());
      continue;
    }
    const isRepeated = UNBOUNDED.test(source.slice(index + token.length, index + token.length + 12));
    if (token === ')' && groups.length > 1) {
      groups.pop();
      const parent = groups.at(-1)!;
      if (isRepeated && (group.repeats || mayBeginAlike(group.starts))) return true;
      parent.repeats ||= group.repeats || isRepeated;
    } else if (token === '|') {
      group.atStart = true;
    } else {
      if (group.atStart) group.starts.push(token);
      group.atStart = false;
      group.repeats ||= isRepeated;
    }
  }
  return false;
}

const newGroup = (): Group => ({ repeats: false, starts: [], atStart: true });

function mayBeginAlike(starts: readonly string[]): boolean {
  if (starts.length < 2) return false;
  return new Set(starts).size < starts.length || starts.some((token) => token === '.' || token.length > 1);
}
