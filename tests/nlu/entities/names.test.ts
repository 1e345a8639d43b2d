import { describe, expect, test } from '@jest/globals';
import { buildNames } from '../../../nlu/entities/names/name-index.ts';
import { createUnderstand } from '../../../nlu/understand.ts';
import { catalogue, now, settings, understand, valuesOf } from '../fixture.ts';

const names = buildNames([
  { kind: 'company', id: 'c1', name: 'Cotton Tree Trading Ltd' },
  { kind: 'company', id: 'c2', name: 'Thistle Gifts' },
  { kind: 'company', id: 'c3', name: 'Thistle Home' },
  { kind: 'company', id: 'c4', name: 'Little Robin Gifts' },
  { kind: 'deal', id: 'd1', name: 'Cotton Tree Trading: new shop opening' },
  { kind: 'deal', id: 'd2', name: 'Foxglove: summer range' },
  { kind: 'person', id: 'p1', name: 'Ruth Bauer' },
  { kind: 'company', id: 'c5', name: '小鸟礼品店' },
  { kind: 'colleague', id: 'r1', name: 'Laura Dubois' },
]);
const ask = createUnderstand({ ...settings, names: () => names });
const found = (text: string) =>
  ask(text, { now }).entities.flatMap((entity) =>
    entity.kind === 'person' ||
    entity.kind === 'company' ||
    entity.kind === 'deal' ||
    entity.kind === 'colleague'
      ? [[entity.kind, entity.name, entity.id]]
      : [],
  );

describe('names of the CRM', () => {
  test.each([
    ['log a call with Ruth Bauer', ['person', 'Ruth Bauer', 'p1']],
    ['cotton tree trading limited', ['company', 'Cotton Tree Trading Ltd', 'c1']],
    ['move the cotton tree deal to negotiation', ['deal', 'Cotton Tree Trading: new shop opening', 'd1']],
    ['how is the foxglove deal', ['deal', 'Foxglove: summer range', 'd2']],
    ['visited Thistle Gifts', ['company', 'Thistle Gifts', 'c2']],
    ['给小鸟礼品店打电话', ['company', '小鸟礼品店', 'c5']],
    ['laura vs the others', ['colleague', 'Laura Dubois', 'r1']],
    ['Laura的单子', ['colleague', 'Laura Dubois', 'r1']],
  ])('%s', (text, entity) => {
    expect(found(text)).toEqual([entity]);
  });

  test('a name that fits several has no id', () => {
    expect(found('what about Thistle')).toEqual([['company', 'Thistle', undefined]]);
  });

  test('the first word of a name in other company is not the name', () => {
    expect(found('a note about Little Nest')).toEqual([]);
    expect(found('cotton bags in little boxes')).toEqual([]);
  });
});

describe('introductions', () => {
  test.each([
    ['my name is ann baker and my number is 07700 900123', 'person', [{ name: 'ann baker' }]],
    ["Hi, I'm Tom Hughes", 'person', [{ name: 'Tom Hughes' }]],
    ["I'm Delighted", 'person', []],
    ["I'm interested in bags", 'person', []],
    ["we're Rose & Thorn florists", 'company', [{ name: 'Rose & Thorn' }]],
    ['我叫王芳，电话13800138000', 'person', [{ name: '王芳' }]],
    ['找陈先生', 'person', [{ name: '陈先生' }]],
    ['我是新客户', 'person', []],
  ] as const)('%s', (text, kind, values) => {
    expect(valuesOf(text, kind)).toEqual(values);
  });
});

describe('countries and stages', () => {
  test.each([
    ['do you ship to France', 'country', [{ code: 'FR' }]],
    ['delivery to the UK or northern ireland', 'country', [{ code: 'GB' }, { code: 'GB' }]],
    ['寄到德国多少钱', 'country', [{ code: 'DE' }]],
    ['a china teapot for us', 'country', []],
    ['made in China', 'country', [{ code: 'CN' }]],
    ['shipping to the US', 'country', [{ code: 'US' }]],
    ['tell us more', 'country', []],
    ['can you send it to madrid', 'country', [{ code: 'ES', city: true }]],
    ['寄到上海', 'country', [{ code: 'CN', city: true }]],
    ['paris is nice', 'country', []],
    ['move it to negotiation', 'stage', [{ stage: 'negotiation' }]],
    ['mark it as won', 'stage', [{ stage: 'won' }]],
    ['what is the lead time', 'stage', []],
  ] as const)('%s', (text, kind, values) => {
    expect(valuesOf(text, kind)).toEqual(values);
  });
});

test('the work on a message is bounded: products are looked for in its first 300 words, and it says so', () => {
  let calls = 0;
  const counted = {
    ...catalogue,
    evidence: (...given: Parameters<typeof catalogue.evidence>) => {
      calls += 1;
      return catalogue.evidence(...given);
    },
  };
  const count = (text: string) => {
    calls = 0;
    const { skipped } = createUnderstand({ ...settings, catalogue: counted })(text, { now });
    return { calls, skipped };
  };
  expect(count('lunch bag '.repeat(50)).calls).toBeLessThan(500);
  expect(count('lunch bag '.repeat(400)).skipped).toBe(true);
  expect(count('lunch bag '.repeat(400)).calls).toBeLessThan(1000);
  expect(understand('lunch bag '.repeat(400), { now }).entities.length).toBeLessThanOrEqual(64);
});
