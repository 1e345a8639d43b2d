import type { Entity, Language, Token } from '../understanding.ts';
import type { NumberSpan } from './amounts/number-span.ts';
import type { NameIndex } from './names/name-index.ts';
import type { CatalogueIndex } from './products/catalogue.ts';

/** What the shop's place and calendar settle about a message. */
export interface Locality {
  /** IANA name. */
  readonly timeZone: string;
  /** Month in which the fiscal year begins, 1 to 12. */
  readonly fiscalYearStart: number;
  /** ISO 3166-1 alpha-2: phone numbers without a prefix. */
  readonly country: string;
  /** ISO 4217: amounts with an ambiguous sign. */
  readonly currency: string;
}

/** A message made ready for the recognisers; all offsets refer to `text`. */
export interface RecogniserInput extends Locality {
  readonly text: string;
  readonly language: Language;
  readonly tokens: readonly Token[];
  readonly numbers: readonly NumberSpan[];
  readonly catalogue: CatalogueIndex;
  /** Contacts, companies and deals of the CRM. */
  readonly names: NameIndex;
  readonly now: Date;
}

/** Finds the entities of one kind, in linear time; it may overlap with others. */
export type Recogniser = (input: RecogniserInput) => Iterable<Entity>;
