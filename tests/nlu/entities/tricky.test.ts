import { describe, expect, test } from '@jest/globals';
import { valuesOf } from '../fixture.ts';

const isChinese = (text: string) => /\p{Script=Han}/u.test(text);
const allOf = (text: string) => valuesOf(text, undefined, isChinese(text) ? 'zh-CN' : 'en');
const quantities = (text: string) => valuesOf(text, 'quantity', isChinese(text) ? 'zh-CN' : 'en');

describe('numbers as people say them', () => {
  test.each([
    ['I need a dozen', 12],
    ['two fifty please', 250],
    ['one fifty', 150],
    ['1.5k of them', 1500],
    ['2 dozens', 24],
    ['half a million', 500_000],
    ['one hundred and twenty-five', 125],
    ['来两百五', 250],
    ['一打半', 18],
    ['两打半', 30],
    ['要半打', 6],
    ['一千零五十', 1050],
    ['不少于20个', 20],
    ['三百来个', 300],
    ['来二十多个', 20],
  ])('%s is %d', (text, value) => {
    expect(allOf(text)).toEqual([{ kind: 'quantity', value }]);
  });

  test('好几百个 is vague', () => {
    expect(allOf('好几百个')).toEqual([{ kind: 'quantity', value: 300, vague: true }]);
  });

  test.each([
    'between 50 and 100',
    '50 to 100 pieces',
    '50-100',
    '50~100 units',
    '50到100个',
    '五十到一百个',
    '50至100件',
  ])('%s has both ends', (text) => {
    expect(allOf(text)).toEqual([{ kind: 'quantity', value: 100, from: 50 }]);
  });
});

describe('numbers that count no goods', () => {
  test.each([
    'model 300',
    'model X200',
    'size 12',
    'since 2019',
    'in 2024',
    '30cm',
    '30 x 40 cm',
    '30 by 40',
    '12 inch',
    '2 metres',
    'the 2 litre one',
    '12 High Street',
    'top 10',
    'i have 2 questions',
    '10 years old',
    'v2.0',
    'SW1A 1AA',
    'open 24/7',
    '型号300',
    '型号 X200',
    '尺寸40',
    '直径20厘米',
    '5公斤',
    '12寸',
    '第5个',
    '2024年',
    '我有2个问题',
  ])('%s', (text) => {
    expect(quantities(text)).toEqual([]);
  });

  test('what only looks like one of these still counts', () => {
    expect(quantities('size 12 lunch bags, 40 of them')).toEqual([{ value: 40 }]);
    expect(quantities('12 x 20725')).toContainEqual({ value: 12 });
    expect(quantities('40 street signs')).toEqual([{ value: 40 }]);
    expect(quantities('30个人物摆件')).toEqual([{ value: 30 }]);
  });
});

describe('money and percentages', () => {
  test.each([
    ['£3.50', 350, 'GBP'],
    ['5 quid', 500, 'GBP'],
    ['1.2k pounds', 120_000, 'GBP'],
    ['£1.2k', 120_000, 'GBP'],
    ['五十英镑', 5000, 'GBP'],
    ['3镑50', 350, 'GBP'],
    ['3块5', 350, 'GBP'],
    ['三块五', 350, 'GBP'],
    ['三块五毛', 350, 'GBP'],
    ['五十块', 5000, 'GBP'],
  ])('%s is %d %s', (text, amount, currency) => {
    expect(allOf(text)).toEqual([{ kind: 'money', amount, currency }]);
  });

  test.each(['5-10 pounds', '£5-10', '£5 to £10', 'between 5 and 10 quid', '五到十英镑'])(
    '%s has two ends',
    (text) => {
      expect(allOf(text)).toEqual([
        { kind: 'money', amount: 500, currency: 'GBP' },
        { kind: 'money', amount: 1000, currency: 'GBP' },
      ]);
    },
  );

  test('a count next to an amount is no range', () => {
    expect(allOf('50 and £10')).toEqual([
      { kind: 'quantity', value: 50 },
      { kind: 'money', amount: 1000, currency: 'GBP' },
    ]);
  });

  test.each([
    ['八八折', 12],
    ['打88折', 12],
    ['打九折', 10],
    ['打个八折', 20],
    ['九五折', 5],
    ['9.5折', 5],
    ['百分之8', 8],
    ['让10个点', 10],
  ])('%s is %d %% off', (text, value) => {
    expect(allOf(text)).toEqual([{ kind: 'percentage', value }]);
  });

  test('10-15% is two percentages, 打折 alone none', () => {
    expect(allOf('10-15% off')).toEqual([
      { kind: 'percentage', value: 10 },
      { kind: 'percentage', value: 15 },
    ]);
    expect(allOf('打折')).toEqual([]);
    expect(valuesOf('10个点钟', 'percentage')).toEqual([]);
  });
});

