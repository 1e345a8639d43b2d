import type { Language } from '../../../nlu/understanding.ts';

/** Closed classes of words that steer the talk of a rep. As in `Words`, patterns are global and linear. */
export interface RepWords {
  /** The largest amount, the smallest, the day nearest, the day farthest; of a list that was shown, or to sort one by. */
  readonly biggest: RegExp;
  readonly smallest: RegExp;
  readonly soonest: RegExp;
  readonly latest: RegExp;
  /** Speaks of the list that was shown: "of them", "the ... one". */
  readonly ofList: RegExp;
  /** A place in a list by its number, in the first group that matched: "#7", 第7个. */
  readonly place: RegExp;
  /** What may stand beside something pointed at, where nothing is asked of it but to see it. */
  readonly showing: RegExp;
  /** All that is left of a list. */
  readonly rest: RegExp;
  readonly person: RegExp;
  /** By what somebody is reached. */
  readonly reach: RegExp;
  readonly why: RegExp;
  /** Goes on with what was asked last: "and for bags?". */
  readonly goesOn: RegExp;
  /** Puts a day off, or forward; by how long: the number and the unit in the groups of `span`. */
  readonly later: RegExp;
  readonly sooner: RegExp;
  readonly span: RegExp;
  readonly units: readonly (readonly [RegExp, 'day' | 'week' | 'month'])[];
  /** Gives an amount or a day another value; by how much of it rather than to what. */
  readonly sets: RegExp;
  /** Changes what there is, as against `creates`. */
  readonly changes: RegExp;
  readonly creates: RegExp;
  readonly raisesBy: RegExp;
  readonly lowersBy: RegExp;
  /** A period of the past that its own name does not say: "last november". Not global: it is tested before a date. */
  readonly lastBefore: RegExp;
  /** What was sold, and what is still to come. */
  readonly sold: RegExp;
  readonly toCome: RegExp;
  /** What comes in from sales. */
  readonly takings: RegExp;
  /** One period set against another. */
  readonly against: RegExp;
  readonly customers: RegExp;
  readonly best: RegExp;
  /** So many from the top of a ranking, the number in the first group. */
  readonly top: RegExp;
  readonly bestSellers: RegExp;
  readonly yearToDate: RegExp;
  readonly periodBefore: RegExp;
  readonly yearBefore: RegExp;
  /** Sums over all deals, by stage or weighed by the probability to be won. */
  readonly pipeline: RegExp;
  readonly byStage: RegExp;
  readonly weighted: RegExp;
  readonly winRate: RegExp;
  readonly averageDeal: RegExp;
  /** How far something to be reached still is; that which is to be reached. */
  readonly target: RegExp;
  readonly quota: RegExp;
  /** Stands beside the name of a deal where nothing is said of it. */
  readonly ofDeal: RegExp;
  /** Wants deals shown. */
  readonly lists: RegExp;
  /** What stands before, or after, a day since when something is. Not global: they are tested beside a date. */
  readonly sinceBefore: RegExp;
  readonly sinceAfter: RegExp;
  /** The end of a period, as a day by which something is. Not global: it is tested on a date. */
  readonly endOf: RegExp;
  /** Before and after the word for a deal that is closed these say when it will be; what may part it from that day. Not global. */
  readonly beforeClosing: RegExp;
  readonly afterClosing: RegExp;
  readonly upToClosing: RegExp;
  /** Visitors who wait for a person, and the taking over of one. */
  readonly queue: RegExp;
  readonly takes: RegExp;
  readonly meetings: RegExp;
  /** Asks to be reminded. */
  readonly reminds: RegExp;
  /** Deals that go wrong: past their day, silent, or long at one stage. */
  readonly slipping: RegExp;
  readonly silent: RegExp;
  readonly stuck: RegExp;
  readonly owns: RegExp;
  readonly team: RegExp;
  readonly everyone: RegExp;
  readonly mine: RegExp;
  /** What is to be done, or was, by the rep who asks. */
  readonly toDo: RegExp;
  readonly iDid: RegExp;
  readonly ticksOff: RegExp;
  /** Begins a message that something is done. Not global: it is tested once. */
  readonly ticksOffFirst: RegExp;
  /** Writes something down. */
  readonly notes: RegExp;
  /** What a message begins with that is a note. Not global: it is tested once. */
  readonly noteOpening: RegExp;
  /** Begins the part of a note that asks to be reminded. */
  readonly followUp: RegExp;
  readonly wonIt: RegExp;
  readonly lostIt: RegExp;
  readonly margin: RegExp;
  /** How many there are of something. */
  readonly howMany: RegExp;
}

