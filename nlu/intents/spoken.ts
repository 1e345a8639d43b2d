/**
 * Chinese as it is spoken and typed in chats -> as it is written, so that one example stands for both: dialect question
 * words and particles, endings that only colour a sentence, and the ways to address a shop.
 */
const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/有[木米]有|有冇/g, '有没有'],
  [/木有/g, '没有'],
  [/咋样|肿么样/g, '怎么样'],
  [/咋|肿么/g, '怎么'],
  [/啥/g, '什么'],
  [/东东/g, '东西'],
  [/几(?:个钱|多钱)|(?<![\p{Script=Han}])多钱|(?<=[是要卖]|一[个件套只把])多钱/gu, '多少钱'],
  [/俺(?:们)?/g, '我'],
  // 能到不, 包邮伐: a question.
  [/(?<=\p{Script=Han})[不伐](?=[\s\p{P}~]|[啊呀呢哈]?$)/gu, '吗'],
  [/(?<![\p{Script=Han}])亲{1,2}(?=[\s\p{P}~]|$)|(?<=[\s\p{P}吧吗呢呗])亲{1,2}(?=[\s\p{P}~]|$)/gu, ''],
  [/[呗咧嘞咯喽哩哒嗷噻撒]+(?=[\s\p{P}~]|$)|(?<!哈)哈(?=[\s\p{P}~]|$)/gu, ''],
];

export function asWritten(text: string): string {
  if (!/\p{Script=Han}/u.test(text)) return text;
  return SPOKEN.reduce((written, [spoken, form]) => written.replace(spoken, form), text);
}
