import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { LANGUAGES } from '../../nlu/understanding.ts';
import { RainmakerError } from '../errors.ts';

/**
 * A conversation as a file. Each step is one thing the visitor does and what the bot must do then:
 *
 * - `user`: words, in which `{quote}` and `{order}` are the numbers last said; or `press`: a quick reply of the last answer, by its label
 * - `bot`: what the answer contains; a text, or several that must all be there, each as it stands but for
 *   `*` (anything in one line), `{money}` `{number}` `{date}` `{quote}` `{order}`, and facts of the store:
 *   `{name SKU}` `{price SKU QUANTITY}` `{total SKU QUANTITY}` `{stock SKU}`; or `either`: alternatives
 * - `never`: what it must not contain
 * - `effects`: kinds of effects, in order; `skill`: who decided; `choices`: labels that are offered
 * - `slots`: parts of the state that the conversation is in afterwards
 * - `tab: new` continues as the same visitor in another conversation, `visitor: other` as somebody else,
 *   `days: 20` and `minutes: 5` let time pass before the step, in which `order: delivered` or `shipped` moves the
 *   visitor's latest order on
 *
 * Fixtures: `at`, the instant of the first step, and `stock`, what the store has of some products. `rep` names the rep who
 * speaks in place of a visitor.
 */
const text = z.string().min(1);
const wanted = z.union([text, z.strictObject({ either: z.array(text).min(2) })]);
const several = <T extends z.ZodType>(one: T) =>
  z.union([one.transform((value) => [value]), z.array(one).min(1)]);
const stepSchema = z
  .strictObject({
    user: text.optional(),
    press: text.optional(),
    tab: z.literal('new').optional(),
    visitor: z.literal('other').optional(),
    days: z.int().positive().max(1_000).optional(),
    order: z.enum(['shipped', 'delivered']).optional(),
    minutes: z.int().positive().max(10_000).optional(),
    bot: several(wanted).optional(),
    never: several(text).optional(),
    choices: z.array(text).optional(),
    effects: z.array(text).optional(),
    skill: text.optional(),
    slots: z.record(z.string(), z.json()).optional(),
  })
  .refine(
    (step) => (step.user === undefined) !== (step.press === undefined),
    'a step has either user or press',
  );
const storySchema = z.strictObject({
  story: text.max(200),
  language: z.enum(LANGUAGES),
  rep: text.optional(),
  at: z.iso.datetime({ error: 'an instant such as 2026-03-04T10:00:00Z, in quotes' }).optional(),
  stock: z.record(z.string(), z.int().min(0).max(1_000_000)).optional(),
  steps: z.array(stepSchema).min(1).max(500),
});

export type Step = z.infer<typeof stepSchema>;
export type Story = z.infer<typeof storySchema>;

/** @throws RainmakerError STORY_INVALID, with file and line */
export function readStory(file: string): Story {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines });
  const [fault] = document.errors;
  if (fault) throw invalid(`${file}:${lines.linePos(fault.pos[0]).line}`, fault.message.split('\n')[0]!);
  const result = storySchema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue!.path.filter((part) => typeof part !== 'symbol');
  const node = document.getIn(place, true) as { range?: [number, number, number] } | undefined;
  const line = lines.linePos(node?.range?.[0] ?? 0).line;
  throw invalid(`${file}:${line}`, `${place.join('.') || 'the file'}: ${issue!.message}`);
}

const invalid = (place: string, what: string) =>
  new RainmakerError('STORY_INVALID', `${place}: ${what}. docs/conversation.md describes the format.`);
