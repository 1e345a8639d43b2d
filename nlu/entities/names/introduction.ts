import { isEnglishWord } from '../../tag.ts';
import type { Recogniser } from '../recogniser.ts';

const NAME =
  "\\p{Lu}\\p{Ll}[\\p{L}'’-]{0,24}(?: (?:(?:van|von|de|di|le|la|du|&|and the) )?\\p{Lu}[\\p{L}'’-]{1,24}){0,3}";
const LOOSE = "\\p{L}[\\p{L}'’-]{1,24}(?: \\p{L}[\\p{L}'’-]{1,24})?";

/** After these a name follows, in any case of letters. */
const SURE = new RegExp(
  `(?<![\\p{L}])(?:my name is|my name['’]?s|name ?:|the name is|the name['’]?s) (${LOOSE})`,
  'giu',
);
/** After these a name follows if it is written like one. */
const LIKELY = new RegExp(
  `(?<![\\p{L}])(?:[Ii]['’]m|[Ii] am|[Tt]his is|[Ii]t['’]s|[Aa]sk for|[Cc]all me|[Rr]egards,?|[Tt]hanks,|[Cc]heers,|[Ss]poke (?:to|with)|[Mm]et|[Cc]all with) (${NAME})`,
  'gu',
);
const COMPANY = new RegExp(
  `(?<![\\p{L}])(?:[Mm]y company is|[Cc]ompany(?: name)? ?:|[Ww]e are|[Ww]e['’]re|[Ii] work (?:for|at)|[Oo]wner of(?: the)?) (${NAME})`,
  'gu',
);
const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤';
const CHINESE_PERSON = new RegExp(
  `(?:我叫|名字(?:是|叫)|姓名[:：]?|联系人[:：]?|我是|找)([${SURNAMES}](?:\\p{Script=Han}{1,2})(?=[，。,、；\\s]|$|的|电话|手机|邮箱)|[${SURNAMES}](?:先生|女士|小姐|总|经理))`,
  'gu',
);
const CHINESE_COMPANY =
  /(?:公司(?:叫|是|名称?[:：]?)|我是)(\p{Script=Han}{2,12}?(?:公司|店|咖啡馆|咖啡|酒店|学校|商行|工作室))(?=[，。,、；\s]|$|的)/gu;

/** Words that end a name given without capitals. */
const STOPS = new Set(
  'and but from at of in my i you the a an phone email mail tel number please thanks is here with'.split(' '),
);

/** Names by which people and companies introduce themselves, known to the CRM or not. */
export const recogniseIntroductions: Recogniser = function* ({ text }) {
  for (const match of text.matchAll(SURE)) {
    const words = match[1]!.split(' ');
    const stop = words.findIndex((word) => STOPS.has(word.toLowerCase()));
    const name = words.slice(0, stop === -1 ? words.length : stop).join(' ');
    if (name !== '') yield person(match.index + match[0].length - match[1]!.length, name);
  }
  for (const match of text.matchAll(LIKELY)) {
    const name = match[1]!;
    // "I'm Delighted" is no name; a second word that is written like one makes it sure.
    if (!name.includes(' ') && isEnglishWord(name.toLowerCase()) && /(?:ed|ing|ly|y|ful|ous)$/.test(name))
      continue;
    yield person(match.index + match[0].length - name.length, name);
  }
  const isChinese = /\p{Script=Han}/u.test(text);
  for (const pattern of isChinese ? [COMPANY, CHINESE_COMPANY] : [COMPANY]) {
    for (const match of text.matchAll(pattern)) {
      const name = match[1]!;
      const start = match.index + match[0].length - name.length;
      yield { kind: 'company', name, start, end: start + name.length, text: name };
    }
  }
  if (!isChinese) return;
  for (const match of text.matchAll(CHINESE_PERSON)) {
    yield person(match.index + match[0].length - match[1]!.length, match[1]!);
  }
};

function person(start: number, name: string) {
  return { kind: 'person', name, start, end: start + name.length, text: name } as const;
}
