import { stringify } from 'yaml';
import type { Product } from '../../crm/models/product.ts';
import type { TurnRecord } from '../../crm/models/turn.ts';
import { formatValue } from '../../dialogs/language/message-format.ts';
import type { IncomingMessage } from '../../dialogs/message.ts';
import type { Choice } from '../../dialogs/reply.ts';
import type { ExplainedDecision } from '../../dialogs/skill.ts';
import { lineTotal } from '../../forecasting/advice/price.ts';
import type { Entity, Language, StoredUnderstanding } from '../../nlu/understanding.ts';
import { WILDCARDS } from './expectation.ts';
import type { Step, Story } from './story.ts';

/** Who may not be named in a file, and who stands in: numbers and addresses kept free for examples (RFC 2606, Ofcom). */
const STAND_INS: Partial<Record<Entity['kind'], string>> = {
  email: 'ann@example.org',
  phone: '+44 20 7946 0018',
  person: 'Ann Example',
  company: 'Example Ltd',
};

export interface RecordOptions {
  readonly name: string;
  readonly products: ReadonlyMap<string, Product>;
}

/**
 * Makes a story of a real conversation. In what the visitor said, addresses, telephone numbers and names of people and
 * companies give way to stand-ins. Of what the bot said the facts are kept, with who decided and what was done.
 */
export function recordStory(turns: readonly TurnRecord[], { name, products }: RecordOptions): Story {
  const first = turns[0]!.understanding as StoredUnderstanding;
  const redact = redactionOf(turns);
  let offered: readonly Choice[] = [];
  let last = turns[0]!.at.getTime();
  const steps = turns.map((turn): Step => {
    const message = turn.message as IncomingMessage;
    const understanding = turn.understanding as StoredUnderstanding;
    const decision = turn.decision as ExplainedDecision;
    const pressed = message.action && offered.find((choice) => choice.text === message.text);
    const minutes = Math.min(10_000, Math.round((turn.at.getTime() - last) / 60_000));
    last = turn.at.getTime();
    offered = decision.replies.flatMap((reply) => reply.choices ?? []);
    const answer = decision.replies.map((reply) => reply.text).join('\n');
    const bot = factsIn(answer, understanding.language, products);
    return {
      ...(minutes > 0 && { minutes }),
      ...(pressed ? { press: pressed.label } : { user: numbersOpen(redact(message.text)) }),
      ...(bot.length > 0 && { bot }),
      effects: decision.effects.map(({ kind }) => kind),
      skill: decision.skill,
    };
  });
  return { story: name, language: first.language, at: turns[0]!.at.toISOString(), steps };
}

export const storyFile = (story: Story): string => stringify(story, { lineWidth: 110 });

/** Whatever any message of the conversation gave as personal is taken out of all of them. */
function redactionOf(turns: readonly TurnRecord[]): (text: string) => string {
  const secrets = turns.flatMap(({ understanding, message }) => [
    ...(understanding as StoredUnderstanding).entities.flatMap((entity): [string, string][] => {
      const standIn = STAND_INS[entity.kind];
      if (standIn === undefined) return [];
      const value =
        entity.kind === 'email' ? entity.address : entity.kind === 'phone' ? entity.number : undefined;
      return [[entity.text, standIn], ...(value === undefined ? [] : [[value, standIn] as [string, string]])];
    }),
    ...[(message as IncomingMessage).sender.name].flatMap((sender): [string, string][] =>
      sender ? [[sender, STAND_INS.person!]] : [],
    ),
  ]);
  secrets.sort(([a], [b]) => b.length - a.length);
  return (text) => secrets.reduce((rest, [secret, standIn]) => rest.replaceAll(secret, standIn), text);
}

/** Documents get other numbers when the story is played. */
const numbersOpen = (text: string) =>
  ['quote', 'order'].reduce(
    (rest, kind) => rest.replaceAll(new RegExp(WILDCARDS[kind]!, 'gu'), `{${kind}}`),
    text,
  );

/**
 * The facts in an answer as a story names them. Wording is left open: answers have variants, and a story that
 * remembers words breaks with every change of style.
 */
function factsIn(text: string, language: Language, products: ReadonlyMap<string, Product>): string[] {
  const nameOf = ({ names }: Product) => names[language] ?? names.en;
  const named = [...products.values()]
    .filter((product) => text.includes(nameOf(product)))
    // A name may be part of another's: the longer one is meant.
    .filter((one, _, all) => !all.some((other) => other !== one && nameOf(other).includes(nameOf(one))));
  const counts = (text.match(/\d[\d,]*/g) ?? []).map((digits) => Number(digits.replaceAll(',', '')));
  const quantities = [...new Set([1, ...counts])].filter((count) => count >= 1 && count <= 1_000_000);
  let rest = text;
  const take = (value: string, fact: string): readonly string[] => {
    if (!rest.includes(value)) return [];
    rest = rest.replaceAll(value, ' ');
    return [fact];
  };
  const ofProducts = named.flatMap((product) => [
    ...take(nameOf(product), `{name ${product.sku}}`),
    ...quantities.flatMap((quantity) => {
      const { unitPrice, total } = lineTotal(product, quantity);
      return [
        ...take(formatValue(total, language), `{total ${product.sku} ${quantity}}`),
        ...take(formatValue(unitPrice, language), `{price ${product.sku} ${quantity}}`),
      ];
    }),
  ]);
  const wild = ['quote', 'order', 'date', 'money'].filter((kind) =>
    new RegExp(WILDCARDS[kind]!, 'u').test(rest),
  );
  return [...ofProducts, ...wild.map((kind) => `{${kind}}`)];
}
