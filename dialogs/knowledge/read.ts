import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES, type Language } from '../../nlu/understanding.ts';
import { plainText } from './plain-text.ts';
import type { Section } from './section.ts';

export const KNOWLEDGE_LIMITS = {
  files: 500,
  fileCharacters: 65_536,
  sections: 2_000,
  sectionCharacters: 1_200,
};

const FILE_NAME = /^[a-z0-9][a-z0-9-]{0,60}\.([a-z]{2})\.md$/;
const COMMENT = /^<!--\s*(asked|skill):\s*(.*?)\s*-->$/;
const HEADING = /^(#{1,6})\s+(.+?)\s*#*$/;

/** Names every fault of the folder as `file:line: what to do`. */
export class KnowledgeError extends Error {
  readonly code = 'knowledge.invalid';
}

/** Reads `<directory>/<topic>.<language>.md`; README.md is for people. Throws `KnowledgeError`. */
export function readKnowledge(directory: string): readonly Section[] {
  const faults: string[] = [];
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .sort();
  if (names.length > KNOWLEDGE_LIMITS.files)
    faults.push(`${directory}: at most ${KNOWLEDGE_LIMITS.files} files`);
  const sections = names.slice(0, KNOWLEDGE_LIMITS.files).flatMap((name) => {
    const file = join(directory, name);
    const language = FILE_NAME.exec(name)?.[1];
    if (!isLanguage(language)) {
      faults.push(
        `${file}: name it <topic>.<${LANGUAGES.join('|')}>.md, in small letters, digits and hyphens`,
      );
      return [];
    }
    return parseFile(name, language, readFileSync(file, 'utf8'), (line, what) =>
      faults.push(`${file}:${line}: ${what}`),
    );
  });
  if (sections.length > KNOWLEDGE_LIMITS.sections)
    faults.push(`${directory}: at most ${KNOWLEDGE_LIMITS.sections} sections in all`);
  if (faults.length > 0)
    throw new KnowledgeError(`knowledge in ${directory} needs correction:\n${faults.join('\n')}`);
  return sections;
}

const isLanguage = (code: string | undefined): code is Language => LANGUAGES.some((one) => one === code);

type Fault = (line: number, what: string) => void;

interface Draft {
  readonly line: number;
  readonly title: string;
  readonly body: { readonly line: number; readonly text: string }[];
  readonly notes: Map<string, string>;
}

function parseFile(file: string, language: Language, source: string, fault: Fault): Section[] {
  if (source.length > KNOWLEDGE_LIMITS.fileCharacters) {
    fault(1, `the file is longer than ${KNOWLEDGE_LIMITS.fileCharacters} characters; split it`);
    return [];
  }
  let topic: string | undefined;
  const drafts: Draft[] = [];
  for (const [index, written] of source
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    const text = written.trim();
    const [, level, title] = HEADING.exec(text) ?? [];
    const [, note, value] = COMMENT.exec(text) ?? [];
    const draft = drafts.at(-1);
    if (level === '#') {
      if (topic !== undefined) fault(line, 'a file has one "# title"; begin sections with "##"');
      topic = title!;
    } else if (level === '##') {
      if (drafts.some((other) => other.title === title)) fault(line, `there is a section "${title}" already`);
      drafts.push({ line, title: title!, body: [], notes: new Map() });
    } else if (level !== undefined) fault(line, 'sections begin with "##"; there are none below them');
    else if (text === '') draft?.body.push({ line, text });
    else if (!draft) fault(line, 'text belongs in a section: put a "## heading" above it');
    else if (note !== undefined) draft.notes.set(note, value!);
    else draft.body.push({ line, text });
  }
  if (topic === undefined) fault(1, 'begin the file with a "# title"');
  return drafts.map(({ line, title, body, notes }) => {
    const text = plainText(body, fault);
    if (text === '') fault(line, `section "${title}" is empty`);
    if (text.length > KNOWLEDGE_LIMITS.sectionCharacters)
      fault(
        line,
        `section "${title}" has ${text.length} characters; at most ${KNOWLEDGE_LIMITS.sectionCharacters}, split it`,
      );
    const skill = notes.get('skill');
    return {
      ...{ file, language, topic: topic ?? '', title, text, asked: notes.get('asked') ?? '' },
      ...(skill !== undefined && { skill }),
    };
  });
}
