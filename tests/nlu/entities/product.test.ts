import { describe, expect, test } from '@jest/globals';
import { buildCatalogue } from '../../../nlu/entities/products/catalogue.ts';
import { createUnderstand } from '../../../nlu/understand.ts';
import { entitiesOf } from '../../../nlu/understanding.ts';
import { now, settings, understand } from '../fixture.ts';

const skus = (text: string) =>
  entitiesOf(understand(text, { now }), 'product').map(({ matches }) => matches.map(({ sku }) => sku).sort());

describe('one product', () => {
  test.each([
    ['do you have white hanging heart t-light holders?', '85123A'],
    ['WHITE HANGING HEART T-LIGHT HOLDER', '85123A'],
    ['white haning hart tlight holdr pls', '85123A'],
    ['tealight holder with a white hanging heart', '85123A'],
    ['red retrospot lunch bags', '20725'],
    ['lunchbag red retrospot', '20725'],
    ['what sells well with the cakestand?', '22423'],
    ['cake stand 3 teir', '22423'],
    ['three tier cakestands', '22423'],
    ['how much is 85123a', '85123A'],
    ['popcorn holders', '23270'],
    ['small popcorn holder', '23271'],
    ['jumbo bag in pink', '22386'],
    ['红色圆点的午餐袋', '20725'],
    ['白色心形烛台', '85123A'],
    ['我想要那个三层的蛋糕架', '22423'],
    ['50个jumbo bag red retrospot多少钱', '85099B'],
    ['lunch bag with red spots', '20725'],
    ['a red spotted lunch bag', '20725'],
    ['pink spotty jumbo bag', '22386'],
    ['red polkadot jumbo bag', '85099B'],
    ['红色波点大号购物袋', '85099B'],
    ['粉色圆点大号购物袋', '22386'],
    ['白色桃心烛台', '85123A'],
    ['红色爱心茶蜡烛台', '21733'],
  ])('%s', (text, sku) => {
    expect(skus(text)).toEqual([[sku]]);
  });
});

test('one word and two words for the same thing are the same goods', () => {
  const ask = createUnderstand({
    ...settings,
    catalogue: buildCatalogue([
      { sku: 'OAK1', names: { en: 'Oak bread board' } },
      { sku: 'PINE1', names: { en: 'Pine breadboard large' } },
      { sku: 'BIN1', names: { en: 'Bread bin' } },
    ]),
  });
  for (const text of ['bread boards please', 'a breadboard?'])
    expect(
      entitiesOf(ask(text, { now }), 'product').flatMap(({ matches }) =>
        matches.map(({ sku }) => sku).sort(),
      ),
    ).toEqual(['OAK1', 'PINE1']);
});

describe('names with a character or two more or less', () => {
  const ask = createUnderstand({
    ...settings,
    catalogue: buildCatalogue(
      [
        ['20713', 'Jumbo bag owls', '猫头鹰大号购物袋'],
        ['22865', 'Hand warmer owl design', '猫头鹰暖手宝'],
        ['85099F', 'Jumbo bag strawberry', '草莓大号购物袋'],
        ['23206', 'Lunch bag apple design', '苹果午餐袋'],
        ['21155', 'Red retrospot peg bag', '红色复古圆点夹子袋'],
        ['22197', 'Small popcorn holder', '小号爆米花盒'],
        ['23270', 'Popcorn holder', '爆米花盒'],
        ['22910', 'Paper chain kit vintage christmas', '复古圣诞纸链套装'],
        ['22086', 'Paper chain kit 50s christmas', '五十年代圣诞纸链套装'],
      ].map(([sku, en, zh]) => ({ sku: sku!, names: { en: en!, zh: zh! } })),
    ),
  });
  test.each([
    ['给我报价24个猫头鹰大号袋', ['20713']],
    ['猫头鹰大号袋', ['20713']],
    ['猫头鹰袋', ['20713']],
    ['猫头鹰购物袋', ['20713']],
    ['猫头鹰的大购物袋子', ['20713']],
    ['草莓大号购袋多少钱', ['85099F']],
    ['复古圣纸链套装', ['22910']],
    ['诞纸链套装', ['22086', '22910']],
    ['10个爆米花盒', ['23270']],
    ['owls jumbo bag', ['20713']],
    ['jumbo owl bags', ['20713']],
    ['strawbery jumbo bag', ['85099F']],
    ['jumbo strawberry shopping bag', ['85099F']],
    ['apple lunch bags', ['23206']],
  ])('%s', (text, expected) => {
    const found = entitiesOf(ask(text, { now }), 'product');
    expect(found.map(({ matches }) => matches.map(({ sku }) => sku).sort())).toEqual([expected]);
  });

  test('a long run of such characters takes time linear in it', () => {
    const took = (text: string) => {
      const started = process.cpuUsage();
      ask(text, { now });
      const { user, system } = process.cpuUsage(started);
      return (user + system) / 1000;
    };
    took('猫头鹰大号购物'.repeat(100));
    expect(took('猫头鹰大号购物'.repeat(570))).toBeLessThan(500);
  });
});