const english: RepWords = {
  biggest:
    /\b(?:big(?:g(?:er|est))?|larg(?:e|er|est)|high(?:er|est)|most valuable|top)\b(?! (?:customers?|clients?|accounts?|buyers?|sell))/gi,
  smallest: /\b(?:small(?:est)?|(?:smaller|cheaper|lower) one|lowest|least valuable|tiniest)\b/gi,
  soonest: /\b(?:soonest|earliest|clos(?:es|ing) (?:first|next|soonest)|next to close|most urgent)\b/gi,
  latest: /\b(?:clos(?:es|ing) last|farthest out|furthest out)\b/gi,
  ofList: /\b(?:(?:of|among|out of) (?:them|these|those)|ones?|them|(?:these|those)(?= deals))\b/gi,
  place: /(?:#|\b(?:number|no\.?|deal|lead|line) )(\d{1,2})\b/gi,
  showing:
    /\b(?:which|what|whats|what's|who|whos|who's|is|are|tell|show|see|open|give|me|about|more|details?|info|on|of|deals?|contacts?|customers?|leads?|one)\b/gi,
  rest: /\b(?:rest|others?|all|remaining)\b/gi,
  person: /\b(?:hers?|him|his|s?he)\b/gi,
  reach: /\b(?:(?:tele)?phone|number|e-?mail|address|mobile|contact details)\b/gi,
  why: /\b(?:why|how come|what for|reasons?)\b/gi,
  goesOn: /^\W*(?:and|also|now|ok|same|what about|how about|vs\.?|versus|for)\b/gi,
  later:
    /\b(?:push|postpone|delay|put|move|slip|slid|kick|extend|shift)\b.{0,60}\b(?:out|back|off|by|later)\b|\b(?:postpone|delay|extend)\b|\blater\b/gi,
  sooner: /\b(?:bring|pull|move|shift)\b.{0,60}\b(?:forward|in|up|earlier)\b|\bearlier\b/gi,
  span: /\b(\d{1,3}|an?|one|two|three|four|five|six|ten|couple(?: of)?|few|another) (days?|weeks?|wks?|months?|fortnight)\b|\b(fortnight)\b/gi,
  units: [
    [/^days?$/i, 'day'],
    [/^(?:weeks?|wks?|fortnight)$/i, 'week'],
    [/^months?$/i, 'month'],
  ],
  sets: /\b(?:bump|raise|lower|drop|cut|increase|reduce|set|make|change|put|move|mark|close[sd]?|now|worth|it'?s)\b/gi,
  changes:
    /\b(?:change|update|amend|adjust|move|push|pull|bring|shift|slip|slide|bump|raise|lower|reduce|increase|drop|cut|postpone|delay|extend|reschedule|snooze)\b/gi,
  creates:
    /\b(?:create|new (?:deal|opportunity)|(?:add|open|start|set up|enter|make)(?: me)? an? (?:deal|opportunity))\b/gi,
  raisesBy: /\b(?:up|add|bump|raise|increase|plus)\b.{0,40}\bby\b|\badd\b/gi,
  lowersBy: /\b(?:down|drop|cut|lower|reduce|minus)\b.{0,40}\bby\b/gi,
  lastBefore: /\blast $/i,
  sold: /\b(?:s(?:e|o)lls?|sold|selling|sales|revenues?|turnover|takings|took|orders?|order value|aov|buys?|bought|buying|purchased?|spen[dt]s?|units)\b/gi,
  takings: /\b(?:sales|revenues?|turnover|takings|make|earn|bring in|take in)\b/gi,
  toCome:
    /\b(?:forecast\w*|expect\w*|predict\w*|project(?:ed|ion)s?|target|quota|will|going to|gonna|next|outlook|land)\b/gi,
  against:
    /\b(?:against|versus|vs|compared?|beat(?:ing)?|than last|up on|down on|ahead of|behind|better than|worse than|year on year|yoy|month on month)\b/gi,
  customers:
    /\b(?:customers?|clients?|accounts?|buyers?|who (?:bought|buys|spent|spends|ordered|orders))\b/gi,
  best: /\b(?:best|top|biggest|largest|most|highest|main)\b/gi,
  top: /\b(?:top|best|biggest|first) (\d{1,2}|two|three|four|five|ten)\b/gi,
  bestSellers:
    /\b(?:best|top|hot)(?:est)?[- ]?(?:sell(?:ers?|ing)|products?|items?|goods)\b|\bsell(?:s|ing)? (?:best|most)\b|\b(?:best|most) (?:sold|popular)\b|\bmost of what\b/gi,
  yearToDate: /\b(?:year to date|ytd|so far this year)\b/gi,
  periodBefore:
    /\b(?:the )?(?:(?:week|month|quarter|year|day|period)s? before(?: that)?(?! yesterday)|one before)\b/gi,
  yearBefore: /\b(?:last year|(?:a|one) year (?:ago|before|earlier)|year on year|yoy|the year before)\b/gi,
  pipeline: /\b(?:pipe(?:line)?|funnel|deals)\b/gi,
  byStage: /\b(?:by|per|each|every) stage\b|\bstages\b|\bbreak ?down\b/gi,
  weighted: /\b(?:weight(?:ed|ing)?|probab\w+|likely worth|expected value|realistic\w*)\b/gi,
  winRate:
    /\b(?:win(?:ning)? rate|(?:close|closing|conversion|hit|success) (?:rate|ratio)|how many (?:deals )?(?:did|have) (?:i|we) (?:win|won)|(?:won|win) (?:vs|versus|against) los[ts]\w*)\b/gi,
  averageDeal:
    /\b(?:average|avg|mean|typical) (?:(?:size|value) of (?:my |our |the )?)?deals?\b|\bdeal (?:size|value)\b/gi,
  target:
    /\b(?:how (?:far|close|near)|short of|away from|gap to|left to (?:hit|reach|make)|missing (?:to|for)|on track|(?:hit|reach|make) (?:my |our |the )?(?:target|quota|goal|number)s?|to go)\b/gi,
  quota: /\b(?:targets?|quotas?|goals?)\b/gi,
  ofDeal: /\b(?:the|deals?|is|it'?s|now|at|to|for|pls|plz|please)\b/gi,
  lists: /\b(?:show|list|see|display|pull up|deals|which)\b/gi,
  sinceBefore: /\bsince(?: the)? $/i,
  sinceAfter: /^(?!)/,
  endOf: /^(?:the )?(?:eo[wmqy]$|end of (?:the |this )?(?:week|month|quarter|year)$)|[ -]end$/i,
  // Of English words for stages none is one of days too.
  beforeClosing: /^(?!)/,
  afterClosing: /^(?!)/,
  upToClosing: /^(?!)/,
  queue:
    /\b(?:queues?|waiting (?:in line|for (?:a |an |some)?(?:human|person|agent|one|body|me|us|help))|needs? (?:a |an )?(?:human|person|agent|help)|wants? to (?:talk|speak) to (?:a |an |some)?(?:human|person|agent|one|us))\b/gi,
  takes: /\b(?:take|serve|join)\b/gi,
  reminds: /\bremind me\b/gi,
  meetings: /\b(?:meetings?|appointments?|calendar|diary)\b/gi,
  slipping:
    /\b(?:slip(?:ping|ped|s)?|overdue|past (?:due|(?:their|its|the) (?:close )?dates?)|at risk|risky|in danger|in trouble|behind schedule)\b/gi,
  silent:
    /\b(?:(?:no|without|any) (?:recent )?(?:activity|activities|contact|touch|notes?)|(?:not|haven'?t|hasn'?t) (?:(?:we|i|been|anyone|anybody|you) )*(?:touched|contacted|spoken|heard|talked|called|met|chased|written|followed)|untouched|gone (?:quiet|cold|dark|silent)|quiet|cold|neglected|inactive)\b/gi,
  stuck: /\b(?:stuck|stalled?|stale|sitting|lingering|languishing|not mov(?:ed|ing))\b/gi,
  owns: /\b(?:who(?:se)?(?:'s| is| has)? (?:owns?|own(?:er|ing)|handl\w+|look\w* after|runs?|running|deal|got|has)|whose|owner of)\b/gi,
  team: /\b(?:team|everyone(?:'s)?|everybody(?:'s)?|whole|company(?:'s)?|we|our|us)\b/gi,
  everyone: /\b(?:all|every)\b/gi,
  mine: /\b(?:my|mine)\b/gi,
  toDo: /\b(?:(?:my |the |open )?(?:tasks?|to-?dos?|reminders?|follow[- ]?ups?)|(?:what'?s|what is|anything|whats) (?:due|overdue|on my list)|(?:i|do i) (?:have|need) to do)\b/gi,
  iDid: /\b(?:what (?:did|have) i (?:do|done|log(?:ged)?)|my (?:activity|activities|calls|notes|log)|i (?:log(?:ged)?|did))\b/gi,
  ticksOffFirst:
    /^\W*(?:i(?:'m| am|'ve| have)? |all )?(?:done|finished) (?:with|calling|talking|sending|writing)\b/i,
  ticksOff:
    /\b(?:done|did (?:it|that)|finished|complete[d]?|tick(?:ed)? off|check(?:ed)? off|cross(?:ed)? off|sorted)\b/gi,
  notes:
    /\b(?:log|note|remind|reminder|task|record|jot|write down|follow[- ]?up|had a (?:call|meeting|chat)|spoke|called|rang|met|visited|e-?mailed)\b/gi,
  noteOpening:
    /^\W*(?:(?:please|pls|can you|could you) )?(?:(?:log|note)(?: down)?(?:\W*[:,-]| (?:a|an|that|this|for|on)\b)|jot|make a note|(?:add|put) a note|record (?:a|an|that|this)\b)/i,
  followUp:
    /(?:^|[,;.:]\s*|\band |\bthen )((?:(?:on |at )?(?:tomorrow|tmrw|today|\w+day)(?: (?:morning|afternoon|at))?(?: \d{1,2}(?::\d\d)?(?:am|pm)?)? )?(?:i(?:'ll| will) |to |please |pls )?(?:follow(?:ing)?[- ]?up|remind me|call (?:back|again|her|him|them)|ring (?:back|again)|chase|check in|get back)\b)/gi,
  wonIt: /\b(?:we |i )?(?:won|closed|signed|landed|got)\b/gi,
  lostIt:
    /\b(?:we |i )?(?:lost|lose|dead|fell through|walked away|went (?:with|to) (?:someone|somebody|a competitor|the competition))\b/gi,
  margin: /\b(?:margins?|mark[- ]?up|cost(?:s| price)? us|our cost|cost price|profit|make on|earn on)\b/gi,
  howMany:
    /\b(?:how (?:many|much (?:stock|of|do we have|have we)|long)|stock|on hand|available|left|do we have|have we got)\b/gi,
};

const chinese: RepWords = {
  biggest: /[更较]?大的(?=那|一)|最大|金额最高|最高|\btop\b|biggest/gi,
  smallest: /[更较]?小的(?=那|一)|最小|金额最低|最低/g,
  soonest: /最(?:早|先|快)(?:成交|到期|关闭)?|最近(?:到期|成交)的/g,
  latest: /最(?:晚|迟)(?:成交|到期)?/g,
  ofList: /其中|里面|它们|这些|那些|[这那]几?个|中(?=最)/g,
  place: /第\s?(\d{1,2})\s?[个条项笔位]?/g,
  showing:
    /哪|哪个|哪一?[个条笔位]|什么|看看|看一?下|给我|说说|讲讲|介绍|详细|详情|更多|关于|情况|商机|单子|客户|联系人|是谁|谁|是/g,
  rest: /其余|剩下|全部|其他/g,
  person: /她|他|他们|她们/g,
  reach: /电话|号码|邮箱|地址|联系方式|手机/g,
  why: /为什么|为啥|怎么会|原因|理由|凭什么/g,
  goesOn: /^[\s\p{P}]*(?:那么?|还有|另外|再看看?)|呢[\s\p{P}]*$/gu,
  later: /推迟|延后|延期|往后(?:推|延|移)|晚/g,
  sooner: /提前|往前(?:移|提|调)|提早/g,
  span: /(\d{1,3}|[一两二三四五六十半几])\s?个?(天|周|星期|礼拜|月)/g,
  units: [
    [/^天$/, 'day'],
    [/^(?:周|星期|礼拜)$/, 'week'],
    [/^月$/, 'month'],
  ],
  sets: /改|调|设|变|推|移|挪|标|提(?![案醒])|降|加|减|升|涨|更新|成了/g,
  changes: /改|调|推|移|挪|变更|更新|提前|延[后期]|提高|降到|涨到/g,
  creates: /新建|新增|创建|新(?:的|开)?(?:商机|单子)|[建开加]一?[个条笔]/g,
  raisesBy: /(?:再?加|提高|增加|上调)(?!到|至|成)/g,
  lowersBy: /(?:减|降低|降|下调)(?!到|至|成)/g,
  lastBefore: /去年$/,
  sold: /卖|销售|销量|销售额|营业额|收入|营收|业绩|订单|下单|买|花了?多少|客单价/g,
  takings: /业绩|营收|收入|营业额|销售额?|流水/g,
  toCome:
    /预测|预计|预期|预估|估计|将|会|能(?=[做卖完达到有赚收])|下(?:个?月|周|个?季度|一?年)|未来|明年|目标/g,
  against: /相?比|对比|同比|环比|超过|高于|低于/g,
  customers: /客户|买家|顾客|谁买|谁花/g,
  best: /最好|最大|最多|前\s?[\d一二三四五六七八九十]+|大客户|头部|排名|重要/g,
  top: /(?:前|头|最好的|最大的|\btop )\s?(\d{1,2}|[两二三四五十])/gi,
  bestSellers: /best[- ]?sell(?:ers?|ing)|畅销|热销|热卖|卖得最?[好多]|最好卖|最受欢迎|销量(?:最高|排名|前)/g,
  yearToDate: /今年(?:以来|至今|到现在)|年初至今/g,
  periodBefore: /[上前]一[天日]|(?:上|前)一?个?(?:周|星期|月|季度|年)(?:之?前)?|再往前|之前(?:那|一)个/g,
  yearBefore: /去年(?:同期)?|同比|一年前/g,
  pipeline: /管道|漏斗|商机|单子|\b(?:pipeline|deals?)\b/gi,
  byStage: /按阶段|各(?:个)?阶段|每个阶段|分阶段/g,
  weighted: /加权|概率|按可能性|期望值/g,
  winRate: /赢单率|成交率|胜率|赢率|转化率|成功率/g,
  averageDeal: /平均(?:每[个笔单条]|单[子个]?|商机|一[个单笔]|金额)|单均|(?:单子|商机)平均/g,
  target: /[离距](?:离)?.{1,14}(?:[差远缺]|多少)|还差|差多少|够不够|达标|完成率/g,
  quota: /目标|指标|任务额|配额/g,
  ofDeal: /的|那个|这个|商机|单子|是|改|为|到|成|请/g,
  lists: /看|列|查|哪|显示/g,
  sinceBefore: /[自从]$/u,
  sinceAfter: /^(?:以来|以后|之后|后|起|至今|到现在|就没)/u,
  endOf: /(?:周|月|季|季度|年)[末底]$/u,
  beforeClosing: /(?:要|预计|预期|将|会|能)$/u,
  afterClosing: /^(?:日|时间)/u,
  upToClosing: /^\s?[之以]?[前内]?$/u,
  queue: /排队|队列|等(?:着|待|候)?(?:转)?(?:人工|接待)|(?:要|需要|找)人工/g,
  takes: /接/g,
  reminds: /提醒我/g,
  meetings: /会议|会面|日程|有(?:什么|哪些|几个|没有)?会(?:[吗么没]|$)|开什么会/g,
  slipping: /逾期|过期|超期|有风险|风险|拖延|延误|要黄|过了(?:成交|预计)?日/g,
  silent:
    /没有?(?:任何)?(?:活动|跟进|联系|动静|记录)|没(?:人)?跟进|没(?:有)?聊|没(?:有)?打过|没动静|冷掉|沉默|很久没/g,
  stuck: /卡在?|停在|停滞|停留|没动|不动/g,
  owns: /谁(?:的|负责|在跟|跟进|跟的|管)|负责人(?:是谁)?|归谁/g,
  team: /团队|大家|所有人|公司|我们|咱们/g,
  everyone: /全部|所有|都(?=[推改转移挪标设调])/g,
  mine: /我的|我名下|我负责|我手上/g,
  toDo: /待办|任务|提醒|要做(?:什么|的)|该做什么|有什么到期/g,
  iDid: /我(?:.{0,6})(?:做了什么|干了什么|记了什么|跟进了(?:什么|哪些|谁))|我的(?:活动|记录|跟进)/g,
  ticksOffFirst: /^(?:已经?)?(?:完成了?|做完了?|办好了?|搞定了?|弄好了?|处理完了?)(?!吗)/u,
  ticksOff: /完成了?|做完了?|办好了?|搞定了?|弄好了?|处理完了?|已经?做了?/g,
  notes: /记|备注|提醒|任务|待办|跟进|通话|打了|见了|拜访|聊了|开会/g,
  noteOpening: /^(?:帮我?|请|麻烦你?)*(?:[给在为把].{1,40}?)?(?:记(?!得)|(?:加个?|写个?)?备注)/u,
  followUp:
    /(?:^|[,;.:，。；：]\s*|然后|并)((?:(?:今天|明[天早晚]|后天|下?周[一二三四五六日天])[^,;.，。；]{0,8})?(?:提醒我|再?跟进|回访|回电|再打|再联系|催一?下))/g,
  wonIt: /赢了|拿下了?|成交了|签了|签下|谈成了|\bwon\b/g,
  lostIt: /丢了|丢掉|输了|黄了|没拿下|没成|丢单|输单|\blost\b/g,
  margin: /毛利率?|利润率?|成本|进价|赚/g,
  howMany: /多少|几[个件]|库存|现货|剩|还有/g,
};

const WORDS: Record<Language, RepWords> = { en: english, zh: chinese };
export const repWordsOf = (language: Language): RepWords => WORDS[language];
