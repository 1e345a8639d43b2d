import { describe, expect, test } from '@jest/globals';
import { valuesOf } from '../fixture.ts';

const isChinese = (text: string) => /\p{Script=Han}/u.test(text);

describe('quantities', () => {
  test.each([
    ['廿个', 20],
    ['卅五个', 35],
    ['壹佰个', 100],
    ['贰拾个', 20],
    ['a quarter of a million', 250_000],
    ['half of a dozen', 6],
  ])('%s counts %d', (text, value) => {
    expect(valuesOf(text, undefined, isChinese(text) ? 'zh-CN' : 'en')).toEqual([
      { kind: 'quantity', value },
    ]);
  });

  test.each([
    ['how much for 100?', 100],
    ['a dozen', 12],
    ['half a dozen', 6],
    ['two fifty', 250],
    ['two hundred and fifty', 250],
    ['one and a half dozen', 18],
    ['1.5k', 1500],
    ['3 dozen', 36],
    ['1,000', 1000],
    ['twenty-five', 25],
    ['x50', 50],
    ['50pcs', 50],
    ['0', 0],
    ['-5', -5],
    ['1e9', 1e9],
    ['两百五', 250],
    ['一打半', 18],
    ['2½ dozen', 30],
    ['½ dozen', 6],
    ['1/2 dozen', 6],
    ['a dozen and a half', 18],
    ['around 200ish', 200],
    ['一罗', 144],
    ['半罗', 72],
    ['2罗半', 360],
    ['一百把伞', 100],
    ['百把个', 100],
    ['半打', 6],
    ['一万二', 12_000],
    ['三百零五个', 305],
    ['两打', 24],
    ['2万个', 20_000],
    ['买两个', 2],
    ['要一个', 1],
    ['二〇二六个', 2026],
    ['５０个', 50],
    ['1 200 pieces', 1200],
    ['12 500 of them', 12_500],
    ['7,5', 7.5],
    ['a gross of them', 144],
    ['2 gross', 288],
    ['half a gross', 72],
    ['4 doz', 48],
    ['五十来个', 50],
    ['两百多个', 200],
    ['来仨', 3],
    ['俩多少钱', 2],
    ['来5块红色门垫', 5],
    ['一百八十个', 180],
  ])('%s is %d', (text, value) => {
    expect(valuesOf(text, 'quantity')).toEqual([{ value }]);
  });

  test.each([
    ['a few', 3],
    ['a couple of hundred', 200],
    ['几个', 3],
    ['几十个', 30],
    ['两箱', 2],
  ])('%s is vague', (text, value) => {
    expect(valuesOf(text, 'quantity')).toEqual([{ value, vague: true }]);
  });

  test.each([
    ['20-30 pieces', 20, 30],
    ['3-4 dozen', 36, 48],
    ['two or three dozen', 24, 36],
    ['between 50 and 80', 50, 80],
    ['40 or 50?', 40, 50],
    ['5-10k', 5000, 10_000],
    ['三四打', 36, 48],
    ['三五个', 3, 5],
    ['七八十个', 70, 80],
    ['百八十个', 80, 100],
    ['千八百个', 800, 1000],
    ['两三百', 200, 300],
    ['二十到三十个', 20, 30],
  ])('%s is from %d to %d', (text, from, value) => {
    expect(valuesOf(text, 'quantity')).toEqual([{ value, from }]);
  });

  test.each([
    'that one',
    'the gross margin',
    'what is a gross price',
    'dinner for 80 guests',
    '给60位客人准备',
    'the 2nd one',
    '85123B',
    '9'.repeat(400),
    '万一',
    '等一下',
    '给我做一个报价',
    '三天',
    '7 days',
    '他们俩',
  ])('%s counts no goods', (text) => {
    expect(valuesOf(text, 'quantity')).toEqual([]);
  });
});

describe('people', () => {
  test.each([
    ['dinner for 80 guests', 80],
    ['twenty of us', 20],
    ['一百来人', 100],
    ['八十位客人', 80],
    ['给60个小朋友', 60],
  ])('%s is %d of them', (text, count) => {
    expect(valuesOf(text, 'people')).toEqual([{ count }]);
    expect(valuesOf(text, 'quantity')).toEqual([]);
  });

  test.each(['三个人物摆件', '20人民币', 'a few guests'])('%s counts none', (text) => {
    expect(valuesOf(text, 'people')).toEqual([]);
  });
});