describe('days, asked on Wednesday 25 November 2026, fiscal year from April', () => {
  test.each([
    ['by the end of next quarter', '2027-03-31', '2027-03-31'],
    ['by the 5th', '2026-12-05', '2026-12-05'],
    ['before the 5th of next month', '2026-12-05', '2026-12-05'],
    ['in a fortnight', '2026-12-09', '2026-12-09'],
    ['in two fortnights', '2026-12-23', '2026-12-23'],
    ['a fortnight from now', '2026-12-09', '2026-12-09'],
    ['first fiscal quarter', '2027-04-01', '2027-06-30'],
    ['fiscal Q2', '2027-07-01', '2027-09-30'],
    ['Q3 this year', '2026-10-01', '2026-12-31'],
    ['2027Q3', '2026-10-01', '2026-12-31'],
    ['fiscal year 2027', '2026-04-01', '2027-03-31'],
    ['easter 2028', '2028-04-16', '2028-04-16'],
    ['下周三', '2026-12-02', '2026-12-02'],
    ['月底之前', '2026-11-30', '2026-11-30'],
    ['四月底', '2027-04-30', '2027-04-30'],
    ['5日前', '2026-12-05', '2026-12-05'],
    ['下个月5号之前', '2026-12-05', '2026-12-05'],
    ['季度末', '2026-12-31', '2026-12-31'],
    ['本财年第二季度', '2026-07-01', '2026-09-30'],
    ['第三财季', '2026-10-01', '2026-12-31'],
    ['下个财年', '2027-04-01', '2028-03-31'],
    ['财年末', '2027-03-31', '2027-03-31'],
    ['2027年底', '2027-12-31', '2027-12-31'],
    ['2027年圣诞', '2027-12-25', '2027-12-25'],
  ])('%s', (text, from, to) => {
    expect(allOf(text)).toEqual([{ kind: 'date', from, to }]);
  });
});

describe('telephone numbers by the country they are written for', () => {
  test.each([
    ['+86 138 1234 5678', '+8613812345678'],
    ['+86-21-6288 8888', '+862162888888'],
    ['021-62888888', '+862162888888'],
    ['我的电话是138-1234-5678', '+8613812345678'],
    ['0121 496 0123', '+441214960123'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['212-555-0123', '+12125550123'],
    ['(212) 555-0123', '+12125550123'],
    ['1-800-555-0199', '+18005550199'],
  ])('%s', (text, number) => {
    expect(allOf(text)).toEqual([{ kind: 'phone', number }]);
  });
});

describe('addresses and numbers of documents in running text', () => {
  test.each([
    ['我的邮箱是li.wei@example.com.cn请发给我', 'email', 'li.wei@example.com.cn'],
    ['li@example.cn是我的邮箱', 'email', 'li@example.cn'],
    ['订单O-260304-ABC123到哪了', 'orderNumber', 'O-260304-ABC123'],
    ['where is my order O–260304–ABC123?', 'orderNumber', 'O-260304-ABC123'],
    ['报价单Q-260304-ABC123我接受', 'quoteNumber', 'Q-260304-ABC123'],
    ['accept quote q260304abc123', 'quoteNumber', 'Q-260304-ABC123'],
    ['订单号:536365怎么样了', 'orderNumber', '536365'],
  ] as const)('%s', (text, kind, value) => {
    const field = kind === 'email' ? 'address' : 'number';
    expect(allOf(text)).toEqual([{ kind, [field]: value }]);
  });
});
