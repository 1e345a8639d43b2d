import { expect, test } from '@jest/globals';
import { dayTimeIn, isTimeAlone } from '../../dialogs/slots/day-time.ts';

test.each([
  ['3pm works', { at: '15:00' }],
  ['half past two is fine', { at: '14:30' }],
  ['at half past two', { at: '14:30' }],
  ['the 9:30 one', { at: '09:30' }],
  ['at 3', { at: '15:00' }],
  ['12am', { at: '00:00' }],
  ['12pm', { at: '12:00' }],
  ['next Tuesday afternoon', { from: '12:00', to: '18:00' }],
  ['after 4 please', { from: '16:00' }],
  ['any time before 11am', { to: '11:00' }],
  ['between 2 and 4pm on Thursday', { from: '14:00', to: '16:00' }],
  ['11 to 1pm', { from: '11:00', to: '13:00' }],
  ['三点可以', { at: '15:00' }],
  ['下午两点半', { at: '14:30' }],
  ['十一点一刻', { at: '11:15' }],
  ['晚上7点', { at: '19:00' }],
  ['中午十二点', { at: '12:00' }],
  ['3点以后', { from: '15:00' }],
  ['十点半前', { to: '10:30' }],
  ['下午两点到七点', { from: '14:00', to: '19:00' }],
  ['good morning', undefined],
  ['早上好', undefined],
  ['I need 3 bags', undefined],
  ['at 25', undefined],
  ['the second one', undefined],
])('%s', (text, expected) => {
  expect(dayTimeIn(text)).toEqual(expected);
});

test('a time with a day is no time alone', () => {
  expect(isTimeAlone('3pm')).toBe(true);
  expect(isTimeAlone('tomorrow 3pm')).toBe(false);
});
