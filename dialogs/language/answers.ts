import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { LANGUAGES, type Language } from '../../nlu/understanding.ts';
import { fill, type Message, parseMessage, placeholders, type Values } from './message-format.ts';

/** Every answer of the bot in every language, by key, e.g. `quote.made`. */
export interface Answers {
  /**
   * The words for a key. `turn` counts up through a conversation and `seed` is the conversation's: the same pair
   * gives the same variant, and two turns in a row never the same one where there are several.
   */
  say(language: Language, key: string, values: Values, seed: string, turn: number): string;
  readonly keys: readonly string[];
}

/** Files of answers that cannot be used; the message names every fault. */
export class AnswersError extends Error {
  readonly code = 'answers.invalid';
}

const text = z.string().trim().min(1).max(2_000);
const fileSchema = z.record(
  z.string().regex(/^[a-z][a-zA-Z]*(\.[a-z][a-zA-Z0-9]*)+$/, 'a key is like "quote.made"'),
  z.union([text.transform((one) => [one]), z.array(text).min(1)]),
);

type Catalogue = ReadonlyMap<string, readonly Message[]>;

/**
 * Reads `<directory>/<language>/*.yml`: key -> one text or several variants. Throws `AnswersError` where a file is
 * malformed, a key lacks a language, or two texts of one key do not have the same placeholders.
 */
export function loadAnswers(directory: string): Answers {
  const faults: string[] = [];
  const catalogues = new Map(
    LANGUAGES.map((language) => [language, readLanguage(join(directory, language), faults)] as const),
  );
  const keys = [...new Set([...catalogues.values()].flatMap((catalogue) => [...catalogue.keys()]))].sort();
  for (const key of keys) faults.push(...faultsOf(key, catalogues));
  if (faults.length > 0)
    throw new AnswersError(`answers in ${directory} need correction:\n${faults.join('\n')}`);

  return {
    keys,
    say(language, key, values, seed, turn) {
      const variants = catalogues.get(language)?.get(key);
      if (!variants) throw new TypeError(`there is no answer "${key}"`);
      return fill(variants[(hash(`${seed}:${key}`) + turn) % variants.length]!, values, language);
    },
  };
}

function readLanguage(directory: string, faults: string[]): Catalogue {
  const catalogue = new Map<string, readonly Message[]>();
  for (const name of readdirSync(directory)
    .filter((file) => file.endsWith('.yml'))
    .sort()) {
    const file = join(directory, name);
    try {
      const result = fileSchema.safeParse(parse(readFileSync(file, 'utf8')));
      if (!result.success) {
        faults.push(`${file}: ${z.prettifyError(result.error)}`);
        continue;
      }
      for (const [key, variants] of Object.entries(result.data)) {
        if (catalogue.has(key)) faults.push(`${file}: "${key}" is also in another file`);
        catalogue.set(key, variants.map(parseMessage));
      }
    } catch (error) {
      if (!(error instanceof SyntaxError) && !isYamlError(error)) throw error;
      faults.push(`${file}: ${error.message}`);
    }
  }
  return catalogue;
}

const isYamlError = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'YAMLParseError';

function faultsOf(key: string, catalogues: ReadonlyMap<Language, Catalogue>): string[] {
  const faults: string[] = [];
  let expected: string | undefined;
  for (const [language, catalogue] of catalogues) {
    const variants = catalogue.get(key);
    if (!variants) faults.push(`"${key}" has no text in "${language}"`);
    for (const variant of variants ?? []) {
      const names = [...placeholders(variant)].sort().join(', ');
      expected ??= names;
      if (names !== expected)
        faults.push(`"${key}" has placeholders (${names}) in "${language}", (${expected}) elsewhere`);
    }
  }
  return faults;
}

/** FNV-1a, 32 bits. */
function hash(source: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < source.length; index++) {
    value = Math.imul(value ^ source.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
