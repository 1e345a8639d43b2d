import type { Product } from '../crm/models/product.ts';
import type { Language } from '../nlu/understanding.ts';
import type { Values } from './language/message-format.ts';
import type { Ports } from './ports.ts';
import type { Choice, Reply } from './reply.ts';
import type { Decision, Turn } from './skill.ts';

/** Speaks the visitor's language in this turn. */
export interface Voice {
  readonly language: Language;
  say(key: string, values?: Values): string;
  text(key: string, values?: Values, choices?: readonly Choice[]): Reply;
  /** Sentences of one paragraph; Chinese has no space between them. */
  join(sentences: readonly string[]): string;
  name(product: Product): string;
  /** Where the PDF of a quote is to be had in the visitor's language. */
  quoteUrl(number: string): string;
  /** A quick reply that is taken as an intent; its label is the answer `choice.<intent>`. */
  offer(intent: string): Choice;
  /** A quick reply that names a product. */
  choice(product: Product): Choice;
}

export function voiceOf(turn: Turn, { answers, links }: Ports): Voice {
  const { language } = turn.understanding;
  const say = (key: string, values: Values = {}) =>
    answers.say(language, key, values, turn.message.conversationId, turn.conversation.turns);
  const name = (product: Product) => product.names[language] ?? product.names.en;
  return {
    language,
    say,
    name,
    quoteUrl: (number) => links.quote(number, language, turn.now),
    join: (sentences) => sentences.join(language === 'zh' ? '' : ' '),
    text: (key, values, choices) => ({
      kind: 'text',
      language,
      text: say(key, values),
      ...(choices && { choices }),
    }),
    offer: (intent) => {
      const label = say(`choice.${intent}`);
      return { label, text: label, action: { kind: 'intent', intent } };
    },
    choice: (product) => ({
      label: name(product),
      text: name(product),
      action: { kind: 'choose', sku: product.sku },
    }),
  };
}

/** A decision of which only the parts that are not empty have to be named. */
export const decision = (parts: Partial<Decision>): Decision => ({
  events: [],
  effects: [],
  replies: [],
  ...parts,
});
