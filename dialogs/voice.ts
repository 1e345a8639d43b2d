import type { Product } from '../crm/models/product.ts';
import type { Language } from '../nlu/understanding.ts';
import type { Values } from './language/message-format.ts';
import type { Ports } from './ports.ts';
import type { Choice, Reply } from './reply.ts';
import type { Decision, Turn } from './skill.ts';
import { nameIn } from './slots/catalogue.ts';

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

export const voiceOf = (turn: Turn, ports: Speech): Voice =>
  voiceIn(ports, {
    language: turn.understanding.language,
    conversationId: turn.message.conversationId,
    turns: turn.conversation.turns,
    now: turn.now,
  });

/** What a voice speaks from. */
export type Speech = Pick<Ports, 'answers' | 'links'>;

/** Speaks to a conversation outside of any turn of the visitor. */
export function voiceIn(
  { answers, links }: Speech,
  to: {
    readonly language: Language;
    readonly conversationId: string;
    readonly turns: number;
    readonly now: Date;
  },
): Voice {
  const { language } = to;
  const say = (key: string, values: Values = {}) =>
    answers.say(language, key, values, to.conversationId, to.turns);
  const name = (product: Product) => nameIn(product, language);
  return {
    language,
    say,
    name,
    quoteUrl: (number) => links.quote(number, language, to.now),
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
