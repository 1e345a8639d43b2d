import { readNumbers } from './entities/amounts/number.ts';
import { buildNames, type NameIndex } from './entities/names/name-index.ts';
import type { CatalogueIndex } from './entities/products/catalogue.ts';
import { recognise } from './entities/recognise.ts';
import type { Locality } from './entities/recogniser.ts';
import { guessLanguage } from './language.ts';
import { normalise } from './normalise.ts';
import { type SentimentModel, scoreSentiment } from './sentiment/model.ts';
import { simplify } from './simplify.ts';
import { tokenise } from './tokenise.ts';
import type { IntentScore, Understanding } from './understanding.ts';

export interface UnderstandSettings extends Locality {
  readonly model: {
    classify(text: string): { readonly intents: readonly IntentScore[]; readonly inScope: boolean };
  };
  readonly catalogue: CatalogueIndex;
  /** The names of the CRM as they are now; none without it. */
  readonly names?: () => NameIndex;
  readonly sentiment: SentimentModel;
}

/** The time of the message and the locale of its conversation. */
export interface MessageContext {
  readonly now: Date;
  readonly locale?: string | undefined;
}

export type Understand = (text: string, context: MessageContext) => Understanding;

const INTENTS_REPORTED = 5;
const NO_NAMES = buildNames([]);

/** The language pipeline as one function of a message; it never throws on any text. */
export function createUnderstand(settings: UnderstandSettings): Understand {
  const { model, sentiment, names = () => NO_NAMES, ...place } = settings;
  return (written, { now, locale }) => {
    const text = simplify(normalise(written));
    const language = guessLanguage(text, locale);
    const tokens = tokenise(text);
    const { entities, skipped } = recognise({
      ...place,
      names: names(),
      text,
      language,
      tokens,
      numbers: readNumbers(text, tokens),
      now,
    });
    const { intents, inScope } = model.classify(text);
    return {
      text,
      language,
      tokens,
      intents: intents.slice(0, INTENTS_REPORTED),
      entities,
      sentiment: scoreSentiment(sentiment, text, tokens),
      inScope,
      ...(skipped && { skipped }),
    };
  };
}
