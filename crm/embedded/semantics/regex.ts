/** Regular expressions of queries: MongoDB's options, translated to JavaScript and kept from running away. */
import type { BSONRegExp } from 'bson';
import { StoreError } from '../errors.ts';

const MAX_PATTERN_LENGTH = 1000;
/** A quantifier that can repeat without bound, applied to a group that itself holds one: (a+)+ takes exponential time. */
const NESTED_REPETITION =
  /\((?:[^()\\]|\\.)*(?:[^\\(][*+]|\{\d+,\d*\})(?:[^()\\]|\\.)*\)(?:[*+]|\{\d+,\d*\})/;

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
  if (NESTED_REPETITION.test(source)) {
    throw new StoreError(
      'BadValue',
      'The regular expression repeats a group that itself repeats, e.g. (a+)+. Such a search can take for ever; write it without the nesting.',
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
