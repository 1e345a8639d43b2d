import type { Language } from '../../nlu/understanding.ts';

/** A passage of a knowledge file: what answers one kind of question. */
export interface Section {
  /** `<topic>.<language>.md` */
  readonly file: string;
  readonly language: Language;
  /** Of the file, and of the section in it. */
  readonly topic: string;
  readonly title: string;
  /** Plain text, 1 to 1,200 characters. */
  readonly text: string;
  /** Other words for it that visitors use; searched, never shown. */
  readonly asked: string;
  /** Intent of the skill that knows it from the shop file, and goes first where it wants the question. */
  readonly skill?: string;
}

/** The section that fits a question best. */
export interface Passage {
  readonly section: Section;
  /** 0 to 1: how much of the question it accounts for. */
  readonly confidence: number;
  /** How many different words of the question it has. */
  readonly words: number;
  /** The question has all words of its title. */
  readonly isTitled: boolean;
  /** The question has those, or all of a phrase that people ask with: "send" alone is not "send back". */
  readonly isWhole: boolean;
  /** All of one of two words or more, which hardly means anything else. */
  readonly isPhrase: boolean;
}
