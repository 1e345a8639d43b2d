import type { RepWords } from './word-classes.ts';

export const english: RepWords = {
  biggest:
    /\b(?:big(?:g(?:er|est))?|larg(?:e|er|est)|high(?:er|est)|most valuable|top|by (?:size|amount|value))\b(?! (?:customers?|clients?|accounts?|buyers?|sell))/gi,
  smallest: /\b(?:small(?:est)?|(?:smaller|cheaper|lower) one|lowest|least valuable|tiniest)\b/gi,
  soonest:
    /\b(?:soonest|earliest|clos(?:es|ing) (?:first|next|soonest)|next to close|most urgent|by (?:clos(?:e|ing) )?(?:date|day))\b/gi,
  latest: /\b(?:clos(?:es|ing) last|farthest out|furthest out)\b/gi,
  ofList: /\b(?:(?:of|among|out of) (?:them|these|those)|ones?|(?:th)?em|(?:these|those)(?= deals))\b/gi,
  place: /(?:#|\b(?:number|no\.?|deal|lead|line) )(\d{1,2})\b/gi,
  showing:
    /\b(?:which|what|whats|what's|who|whos|who's|is|are|tell|show|see|open|give|me|about|more|details?|info|on|of|deals?|contacts?|customers?|leads?|one)\b/gi,
  rest: /\b(?:rest|others?|all|remaining)\b/gi,
  person: /\b(?:hers?|him|his|s?he)\b/gi,
  reach: /\b(?:(?:tele)?phone|number|e-?mail|address|mobile|contact details)\b/gi,
  why: /\b(?:why|how come|what for|reasons?)\b/gi,
  goesOn: /^\W*(?:and|n|also|just|only|now|ok|same|what about|how about|vs\.?|versus|for)\b/gi,
  later:
    /\b(?:put|move|slid|kick|shift)\b.{0,60}\b(?:out|back|off|by|later)\b|\b(?:push(?:ed|ing)?|slip(?:s|ped)?|postpone|delay|extend)\b|\blater\b/gi,
  sooner: /\b(?:bring|pull|move|shift)\b.{0,60}\b(?:forward|in|up|earlier)\b|\bearlier\b/gi,
  span: /\b(\d{1,3}|an?|one|two|three|four|five|six|ten|couple(?: of)?|few|another) ?(days?|weeks?|wks?|months?|fortnight)\b|\b(fortnight)\b/gi,
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
  sorts: /\b(?:sort(?:ed)?|rank(?:ed)?|order(?:ed)?) (?:(?:it|them|these|those|all) )?by\b/gi,
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
  closesOn: /\b(?:clos(?:es?|ing)|sign(?:s|ing)?|decid(?:es?|ing))\b/gi,
  lists: /\b(?:show|list|see|display|pull up|deals|which)\b/gi,
  sinceBefore: /\bsince(?: the)? $/i,
  sinceAfter: /^(?!)/,
  endOf: /^(?:the )?(?:eo[wmqy]$|end of (?:the |this )?(?:week|month|quarter|year)$)|[ -]end$/i,
  // Of English words for stages none is one of days too.
  beforeClosing: /^(?!)/,
  afterClosing: /^(?!)/,
  upToClosing: /^(?!)/,
  lastOrder:
    /\b(?:last|latest|most recent|previous) (?:orders?|purchases?)\b|\b(?:order(?:ed)?|buy|bought|purchased?) last(?! (?:week|month|year|quarter|spring|summer|autumn|winter|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun))\b|\blast (?:ordered|bought|purchased)\b/gi,
  week: /\bmy week\b|\b(?:this|the|next) week (?:look|shap)\w*/gi,
  queue:
    /\b(?:queues?|waiting (?:in line|for (?:a |an |some)?(?:human|person|agent|one|body|me|us|help))|needs? (?:a |an )?(?:human|person|agent|help)|wants? to (?:talk|speak) to (?:a |an |some)?(?:human|person|agent|one|us))\b/gi,
  takes: /\b(?:take|serve|join)\b/gi,
  reminds: /\b(?:remind me|tell me (?:to|not to|that i)|(?:don'?t|do not) let me forget)\b/gi,
  meetings: /\b(?:meetings?|appointments?|calendar|diary)\b/gi,
  slipping:
    /\b(?:slip(?:ping|ped|s)?|overdue|past (?:due|(?:their|its|the) (?:close )?dates?)|at risk|risky|in danger|in trouble|behind schedule)\b/gi,
  silent:
    /\b(?:(?:no|without|any) (?:recent )?(?:activity|activities|contact|touch|notes?)|(?:not|haven'?t|hasn'?t) (?:(?:we|i|been|anyone|anybody|you) )*(?:touched|contacted|spoken|heard|talked|called|met|chased|written|followed)|untouched|gone (?:quiet|cold|dark|silent)|quiet|cold|neglected|inactive)\b/gi,
  stuck:
    /\b(?:stuck|stalled?|stale|sitting|lingering|languishing|(?:not|haven'?t|hasn'?t|didn'?t)(?: been)? mov(?:ed?|ing))\b/gi,
  owns: /\b(?:who(?:se)?(?:'s| is| has)? (?:owns?|own(?:er|ing)|handl\w+|look\w* after|runs?|running|deal|got|has)|whose|owner of)\b/gi,
  team: /\b(?:team|everyone(?:'s)?|everybody(?:'s)?|whole|company(?:'s)?|we|our|us)\b/gi,
  everyone: /\b(?:all|every)\b/gi,
  mine: /\b(?:my|mine)\b/gi,
  me: /\b(?:my|mine|me|i|myself)\b/gi,
  byRep:
    /\b(?:by|per|each|every) (?:sales ?)?(?:reps?|person|colleague|salesperson)\b|\bleader ?board\b|\bteam (?:ranking|stats|performance)\b|\b(?:who|which rep)(?:'s|s|'ve| has| have)?\b.{0,24}\b(?:most|best|biggest|largest|highest|fewest|least)\b.{0,24}\b(?:deals?|pipe(?:line)?|funnel|quarter|month|year|team)\b|\b(?:who|which rep)\b.{0,12}\b(?:won|closed|sold) (?:the )?(?:most|least)\b/gi,
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
  wins: /\b(?:win|won|winning)\b/gi,
  wonIt: /\b(?:we |i )?(?:won|closed|signed|landed|got)\b/gi,
  lostIt:
    /\b(?:we |i )?(?:lost|lose|dead|fell through|walked away|went (?:with|to) (?:someone|somebody|a competitor|the competition))\b/gi,
  margin: /\b(?:margins?|mark[- ]?up|cost(?:s| price)? us|our cost|cost price|profit|make on|earn on)\b/gi,
  howMany:
    /\b(?:how (?:many|much (?:stock|of|do we have|have we)|long)|stock|on hand|available|left|do we have|have we got)\b/gi,
};