test('several that fit are all reported, best first', () => {
  expect(skus('lunch bags')).toEqual([['20725', '20727']]);
  expect(skus('heart tlight holder')).toEqual([['21733', '85123A']]);
  expect(skus('午餐袋')).toEqual([['20725', '20727']]);
  const [entity] = entitiesOf(understand('jumbo bags', { now }), 'product');
  const scores = entity!.matches.map(({ score }) => score);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(Math.max(...scores)).toBeLessThan(1);
});

test('an exact name has the score 1 and the name in the language of the message', () => {
  expect(entitiesOf(understand('party? no, Popcorn Holder', { now }), 'product')[0]!.matches[0]).toEqual({
    sku: '23270',
    name: 'Popcorn holder',
    score: 1,
  });
  expect(entitiesOf(understand('有爆米花盒吗', { now }), 'product')[0]!.matches[0]!.name).toBe('爆米花盒');
});

test('two products of one message are two entities', () => {
  expect(skus('cakestand or lunch bag black skull?')).toEqual([['22423'], ['20727']]);
  expect(skus('10 jumbo bag pink polkadot and 20 cake tins')).toEqual([['22386'], ['22720']]);
  expect(skus('午餐袋和蛋糕架')).toEqual([['20725', '20727'], ['22423']]);
});

describe('no product', () => {
  test.each([
    'do you have bicycles?',
    'do you sell laptop bags',
    'give me a hand please',
    'i want to talk to a person',
    'book a meeting for tuesday',
    'do you have it in red',
    'how much for 100',
    'my home number is 020 7946 0958',
    '你们有自行车吗',
    '有红色的吗',
    '多少钱',
  ])('%s', (text) => {
    expect(skus(text)).toEqual([]);
  });
});

test('a number in a name is no quantity, a count before it is', () => {
  const kinds = (text: string) =>
    understand(text, { now }).entities.map((entity) => [entity.kind, entity.text]);
  expect(kinds('regency cakestand 3 tier')).toEqual([['product', 'regency cakestand 3 tier']]);
  expect(kinds('6 regency cakestand 3 tier')).toEqual([
    ['quantity', '6'],
    ['product', 'regency cakestand 3 tier'],
  ]);
  expect(kinds('12 set of 3 cake tins pantry design')).toEqual([
    ['quantity', '12'],
    ['product', 'set of 3 cake tins pantry design'],
  ]);
  expect(kinds('lunch bag red retrospot x 24')).toEqual([
    ['product', 'lunch bag red retrospot'],
    ['quantity', '24'],
  ]);
});

test('an empty catalogue and one of odd names do no harm', () => {
  for (const names of [[], ['???'], [' '], ['7', 'of the']]) {
    const products = names.map((en, index) => ({ sku: `s${index}`, names: { en } }));
    const ask = createUnderstand({ ...settings, catalogue: buildCatalogue(products) });
    expect(entitiesOf(ask('do you have 7 lunch bags of the day?', { now }), 'product')).toEqual([]);
  }
});
