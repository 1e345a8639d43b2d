import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Product } from '../../crm/models/product.ts';
import { formatValue } from '../../dialogs/language/message-format.ts';
import { lineTotal } from '../../forecasting/advice/price.ts';
import type { Language } from '../../nlu/understanding.ts';

/**
 * A conversation as a file. Each step is one thing the visitor does and what the bot must do then:
 *
 * - `user`: words; or `press`: a quick reply of the last answer, by its label
 * - `bot`: what the answer contains; a text, or several that must all be there, each as it stands but for
 *   `*` (anything in one line), `{money}` `{number}` `{date}` `{quote}` `{order}`, and facts of the store:
 *   `{name SKU}` `{price SKU QUANTITY}` `{total SKU QUANTITY}` `{stock SKU}`
 * - `never`: what it must not contain
 * - `effects`: kinds of effects, in order; `skill`: who decided; `choices`: labels that are offered
 * - `tab: new` continues as the same visitor in another conversation, `visitor: other` as somebody else,
 *   `days: 20` lets time pass before the step
 */
const texts = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]);
const stepSchema = z
  .strictObject({
    user: z.string().optional(),
    press: z.string().optional(),
    tab: z.literal('new').optional(),
    visitor: z.literal('other').optional(),
    days: z.int().positive().optional(),
    bot: texts.optional(),
    never: texts.optional(),
    choices: z.array(z.string()).optional(),
    effects: z.array(z.string()).optional(),
    skill: z.string().optional(),
  })
  .refine(
    (step) => (step.user === undefined) !== (step.press === undefined),
    'a step has either user or press',
  );
const storySchema = z.strictObject({
  story: z.string().min(1),
  language: z.enum(['en', 'zh']),
  steps: z.array(stepSchema).min(1),
});

export type Step = z.infer<typeof stepSchema>;
export type Story = z.infer<typeof storySchema>;

export const readStory = (file: string): Story => {
  const result = storySchema.safeParse(parse(readFileSync(file, 'utf8')));
  if (!result.success) throw new Error(`${file}: ${z.prettifyError(result.error)}`);
  return result.data;
};

const MONEY = '£[\\d,]+\\.\\d\\d';
const WILDCARDS: Readonly<Record<string, string>> = {
  money: MONEY,
  number: '[\\d,.]+',
  date: '(?:\\w+, \\d{1,2} \\w+ \\d{4}|\\d{4}年\\d{1,2}月\\d{1,2}日)',
  quote: 'Q-\\d{6}-[0-9A-Z]{6}',
  order: 'O-\\d{6}-[0-9A-Z]{6}',
};

/** The pattern of an expectation, its facts filled in from the products as they are now. */
export function expectation(
  source: string,
  language: Language,
  products: ReadonlyMap<string, Product>,
): RegExp {
  const fact = (kind: string, sku: string, quantity: string | undefined): string => {
    const product = products.get(sku);
    if (!product) throw new Error(`{${kind} ${sku}} in "${source}": no such product`);
    const line = lineTotal(product, Number(quantity ?? 1));
    switch (kind) {
      case 'name':
        return product.names[language] ?? product.names.en;
      case 'price':
        return formatValue(line.unitPrice, language);
      case 'total':
        return formatValue(line.total, language);
      case 'stock':
        return formatValue(product.stock, language);
      default:
        throw new Error(`unknown fact {${kind}} in "${source}"`);
    }
  };
  const pattern = source.split(/(\{[^}]*\}|\*)/).map((part) => {
    if (part === '*') return '.*';
    if (!part.startsWith('{')) return part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    const [kind, sku, quantity] = part.slice(1, -1).split(' ');
    const wildcard = sku === undefined ? WILDCARDS[kind!] : undefined;
    return wildcard ?? fact(kind!, sku ?? '', quantity).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
  return new RegExp(pattern.join(''), 'u');
}
