import { isEnglishWord } from '../../tag.ts';
import type { Entity, Token } from '../../understanding.ts';
import { TOKEN_BUDGET } from '../budget.ts';
import type { Recogniser } from '../recogniser.ts';
import type { IndexedRecord, NamedKind, NameIndex } from './name-index.ts';

/** A first name that customers and reps have is that of the rep. */
const PREFERENCE: readonly NamedKind[] = ['company', 'colleague', 'person', 'deal'];
const DEAL_CUE = /^(?:deal|opportunity|opp|商机|单子|项目)$/;
const NAME_CUE = /^(?:deal|account|opportunity|opp|with|for|from|at|to|by|商机|单子|跟|和|给|的)$/;

/** People, companies, deals and reps of the CRM, by full name or a telling first part; without an id where several fit. */
export const recogniseNames: Recogniser = function* ({ text, tokens: all, names }) {
  const tokens = all.slice(0, TOKEN_BUDGET);
  for (let index = 0; index < tokens.length; ) {
    const found = longestName(text, tokens, index, names);
    if (found === undefined) {
      index += 1;
      continue;
    }
    const [start, end] = [tokens[index]!.start, tokens[index + found.length - 1]!.end];
    yield toEntity(found.records, preferredKind(tokens, index, found), {
      start,
      end,
      text: text.slice(start, end),
    });
    index += found.length;
  }
};

interface Found {
  readonly length: number;
  readonly records: readonly IndexedRecord[];
}

function longestName(
  text: string,
  tokens: readonly Token[],
  at: number,
  names: NameIndex,
): Found | undefined {
  const words = tokens.slice(at, at + 8).map(({ norm }) => names.correct(norm));
  let length = 0;
  let records: IndexedRecord[] = [];
  for (const record of names.startingWith(words[0]!)) {
    let shared = 1;
    while (shared < record.words.length && words[shared] === record.words[shared]) shared += 1;
    const isEnough = shared > 1 || record.words.length === 1 || isTelling(text, tokens, at, record.kind);
    if (shared < length || !isEnough) continue;
    if (shared > length) records = [];
    length = shared;
    records.push(record);
  }
  const whole = records.filter(({ words: own }) => own.length === length);
  return length === 0 ? undefined : { length, records: whole.length > 0 ? whole : records };
}

/** One word stands for a longer name if it is written like a name or has a cue beside it. */
function isTelling(text: string, tokens: readonly Token[], at: number, kind: NamedKind): boolean {
  const { start, text: word, norm } = tokens[at]!;
  const next = tokens[at + 1];
  // "Little Nest" is not the start of "Little Robin".
  if (next !== undefined && next.start === tokens[at]!.end + 1 && /^\p{Lu}/u.test(next.text)) return false;
  if (/^\p{Lu}\p{Ll}/u.test(word) && (start > 0 || tokens.length === 1) && text !== text.toUpperCase())
    return true;
  // Reps go by their first names among themselves: "laura vs noah".
  if (kind === 'colleague' && !isEnglishWord(norm)) return true;
  const [before, after] = [tokens[at - 1]?.norm ?? '', tokens[at + 1]?.norm ?? ''];
  return DEAL_CUE.test(after) || (NAME_CUE.test(before) && after === '');
}

function preferredKind(tokens: readonly Token[], at: number, { length, records }: Found): NamedKind {
  const kinds = new Set(records.map(({ kind }) => kind));
  if (kinds.has('deal') && DEAL_CUE.test(tokens[at + length]?.norm ?? '')) return 'deal';
  return PREFERENCE.find((kind) => kinds.has(kind))!;
}

function toEntity(
  records: readonly IndexedRecord[],
  kind: NamedKind,
  span: Pick<Entity, 'start' | 'end' | 'text'>,
): Entity {
  const meant = records.filter((record) => record.kind === kind);
  const [only] = meant;
  return meant.length === 1
    ? { kind, name: only!.name, id: only!.id, ...span }
    : { kind, name: span.text, ...span };
}
