import fc from 'fast-check';
import type { Action } from '../../dialogs/message.ts';
import type { Understanding } from '../../nlu/understanding.ts';
import { catalogue, understood } from '../dialogs/chat.ts';

/** One message of a random walk: any intents with any entities, or a button, after some days. */
export interface Step {
  readonly understanding: Understanding;
  readonly pressed: Action | undefined;
  readonly days: number;
}

const INTENTS = [
  ...[
    'greet',
    'goodbye',
    'thanks',
    'affirm',
    'deny',
    'help',
    'bot.about',
    'complaint',
    'praise',
    'no.such.intent',
  ],
  ...[
    'product.find',
    'product.detail',
    'product.price',
    'product.stock',
    'product.compare',
    'product.recommend',
  ],
  ...['quote.request', 'quote.change', 'quote.discount', 'quote.accept', 'order.status', 'order.change'],
  ...['order.return', 'shipping.info', 'payment.info', 'contact.leave', 'meeting.book', 'human.request'],
  ...['privacy.export', 'privacy.erase', 'deal.show', 'forecast.why'],
];
const WORDS = {
  en: [
    'the second one',
    'make it',
    'add',
    'remove',
    'cancel',
    'not',
    'yes',
    'no',
    'the cheaper one',
    'for christmas',
    'call me',
    'and',
    'blorp',
    'shut up',
  ],
  zh: [
    '第二个',
    '改成',
    '再加',
    '去掉',
    '取消',
    '不是',
    '好的',
    '不',
    '便宜的',
    '圣诞节',
    '打电话',
    '和',
    '呢',
    '笨蛋',
  ],
};
const skus = catalogue.slice(0, 12).map(({ sku }) => sku);

const sku = fc.constantFrom(...skus, 'NO-SUCH');
const entity = fc.oneof(
  fc.uniqueArray(sku, { minLength: 1, maxLength: 6 }).map((some) => ({
    kind: 'product',
    text: `things${some.length}`,
    matches: some.map((one) => ({ sku: one, name: one, score: 0.9 })),
  })),
  fc
    .constantFrom(1, 2, 24, 100, 500, 100_000, 0, -5, 2.5, 1e9, 1e300)
    .map((value) => ({ kind: 'quantity', text: String(value), value })),
  fc.constant({ kind: 'quantity', text: 'a few', value: 3, vague: true }),
  fc.constant({ kind: 'date', text: 'tomorrow', from: '2026-03-05', to: '2026-03-05' }),
  fc.constant({ kind: 'email', text: 'ann@example.org', address: 'ann@example.org' }),
  fc.constant({ kind: 'phone', text: '+442079460018', number: '+442079460018' }),
  fc.constantFrom('O-260304-ann3', 'O-1').map((number) => ({ kind: 'orderNumber', text: number, number })),
  fc.constantFrom('Q-260304-ann2', 'Q-1').map((number) => ({ kind: 'quoteNumber', text: number, number })),
  fc.constant({ kind: 'percentage', text: '10 %', value: 10 }),
);
const action: fc.Arbitrary<Action | undefined> = fc.oneof(
  { arbitrary: fc.constant(undefined), weight: 6 },
  { arbitrary: sku.map((one) => ({ kind: 'choose' as const, sku: one })), weight: 1 },
  {
    arbitrary: fc.constantFrom(...INTENTS).map((intent) => ({ kind: 'intent' as const, intent })),
    weight: 1,
  },
  {
    arbitrary: fc
      .constantFrom('Q-260304-ann2', 'Q-1')
      .map((number) => ({ kind: 'acceptQuote' as const, number })),
    weight: 1,
  },
);
export const step: fc.Arbitrary<Step> = fc
  .record({
    language: fc.constantFrom('en' as const, 'zh' as const),
    words: fc.array(fc.nat({ max: 13 }), { maxLength: 3 }),
    intents: fc.array(fc.tuple(fc.constantFrom(...INTENTS), fc.double({ min: 0, max: 1, noNaN: true })), {
      maxLength: 4,
    }),
    entities: fc.array(entity, { maxLength: 3 }),
    inScope: fc.boolean(),
    action,
    days: fc.constantFrom(0, 0, 0, 0, 0, 20),
  })
  .map(({ language, words, intents, entities, inScope, action: pressed, days }) => {
    const text =
      [...words.map((word) => WORDS[language][word]), ...entities.map((one) => one.text)].join(' ') || '?';
    const sorted = [...intents].sort((a, b) => b[1] - a[1]);
    return {
      understanding: understood(text, Object.fromEntries(sorted), entities, { language, inScope }),
      pressed,
      days,
    };
  });

const said = (
  text: string,
  intents: Readonly<Record<string, number>>,
  entities: readonly ({ readonly text: string } & Record<string, unknown>)[] = [],
): Step => ({ understanding: understood(text, intents, entities), pressed: undefined, days: 0 });

/** What leads to quotes and orders, which a walk without a purpose seldom reaches. */
const purposefulStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ one: fc.constantFrom(...skus), units: fc.integer({ min: 1, max: 60 }) }).map(({ one, units }) =>
    said(`a quote for ${units} things`, { 'quote.request': 0.9 }, [
      { kind: 'quantity', text: String(units), value: units },
      { kind: 'product', text: 'things', matches: [{ sku: one, name: one, score: 1 }] },
    ]),
  ),
  fc.constantFrom(
    said('yes', { affirm: 0.9 }),
    said('I accept the quote', { 'quote.accept': 0.9 }),
    said('cancel my order', { 'order.change': 0.9 }),
    said('where is my order?', { 'order.status': 0.9 }),
  ),
);

const wantsErasure = ({ understanding, pressed }: Step) =>
  understanding.intents.some(({ name }) => name === 'privacy.erase') ||
  (pressed?.kind === 'intent' && pressed.intent === 'privacy.erase');

/** A walk that has a purpose now and then. Nobody has the log erased that it is to be compared with. */
export const customerStep: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: step.filter((one) => !wantsErasure(one)), weight: 2 },
  { arbitrary: purposefulStep, weight: 1 },
);