describe('money and percentages', () => {
  test.each([
    ['100 CHF', 10_000, 'CHF'],
    ['HK$50', 5000, 'HKD'],
    ['港币200', 20_000, 'HKD'],
    ['五百港元', 50_000, 'HKD'],
    ['美金20', 2000, 'USD'],
    ['十澳元', 1000, 'AUD'],
    ['一镑二十便士', 120, 'GBP'],
    ['2 pounds 50 pence', 250, 'GBP'],
    ['three pounds and 5p', 305, 'GBP'],
    ['a quarter of a million pounds', 25_000_000, 'GBP'],
    ['贰仟伍佰镑', 250_000, 'GBP'],
  ])('%s is %d minor units of %s', (text, amount, currency) => {
    expect(valuesOf(text)).toEqual([{ kind: 'money', amount, currency }]);
  });

  test('a currency belongs to the number before it, not to the one behind', () => {
    expect(valuesOf('10美元一个', 'money')).toEqual([{ amount: 1000, currency: 'USD' }]);
    expect(valuesOf('20人民币5个', undefined, 'zh-CN')).toEqual([
      { kind: 'money', amount: 2000, currency: 'CNY' },
      { kind: 'quantity', value: 5 },
    ]);
  });

  test.each([
    ['half off', 50],
    ['a third off everything', 33.3],
    ['a quarter off', 25],
    ['降一成', 10],
    ['便宜两成行吗', 20],
    ['三成折扣', 30],
  ])('%s is %d %%', (text, value) => {
    expect(valuesOf(text, 'percentage', isChinese(text) ? 'zh-CN' : 'en')).toEqual([{ value }]);
  });

  test.each(['成本三成本', '八成是', 'a third of them', '成交三成'])('%s is no percentage', (text) => {
    expect(valuesOf(text, 'percentage', isChinese(text) ? 'zh-CN' : 'en')).toEqual([]);
  });

  test.each([
    ['£2.95', 295, 'GBP'],
    ['under 10 pounds', 1000, 'GBP'],
    ['50p', 50, 'GBP'],
    ['$1,200.50', 120_050, 'USD'],
    ['2k euros', 200_000, 'EUR'],
    ['USD 20', 2000, 'USD'],
    ['¥300', 30_000, 'CNY'],
    ['三百块', 30_000, 'GBP'],
    ['20英镑', 2000, 'GBP'],
    ['500 JPY', 500, 'JPY'],
    ['two fivers', 1000, 'GBP'],
    ['for a tenner', 1000, 'GBP'],
    ['a quid each', 100, 'GBP'],
    ['12,50 €', 1250, 'EUR'],
    ['1.200,50 €', 120_050, 'EUR'],
    ['2 pounds 50', 250, 'GBP'],
    ['three pounds fifty each', 350, 'GBP'],
    ['两镑半', 250, 'GBP'],
    ['五十便士', 50, 'GBP'],
    ['五毛', 50, 'GBP'],
    ['3元5角', 350, 'CNY'],
    ['500块英镑', 50_000, 'GBP'],
    ['2块5一个', 250, 'GBP'],
  ])('%s is %d %s', (text, amount, currency) => {
    expect(valuesOf(text)).toEqual([{ kind: 'money', amount, currency }]);
  });

  test.each([
    ['10% off', 10],
    ['12.5 percent', 12.5],
    ['ten per cent', 10],
    ['百分之十五', 15],
    ['打八折', 20],
    ['八五折', 15],
    ['9折', 10],
    ['八点五折', 15],
    ['half price', 50],
    ['对折', 50],
    ['half a percent', 0.5],
  ])('%s is %d %%', (text, value) => {
    expect(valuesOf(text)).toEqual([{ kind: 'percentage', value }]);
  });
});

test('what is counted after an amount is no part of it', () => {
  expect(valuesOf('at 2 pounds 50 pieces')).toEqual([
    { kind: 'money', amount: 200, currency: 'GBP' },
    { kind: 'quantity', value: 50 },
  ]);
});

test('the hyphen of a range of percentages is no minus', () => {
  expect(valuesOf('10%-15%', 'percentage')).toEqual([{ value: 10 }, { value: 15 }]);
});

describe('contact details', () => {
  test.each([
    ['Ann.Smith+shop@Mail.Example.co.uk', 'ann.smith+shop@mail.example.co.uk'],
    ['邮箱是li@example.cn谢谢', 'li@example.cn'],
  ])('%s', (text, address) => {
    expect(valuesOf(text)).toEqual([{ kind: 'email', address }]);
  });

  test.each(['a@b', '@home', 'me@@example.org'])('%s is no e-mail address', (text) => {
    expect(valuesOf(text, 'email')).toEqual([]);
  });

  test.each([
    ['07700 900123', '+447700900123'],
    ['(020) 7946 0958', '+442079460958'],
    ['+1 212-555-0123', '+12125550123'],
    ['0049 30 901820', '+4930901820'],
    ['我的电话13812345678', '+8613812345678'],
  ])('%s', (text, number) => {
    expect(valuesOf(text)).toEqual([{ kind: 'phone', number }]);
  });
});

describe('order and quote numbers', () => {
  test.each([
    ['where is 536365', { kind: 'orderNumber', number: '536365' }],
    ['my order number is 100000', { kind: 'orderNumber', number: '100000' }],
    ['订单号536365', { kind: 'orderNumber', number: '536365' }],
    ['o-261125-7kq2mz', { kind: 'orderNumber', number: 'O-261125-7KQ2MZ' }],
    ['Q 261125 OI23AB', { kind: 'quoteNumber', number: 'Q-261125-0123AB' }],
    ['can I order 100000 pieces', { kind: 'quantity', value: 100_000 }],
    ['I need 100000', { kind: 'quantity', value: 100_000 }],
  ])('%s', (text, value) => {
    expect(valuesOf(text)).toEqual([value]);
  });
});
