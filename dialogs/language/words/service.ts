import type { Language } from '../../../nlu/understanding.ts';

/** Closed classes of words about people, meetings and the visitor's own business. As in `Words`, patterns are global and linear. */
export interface ServiceWords {
  /** Asks whether, or when, somebody answers. */
  readonly someoneComing: RegExp;
  /** Asks who will be in touch. */
  readonly whoComes: RegExp;
  /** No person is needed any more. */
  readonly nobodyNeeded: RegExp;
  /** A talk at an agreed time. */
  readonly ofMeeting: RegExp;
  /** Asks about one that is agreed. */
  readonly whenIsIt: RegExp;
  /** A file or message that puts it into a calendar. */
  readonly invitation: RegExp;
  /** How long, in the groups `count` and `unit`; not global. */
  readonly span: RegExp;
  readonly later: RegExp;
  readonly sooner: RegExp;
  /** Cities by their names in this language, where these differ from those of the time zones, with their zones. */
  readonly cities: Readonly<Record<string, string>>;
  /** Asks what is stored of the visitor. */
  readonly keptOfMine: RegExp;
  /** Says what the visitor does or runs; goods named in it are not wanted. */
  readonly introduces: RegExp;
}

const english: ServiceWords = {
  someoneComing:
    /\b(?:any|some) ?(?:one|body) (?:even |still |actually )?(?:there|here|in|around|free|available|coming|answer\w*|reply\w*|get(?:ting)? back|contact|(?:going to |gonna )?(?:call|answer|reply|help))\b|\bwhere am i\b.{0,12}\b(?:line|queue)\b|\b(?:place|position|number) in (?:the )?(?:line|queue)\b|\bstill waiting\b|\bhow much longer\b/gi,
  whoComes:
    /\bwho(?:'s| is| will|'ll)? (?:going to |gonna )?(?:be )?(?:call|ring|phon|contact|writ|e-?mail)(?:e|ing)?\b/gi,
  nobodyNeeded:
    /\byou can (?:help|do it|do this|handle it|answer)\b|\b(?:don'?t|do not|no longer) need (?:a|the|any|to (?:speak|talk) to a) ?(?:human|person|colleague|agent|one|somebody|someone|anybody|anyone)\b|\bno (?:human|person|colleague|agent) (?:is )?(?:needed|necessary)\b|\b(?:you|the bot) (?:will do|is fine|are fine)\b/gi,
  ofMeeting: /\b(?:meeting|appointment|video call)\b/gi,
  whenIsIt:
    /\b(?:still on|still happening|when (?:is|was|are|do)|when'?s|what (?:time|day|date)|which (?:time|day)|confirmed|booked|remind me)\b/gi,
  invitation: /\b(?:invit(?:e|es|ation|ations)|calendar|ics)\b/gi,
  span: /\b(?<count>half an|an?|one|two|three|\d{1,3}) (?<unit>hours?|hrs?|minutes?|mins?)\b/i,
  later: /\b(?:later|back|push|postpone|delay)\b/gi,
  sooner: /\b(?:earlier|sooner|forward)\b/gi,
  cities: {},
  keptOfMine:
    /\b(?:do|did|will|are|have) you\b.{0,12}\b(?:store|stor(?:ed|ing)|keep|kept|keeping|sav(?:e|ed|ing)|hold|have)\b.{0,12}\bmy (?:phone |mobile |e-?mail |contact |personal )?(?:number|e-?mail|address|details|data|information|info|name)\b/gi,
  introduces:
    /\b(?:i|we)(?:'m| am|'re| are| run| own| manage| have| work (?:for|at)| represent)\b(?:(?!\b(?:and|but|so|looking|who|which|need|want|after|your)\b)[^.;!?]){0,60}\b(?:shops?|stores?|chains?|cent(?:re|er)s?|business(?:es)?|compan(?:y|ies)|caf[eé]s?|hotels?|galler(?:y|ies)|boutiques?|restaurants?|schools?|nurser(?:y|ies)|charit(?:y|ies)|church(?:es)?|agenc(?:y|ies)|planners?|retailers?|wholesalers?|museums?|pubs?|salons?|florists?|baker(?:y|ies)|tea ?rooms?)\b/gi,
};

const chinese: ServiceWords = {
  someoneComing:
    /有人(?:在|吗|接|回|理)|(?<!\p{Script=Han})人呢|排到|排(?:在)?第?几|还没人|还要等|(?:人工|客服|同事)(?:在吗|来了|到了|什么时候)/gu,
  whoComes: /(?:谁|哪位|哪个同事)(?:会|来)?(?:给我)?(?:打电话|联系|回复|写信|发邮件)/g,
  nobodyNeeded:
    /(?:不用|不需要|不要|别|不必)(?:再)?(?:找|转)?(?:人工|真人|同事|客服)了?|不用转了|(?:还是)?你来(?:吧|回答|帮我)|你(?:帮我)?就(?:行|可以)/g,
  ofMeeting: /会议|会面|约(?:好)?的(?:电话|时间|会)|预约/g,
  whenIsIt: /还(?:在|算数|有效|开)|几点|什么时候|哪天|几号|约好了吗|确认/g,
  invitation: /邀请|日历|日程/g,
  span: /(?<count>半|一|两|三|\d{1,3})个?(?<unit>小时|钟头|刻钟|分钟)/,
  later: /推迟|延后|往后|晚/g,
  sooner: /提前|往前|早/g,
  cities: {
    北京: 'Asia/Shanghai',
    东京: 'Asia/Tokyo',
    悉尼: 'Australia/Sydney',
    纽约: 'America/New_York',
    洛杉矶: 'America/Los_Angeles',
    旧金山: 'America/Los_Angeles',
    多伦多: 'America/Toronto',
    迪拜: 'Asia/Dubai',
    香港: 'Asia/Hong_Kong',
    新加坡: 'Asia/Singapore',
  },
  keptOfMine:
    /(?:存|保存|保留|记录?|留)(?:了|着|下)?(?:我的|我)(?:电话|号码|手机号?|邮箱|地址|姓名|名字|信息|资料|数据)/g,
  introduces:
    /(?:我们?|本店|我司)(?:公司|家)?(?:是|开|经营|有|在)[^，。！？,.!?]{0,24}?(?:店|公司|酒店|餐厅|咖啡馆|民宿|学校|幼儿园|超市|商场|工作室|贸易商|批发商|零售商)/g,
};

const WORDS: Record<Language, ServiceWords> = { en: english, zh: chinese };
export const serviceWordsOf = (language: Language): ServiceWords => WORDS[language];
