import type { Words } from './word-classes.ts';

const bigOrSmall = [
  /\b(?:big|large|jumbo|giant|huge|oversized?)(?:r|er|ger|st)?\b/gi,
  /\b(?:small|little|mini|tiny)(?:er|est)?\b/gi,
];

export const english: Words = {
  filler:
    /\b(?:into|em|go with|choose|pick|alright|k|oh|ah|w?h?oops|um+|er+m?|sorry|wait|hang on|and|or|also|ok|okay|so|then|well|hm+|what about|how about|for|if|i|we|you|any|buy|bought|take|took|get|order(?:ed)?|say|maybe|perhaps|just|only|about|around|the|an?|of|in|at|with|do|does|got|there|them|they|those|these|that|this|it|ones?|pcs|pieces?|units?|items?|times|whichever|please|pls|your|instead|same|would|could|have|had|be|is|are|more|like|let's|lets|rather|mean|meant|to|me|my|by)\b/gi,
  yes: /^\W*(?:y|yes|yep|yeah|yup|sure|ok|okay|please do|go ahead|correct|right|do it|of course|absolutely|fine)\b/gi,
  no: /^\W*(?:(?:oh|ah|h+m+|w?h?oops|um+|sorry|wait|well|hang on)\W{1,5}){0,2}(?:n|no|nope|nah|not|don'?t|never|cancel|stop)\b/gi,
  refusal:
    /\b(?:(?:don'?t|dont|do not|won'?t|will not|rather not|not going to) (?:want|need|wish|like|make|book|order|buy|call|ask)|no need (?:for|to)|not interested in)\b/gi,
  ordinals: [
    [
      /(?:(?<=^\W*|\b(?:the|and|or|just|only|yes|no),? )first\b|(?<!\b(?:our|my|your|his|their|a) )\bfirst\b(?!\W*$))(?! (?:of all|time|orders?|class|things?|day)\b)|\b(?:1st|no\.? ?1|number (?:1|one)|option (?:1|one)|former)\b/gi,
      0,
    ],
    [/\b(?:second|2nd|no\.? ?2|number (?:2|two)|option (?:2|two))\b/gi, 1],
    [/\b(?:third|3rd|no\.? ?3|number (?:3|three)|option (?:3|three))\b/gi, 2],
    [/\b(?:fourth|4th|no\.? ?4|number (?:4|four)|option (?:4|four))\b/gi, 3],
    [/\b(?:fifth|5th|no\.? ?5|number (?:5|five)|option (?:5|five))\b/gi, 4],
    [
      /(?<!\b(?:order(?:ed)?|buy|bought|purchased?|get|got) )\b(?:last|latter)\b(?! (?:orders?|ordered|bought|purchases?)\b)/gi,
      -1,
    ],
  ],
  ends: [
    [/\b(?:first|1st|top) (two|three|four|five|[2-5]|couple)\b/gi, 'first'],
    [/\blast (two|three|four|five|[2-5]|couple)\b/gi, 'last'],
    [
      /\b(?:cheapest|least expensive) (two|three|four|five|[2-5])\b|\b(two|three|four|five|[2-5]) (?:cheap(?:er|est)|least expensive)\b/gi,
      'cheapest',
    ],
    [
      /\b(?:dearest|(?:most|more) expensive|priciest) (two|three|four|five|[2-5])\b|\b(two|three|four|five|[2-5]) (?:dear(?:er|est)|(?:most|more) expensive)\b/gi,
      'dearest',
    ],
  ],
  together:
    /\b(both)\b|\b(?:all|each|every one|any) of (?:them|those|these)\b|\bof each\b|(?<=\b(?:\d+|ten|twenty|thirty|fifty|hundred|dozen|pieces|pcs) )each\b|\b(?:these|those|them|all|the) (two|three|four|five|[2-5])(?=\W*$|[.,!?]| (?:ones?|please|pls)\b)/gi,
  counts: { both: 2, couple: 2, two: 2, three: 3, four: 4, five: 5 },
  each: /\beach\b|\bapiece\b|\bboth(?= (?:to )?\d)|\bof (?:both|every(?: one)?|all(?: of them)?)\b|\bper (?:colou?r|design|style|item|kind|product)\b/gi,
  pointed: { before: /\b(?:the|that|this|those|these) (?:\w+ )?$/i, behind: /^ ones?\b/i },
  addressee: /\b(?:(?:ro|chat)?bots?|human|ai|a\.i\.|person|machine|computer|chat|anyone|anybody)\b/gi,
  asks: /\?|^\W*(?:(?:and|so|ok|but|hi|hello|hey|also)\W+)*(?:do|does|did|is|are|was|can|could|will|would|have|has|what|whats|which|how|hows|where|wheres|when|who|why|any|got any|what'?ve|whatve|whats|whens)\b/gi,
  ofIt: /\b(?:is|are|does|do|can|will|could|would|has|have) (?:it|they|these|those|this|that)\b/i,
  wonders:
    /\b(?:what|whats|which|how|hows|when|where|who|why|(?:would|will|is|does|did|was) (?:it|that|this|they|there)|(?:do|did|have) you|any chance)\b/gi,
  condition: /\b(?:if|suppose|supposing|in case|assuming|unless)\b/gi,
  discount: /\b(?:discounts?|(?:money|something) off|rebate)\b/gi,
  promotion:
    /\b(?:promotions?|promos?|sales?|(?:special )?offers|special offer|deals|clearance|(?:discount|promo|voucher|offer)(?:tion)? codes?|vouchers?|coupons?)\b/gi,
  sale: 'sale',
  bought: /\b(?:bought|ordered|received|purchased|stocked|sold|returned)\b/i,
  wishes:
    /\b(?:(?:i|we)(?:'d| would)(?: also)? (?:like|love|want|need)|(?:i|we)(?:'?m| am|'?re| are)(?: also)? (?:looking for|after|wondering)|^\W*(?:(?:hi|hello|hey)\W+)?looking for\b|(?:i|we)(?: also)? (?:need|want|wonder|require)|please|pls|let (?:me|us) know|tell (?:me|us)|whether|send (?:me|us)|quote (?:me|us))\b/gi,
  privacy:
    /\b(?:data|information|info|details|records?|privacy|gdpr|delet\w+|eras\w+|remov\w+|forget|wipe|purge|stored?|know about me|have on me|everything)\b/gi,
  whereShop:
    /\bwhere(?:abouts)? (?:are|r) (?:you|u|ya)(?: guys| all)?(?: (?:based|located|from))?(?=\W*(?:$|btw\b|please\b|[,.?!]))/gi,
  address: 'address',
  reference:
    /\b(?:order |reference |tracking )?(?:number|no\.|reference|ref)\b|\b(?:under|in) (?:the|my|our) names?\b|\b(?:order(?:ed)?|placed|booked) (?:by|under|as)\b/gi,
  mailOnly:
    /\b(?:just|only|rather|instead|please) (?:an? |by |via |use |send (?:me )?(?:an? )?|write (?:me )?(?:an? )?)?e-?mail|\be-?mail (?:me )?(?:instead|only|rather|is better)/gi,
  joins: /\b(?:and|plus|with|also|as well as|together with)\b|&|\+/gi,
  other: /\bthe other(?: one)?\b(?! (?:day|week|time|shop|way|colou?rs?|ones|two|three)\b)/i,
  thatOne: /\b(?:that|this)(?: one)?\b/i,
  sameQuantity: /\b(?:the )?same (?:number|amount|quantity)\b|\bas many\b/gi,
  pronoun: /^ones?$/i,
  merely: /\b(?:just|only)(?: the)? $/i,
  growsBy: /\b(?:up|increas\w+|rais\w+|bump\w*|rise)\b.{0,40}\bby (?:another |an extra )?$/i,
  shrinksBy: /\b(?:down|reduc\w+|lower\w*|cut|decreas\w+|drop\w*)\b.{0,40}\bby (?:another )?$/i,
  comesTo: /\b(?:drop|take|cut|bring|lower|reduce|down|back) (?:\w+ )?(?:down )?to (?:just |only |about )?$/i,
  swapNumbers:
    /\b(?:swap|switch|exchange)\b.{0,30}\b(?:numbers|quantities|amounts|around|round|over)\b|\bother way (?:a)?round\b/gi,
  cheaperThan: /\b(?:cheaper|less expensive|dearer|more expensive|pricier) than\b/gi,
  unchanged:
    /\bback to (?:my|the|our|that) quot(?:e|ation)\b|\b(?:keep|leave) (?:the|my|our|that|this) (?:quote|quotation|offer|order)\b(?: as\b.{0,20})?|\b(?:keep|leave) (?:it|everything|all) (?:exactly )?as (?:it|they|is|was|are)\b/gi,
  cheapest:
    /\b(?:cheap(?:er|est)(?! (?:if|when|for|with|per))|(?:best|better) value|least expensive|lowest price)\b/gi,
  bestselling: /\b(?:best[- ]?sell(?:er|ing)|top[- ]?sell(?:er|ing)|most popular)(?: ones?)?\b/gi,
  dearest: /\b(?:dear(?:er|est)|(?:more|most) expensive|priciest|pricier)\b/gi,
  all: /\b(?:all|both|each|every(?:thing)?)\b/gi,
  add: /\b(?:add|plus|include|also|another|extra|more|put|throw in|as well|too(?=\W*(?:$|[,.;!?])))\b|\+(?= ?\d)/gi,
  remove:
    /\b(?:remove|delete|drop|lose|ditch|skip|bin (?=the\b|those\b|them\b|it\b|that\b)|take (?:off|out|away)|take\b(?:(?!%|per ?cent).){0,60}\b(?:off|out)|without|no more|leave out|get rid of|minus|not the|don'?t (?:want|need)|forget(?: about)? (?=the\b|those\b|these\b)|never mind (?=the\b|those\b)|(?:aren'?t|isn'?t|(?:are|is) not) (?:for us|needed|required|wanted)|no longer (?:want|need)(?:ed)?)\b|(?<=(?:\d|\b(?:one|two|three|four|five|six|ten|dozen)) )(?:fewer|less)\b/gi,
  set: /\b(?:make|change|set|update|instead|only|reduce|increase|bump|lower|raise|should (?:be|say)|rather|actually|meant?|(?:leave|keep) it at|stick (?:to|with)|just(?= (?:the )?(?:\d|one\b|two\b|three\b|a dozen\b))|(?:is|are|will be|would be|'ll be) (?:enough|plenty)|(?:will|'ll) do)\b/gi,
  double: /\b(?:double|twice|(?:times|by) (?:two|2))\b/gi,
  half: /\b(?:halve|half)\b/gi,
  onlyThese: /\b(?:only|just|keep|nothing but)\b/gi,
  theRest:
    /\b(?:(?:drop|skip|forget|without|not|no|lose|remove|leave|bin|cancel|scrap|ditch|delete|don'?t (?:want|need)) (?:out )?(?:all (?:of )?)?(?:the )?(?:rest|others|everything else|remaining (?:ones|lines))|nothing else)\b/gi,
  everythingElse: /\b(?:everything|all|anything) else\b|\b(?:all )?the (?:others|rest|other ones)\b/gi,
  // English counts them by a number alone, which is an entity.
  kinds: /^(?!)/g,
  ofOrder:
    /\b(?:to|from|in|on|of|off) (?:the|my|that|this|our) (?:last |new )?order\b|\b(?:change|amend|update|edit|correct) (?:the|my|that|this|our) (?:last |new )?order\b/gi,
  worth: /^ worth\b/i,
  tellMe: /\b(?:tell (?:me|us)|let (?:me|us) know|advise|confirm|(?:like|want|need) to know)\b/gi,
  split:
    /\b(?:split|stagger(?:ed)?|part(?:ial|-)?|separate|(?:two|three|several|multiple|different|[23]) (?:separate )?) ?(?:up )?(?:the |my |our |this |that )?(?:deliver(?:y|ies)|shipments?|dispatch\w*|consignments?|batches|drops|addresses)\b|\b(?:in|into|over|as) (?:two|three|four|several|[2-4]) (?:goes|batches|lots|parts|drops|stages|instal?ments|deliveries|shipments)\b|\bhalf\b.{0,40}\b(?:and|then|,) ?(?:the )?(?:other )?(?:half|rest)\b|\bthe (?:rest|remainder|remaining(?: \w+)?|balance|other (?:half|\d+))\b.{0,20}\b(?:later|after(?:wards)?|next (?:week|month|year)|in (?:a|two|three|\d+) (?:weeks?|months?)|(?:in|on|by|before|for|to) (?:the \d|\d|(?:mid|early|late)\b|mon|tue|wed|thu|fri|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))/gi,
  mixed:
    /\b(?:mixed|assorted|a mix(?:ture)?(?: of)?|a variety(?: of)?|(?:different|various|random)(?= (?:designs?|colou?rs?|patterns?|styles?|kinds?|ones)))(?: (?:designs?|colou?rs?|patterns?|styles?|kinds?))?\b/gi,
  either: /^\W*(?:pcs|pieces|units)?\W*(?:and|or|vs\.?|versus|and (?:also )?for|or for)\s*(?:for )?$/i,
  howMany: /\bhow many\b|\bas many\b(?! as (?:the|of|in)\b)/gi,
  addressed:
    /\b(?:deliver(?:y|ed)?|send|ship(?:ped)?) (?:it |them |that |everything |all )?to (?=\d+[a-z]? \p{L}|unit \d|flat \d)/giu,
  forWhom:
    /\b(?:[Ii]t'?s|[Ii]t is|[Tt]his is|[Tt]hat'?s|order is|[Ww]e(?:'re| are)) (?:all )?(?:for|on behalf of|under) (?!me\b|us\b)(?:the )?(?=\p{Lu})/gu,
  onOrder:
    /\b(?:made? |make (?:it |them )?)?out to\b|\b(?:[Ii]nvoice|[Bb]ill) (?:it |that |this |us )?to\b|\b(?:[Ii]nvoice|[Bb]illing|[Dd]elivery|[Ss]hipping) address\b.{0,12}\b(?:is|to|:)|\b[Cc]ompany(?: name)?(?: is|:)|\b(?:[Oo]ur|[Tt]he|[Mm]y) (?:PO|p\.o\.|purchase order|vat|VAT|company|EORI)(?: (?:number|no\.?|name|reference))? (?:is|:)|\b(?:[Pp]ut|[Aa]dd|[Uu]se|[Qq]uote)\b.{0,20}\b(?:PO|purchase order|reference|company name)\b/gu,
  whereabouts:
    /\bwhere(?:'?s|'?re| is| are)?\b.{0,12}\b(?:it|they|them|this|that|stuff|things|parcel|package|goods)\b|\b(?:has|have|did|is|are) (?:it|they|the goods|everything) (?:been |already )*(?:left|gone|go out|shipped|sent|dispatched|arrived?|on (?:its|their|the) way)\b|\bwhen (?:will|does|do|should|can) (?:it|they|i|we) (?:arrive|come|get (?:here|it|them)|be here|expect)/gi,
  noReminder:
    /\b(?:but )?(?:(?:no|without(?: an?y?| the)?) reminders?|(?:don'?t|do not|never|no need to) remind(?: me)?)\b/gi,
  dropIt: /\b(?:forget (?:about )?(?:it|that)|never ?mind|leave it(?! at\b))\b/gi,
  replace:
    /\b(?:(?:could|can|should|shall) .{0,30}\bbe\b|replace|swap|exchange|switch|instead|rather|change)\b/gi,
  cancel:
    /\b(?:cancel|scrap|withdraw|tear up|discard|forget (?:about )?(?:the|my|that|this|our) (?:whole |entire )?(?:quote|quotation|order|offer))\b/gi,
  orderIt:
    /\b(?:(?:order|buy|place|confirm) (?:it|them|this|that)(?: all)?(?: now)?|(?:place|confirm) (?:the|my|an|that|this|our) order|order now)\b/gi,
  quotation: /\b(?:quot(?:e|es|ation|ations)|(?:written |formal )offer|pro ?forma)\b/gi,
  multibuy:
    /\b(?:[2-9]|two|three|four|five) for (?:the price of )?(?:[1-9]|one|two|three|four)\b|\bb(?:uy one get one|ogof)\b/gi,
  document: /\b(?:quot(?:e|es|ation)|offer|lines?|rows?|list)\b/gi,
  again:
    /\b(?:the )?(?:same|usual)(?: order)?(?: again)?(?: as)?(?: the)?(?: last (?:time|order)| before)|\bre-?order\b|\b(?:my )?usual order\b|\bsame again\b/gi,
  reorder: /\b(?:re-?(?:order|stock)(?:ing|ed)?|running (?:out|low)|(?:order|buy|need) again)\b/gi,
  undo: /\b(?:undo(?: that)?|(?:put|bring|add) (?:it|that|them) back(?: in)?|go(?:ing)? back|step back|take (?:that|it) back|revert(?: that)?|change (?:that|it) back|back to(?= \d)|restore|reinstate|re-?open|didn'?t mean(?: to)?|by mistake)\b/gi,
  restores: /\b(?:(?:put|bring|add) (?:it|that|them) back|restore|reinstate|re-?open)\b/gi,
  file: /\bpdf\b|\b(?:download|print)\b.{0,20}\b(?:it|quote|quotation|offer)\b/gi,
  sendIt:
    /\b(?:e-?mail|mail|send)\b.{0,40}\b(?:it|this|that|quote|quotation|offer|pdf|(?:whole )?thing|lot|everything)\b/gi,
  more: /\b(?:(?:(?:show|see|give|list)(?: me| us)? |any |some )?(?:(?:a few|the) )?more|(?:show me|see|list) (?:the rest|them all|all of them|the others)|the rest|next(?: page)?|go on|continue|what else)\b/gi,
  like: /\b(?:more|something|anything|others?|ones) like (?=the\b|that\b|number\b)|\bsimilar to\b/gi,
  described:
    /\b(?:something|anything|some(?:thing)? that(?:'s| is)|ones? that (?:is|are|looks?))(?: (?:a (?:bit|little)|bit|more|really|quite|kind of|rather|very))* (?!(?:else|more|like|for|in|with|to|at|of|on|from|under|below|over|about|around|by|similar|different|new|good|better|best|cheap\w*|expensive|pricier|affordable|that|which|you|we|i|the|a|not|wrong|nice|called)\b)([a-z]{3,})\b/gi,
  tooMuch:
    /\btoo (?!(?:sure|bad|keen|happy|fussed|late|early|soon|convinced|much|many|long|fast|slow|expensive|pricey|dear|cheap|costly)\b)([a-z]{3,})\b/gi,
  bigOrSmall,
  alike: [
    ...bigOrSmall,
    /\b(?:flower(?:s|y|ed)?|floral|roses?|daisy|daisies|peony|poppy|poppies|tulips?|sunflowers?)\b/gi,
    /\b(?:christmas|christmassy|festive|xmas)\b/gi,
    /\b(?:old|vintage|retro|antique|old-fashioned)\b/gi,
  ],
  similar:
    /\b(?:(?:other|another|different|more) (?:colou?rs?|patterns?|designs?|versions?|sizes?|ones?|kinds?)|alternatives?|(?:something|anything) (?:else|similar|cheaper|less expensive|pricier|like (?:it|that|this))|(?<!\b(?:do|make|get) (?:it|that|this|them|these) )(?:any|got|show me) cheaper(?: ones?)?|similar)\b/gi,
  which:
    /\bwhich\b(?! (?:of your |other )?(?:products?|items?|things?|goods)\b)|\bwhat ones?\b|\b(?:of|between|among|out of) (?:these|those|them|the two|the three)\b|\bdo (?:they|these|those)\b/gi,
  sells:
    /\b(?:(?:people|customers|they|others) (?:buy|like|prefer)|(?:goes|moves|shifts) (?:best|better|fastest|faster)|sell(?:s|ing)?|sold|(?:best|top)[- ]?sell(?:ers?|ing)|popular|sales)\b/gi,
  goesWith: /\b(?:with|alongside|beside|next to|together|goes? well)\b/gi,
  compare: /\b(?:compared?|comparison|versus|vs|difference between)\b/gi,
  stock: /\b(?:(?:in|out of|back in) stock|sold out|lead time|availability)\b/gi,
  holiday:
    /\b(?:(?:bank|public) holidays?|holidays|easter|christmas|xmas|boxing day|new year(?:'?s)?|good friday)\b/i,
  hours:
    /\b(?:opening (?:hours|times?)|business hours|when (?:are|do) you (?:open|close)|(?:what time|when) do (?:you|u|ya) (?:open|close|shut|start|finish)|(?:are|r) (?:you|u) (?:open|closed?)|(?:you|u) open (?:on|at|today|tomorrow|now|til+|until))\b/gi,
  howLong: /\bhow (?:long|fast|quick(?:ly)?|soon|many (?:working |business )?days)\b/gi,
  deliveryTime: /\b(?:delivery|lead|shipping) (?:times?|dates?|days?)\b/gi,
  takesTime:
    /\b(?:usually|roughly|normally|will|does|did|take[sn]?|need|to|for|days?|working|business|delivery|shipping)\b/gi,
  arrives:
    /\b(?:when|how (?:long|fast|soon|quick(?:ly)?)|arrive[sd]?|get (?:it|them|that|this|those|these|there|to)|gets? to|reach|deliver(?:ed|y|s)?|ship(?:ped|ping|s)?|sen[dt]|there by)\b/gi,
  toThere:
    /\b(?:sen[dt]|ship(?:ped|ping)?|deliver(?:y|ed)?|get|post)\b.{0,20}\b(?:to )?(?:there|us|me|here)\b/gi,
  towards: /\bto\b(?! pay)/gi,
  validity:
    /\b(?:still (?:good|ok(?:ay)?|on|open|stands?|available|current)|how long (?:have|do) (?:i|we) (?:got|have)|latest (?:i|we) (?:can|could|may)|(?:by when|when) (?:do|must|should) (?:i|we) (?:have to |need to )?(?:decide|answer|confirm|say|tell you)|valid(?:ity)?|expir(?:e|es|ed|y)|run(?:s)? out|(?:good|hold|holds|last|lasts|stand|stands|honou?r|keep|guaranteed?) (?:it )?(?:for|until|till)|(?:how long|until when|till when).{0,40}\b(?:good|hold|last|stand|honou?red|kept|open))\b/gi,
  renew: /\b(?:renew|extend|refresh|redo|re-?issue)\b/gi,
  total:
    /\b(?:what (?:have|do) (?:i|we) (?:have |got |have got )?(?:so far|now|in (?:it|there))|(?:sub)?totals?|what'?s the (?:damage|bill)|altogether|in all|(?:how much|what) (?:is|for|would) (?:it all|all of it|everything|the lot)|what(?:'?s| is) (?:in|on) (?:the|my) quote|(?:show|see) (?:me )?(?:the|my) (?:quote|basket|cart))\b/gi,
  vat: /\b(?:(?:plus|including|excluding|inc|incl|ex|excl|without) )?(?:vat|(?:sales )?tax(?:es)?|net or gross)(?: (?:on top|included|extra|added))?\b/gi,
  carriage: /\b(?:delivery|shipping|postage|carriage|freight|p ?& ?p)\b/gi,
  inclusive:
    /\b(?:with|incl(?:uding|usive of|\.)?|plus|after|before|without|excl(?:uding|\.)?|ex)\b.{0,16}\b(?:vat|tax(?:es)?|delivery|shipping|postage|carriage|freight)\b|\b(?:vat|tax|delivery|shipping|postage|carriage) (?:included|incl\b|on top|added)/gi,
  priceGap:
    /\bhow much (?:more|less|dearer|cheaper|pricier)(?: expensive)?(?= (?:is|are|does|do the|would the|would that|for the|than)\b)|\b(?:price difference|(?<=^\W*(?:and )?)by how much|difference in (?:the )?price)\b/gi,
  others: /\b(?:what|which|any|got) (?:other|more|else)\b/gi,
  postpones:
    /\b(?:i'?ll|let me|i (?:just )?(?:need|have|want|got) to|i must|i'?m going to|gonna|gotta)\b.{0,12}\b(?:think|sleep on it|ask|check with|speak (?:to|with) my|talk (?:to|with) my|discuss|get back to you|come back (?:to you|later)|let you know)\b/gi,
  allIn: /\ball[- ]in\b(?! all\b)|\beverything included\b/gi,
  paying: /\b(?:pay|pays|paying|payments?|cards?|paypal|invoices?|transfer|cash)\b/gi,
  otherMeans:
    /\b(?:(?:apple|google|samsung|amazon) ?pay|klarna|clearpay|alipay|wechat(?: pay)?|cash(?! on)|cheques?|bitcoins?|crypto)\b/gi,
  orders:
    /\b(?:(?<!\b(?:my|the|our|this|that|an|your) )order|reserve|buy|i'?ll (?:take|have))\b(?!\s+(?:status|number))/gi,
  comesByThen:
    /\bif (?:i|we) (?:order|buy)\b|\b(?:arrive|be here|get here|be delivered|come) (?:by|on|before)\b/gi,
  // English asks in front of the thing, which the classifier reads.
  isThere: /^(?!)/,
  corrects: /\b(?:no|wait|sorry|i mean|or rather|make (?:that|it))\b/i,
  takesBack:
    /(?<=[,.;!-] ?)\b(?:no,|no wait\b|wait,|sorry,|(?:no,? )?i meant?\b|or rather\b|scratch that\b|on second thoughts?\b)/i,
  without:
    /^\W*(?:(?:but|and|just) )?(?:not|no|nothing|without|none|anything but|except|apart from|other than|aside from)\b/gi,
  colours:
    /\b(?:red|blue|green|pink|white|black|ivory|cream|silver|yellow|purple|violet|orange|brown|beige|gold|gr[ea]y|turquoise|teal|navy|natural)s?\b/gi,
  sizes: /\b(?:in )?(?:a )?sizes? (?:\d{1,3}|xx?[sl]|[sml]|small|medium|large)\b|\bx+l\b/gi,
  below:
    /(?<!\b(?:no|not|nothing|nowt) )\b(?:under|below|less than|cheaper than)\b|\b(?:up to|at most|max(?:imum)?|within)\b|\b(?:no|not|nothing|nowt) (?:over|above|more than|dearer than)\b|\bor (?:less|under|below)\b/gi,
  toMe: /\bto me\b|\btake (?:(?:it|this|that|them) )?over\b/gi,
  handOver: /\b(?:(?:re)?assign|hand|give(?! me\b)|transfer|pass|take (?:(?:it|this|that|them) )?over)\b/gi,
  above:
    /(?<!\b(?:no|not|nothing|nowt) )\b(?:over|above|more than|dearer than)\b|\b(?:at least|from)\b|\b(?:no|not|nothing|nowt) (?:under|below|less than|cheaper than)\b|\b(?:or|and) (?:more|over|up|above|upwards)\b/gi,
  tradeNouns: new Set(
    `weekend weekday fortnight pack packet ply price cost quote quotation offer stock order delivery date day time week month year quantity unit piece pcs pc each thing
    item product one money total discount shipping colour color size material detail info information description weight
    dimension availability lead minimum bulk wholesale rate number lot shop store customer please thanks thank pls pound gbp
    vat tax comparison difference version kind type way question hello hi today tomorrow now warehouse shelf idea picture
    photo link page list rest more half hundred thousand dozen stuff goods merchandise supply range catalogue spec
    specification measurement length width height warranty something anything nothing everything bit couple yes no ok sort
    alright hiya heya howdy morning afternoon evening chance possibility bestseller seller deal recommendation suggestion option choice alternative euro pence friend hurry moment supplier provider stockist wholesaler`.split(
      /\s+/,
    ),
  ),
  inEqualParts:
    /\bhalf (?:of )?each\b|\bhalf and half\b|\bhalf[- ]half\b|\b(?:split|divided?|shared?) (?:\w+ )?(?:evenly|equally|50[ /-]50)\b|\b(?:evenly|equally) (?:split|divided|shared)\b|\bin equal (?:parts|numbers|amounts)\b/gi,
  stays: /\b(?:stays?|leave|unchanged|as (?:it|they) (?:is|are)|as is)\b/gi,
  measure: /\bhow (?:heavy|big|large|tall|high|thick|wide|deep)\b|\b(?:dimensions|measurements|weigh)\b/gi,
  goesOn: /^(?!)/,
  pointing: new Set('it its them they their those these that this same such one ones'.split(' ')),
  negation: /\b(?:don'?t|dont|do not|not|never|no|without|instead of|rather than|stop)\b/gi,
  call: /\b(?:call(?:s|ing|ed)?|ring|(?<!\b(?:my|our|the|mobile|cell) )(?:tele)?phone(?! (?:is|number|no\b)))\b/gi,
  email: /\b(?:e-?mail|write|mail)\b/gi,
  notThis: /\b(?:not|instead of|rather than|from|isn't|wasn't)\s+(?:the\s+)?$/i,
  clauseBreak: /[,;.!?]|\b(?:and|plus|but|then|or)\b/gi,
  seasons: [
    [/\b(?:christmas|xmas|x-mas|advent|festive|stocking fillers?|secret santa)\b/gi, 'christmas'],
    [/\beaster\b/gi, 'easter'],
    [/\bvalentine'?s?\b/gi, 'valentine'],
    [/\bhallow?e'?en\b/gi, 'halloween'],
    [/\bspring\b/gi, 'spring'],
    [/\bsummer\b/gi, 'summer'],
    [/\b(?:autumn|fall)\b/gi, 'autumn'],
    [/\bwinter\b/gi, 'winter'],
  ],
  budget:
    /\b(?:budget|spend|spending|afford|allowance|(?:i|we)(?:'ve| have)(?: got)?(?: only| about| around| just)? ?(?:[£$€]|\d+ (?:pounds?|quid|euros?|dollars?)))/gi,
  property:
    /^\W*(?:(?:and|n|so|but|also|ok|hi|hello) )*(?:do|does|did|are|is|will|would|can|could|has|have) (?:your|the|these|those|they|it|this|that|all)\b|^\W*(?:(?:and|so|but|also|ok|hi|hello) )*(?:what(?:'?s| is| comes) (?:in|inside) (?:it|them|the|an?)|how (?:do|does|are|is) (?:it|they|these|this|that)(?! (?:sent|delivered|shipped|packed|paid|compare|differ))|how (?:big|heavy|tall|wide|deep|thick|loud|bright|strong|sturdy) (?:is|are) (?:it|they|these|this|that|those)|how long (?:do|does|will) (?:it|they|these|this|that) (?:burn|last|run|work|play|stay|keep))\b/i,
  most: /\b(?:which|what)\b.*\b(?:better (?:for|at|quality|made)|more (?!popular|expensive)\w+|(?:bigg|small|larg|long|short|tall|wid|thick|thinn|heavi|light|strong|sturdi|soft|warm|bright|high|narrow|deep|hard|tini|tough|saf|nic|pretti)er|most (?!popular|expensive)\w+|(?!(?:cheap|dear|b|lat|new|pric|high|low|near|fast|earli|soon|inter|requ|sugg)i?est\b)\w{3,}est)\b/i,
  variants:
    /\b(?:which|what|how many)(?: (?:other|different|sort of|kind of))? (?:colou?rs?|designs?|patterns?|styles?|varieties|versions|types|kinds|sorts|scents?|flavou?rs?|shapes?)\b/gi,
  // English has no such word.
  asWell: /^(?!)/,
  ofShop:
    /\b(?:things?|items?|products?|gifts?)\b.{0,12}\b(?:you|u|ya)\b.{0,6}\b(?:sell|stock|have|do|got)\b|\b(?:in|of) (?:your|the) (?:whole |entire )?(?:shop|store|range|catalogue)\b|\byour (?:very )?(?:cheapest|dearest|priciest|most expensive)\b|\boverall\b/gi,
  thoseOf:
    /\b(?:the|those|just|only|any|about) (?!(?:same|other|first|second|third|last|next|best|new|good|nice|right|wrong|only|two|three|four|five|cheap\w*|dear\w*|(?:more|less|most|least) \w+|expensive|pric\w+)\b)([a-z]{3,}) (?:ones|stuff|things|kinds?|sorts?|types?)\b/gi,
  acknowledged:
    /^\W*(?:(?:ok(?:ay)?|ah?|oh|right|yeah)[\s,]+)?(?:fair enough|fair do'?s|got it|gotcha|i see|thought so|as i thought|makes sense|good to know|understood|noted|no worries|sounds (?:good|fair|great)|that'?s (?:fine|good|great|ok|fair)|cool|great|lovely|brilliant|perfect)(?:[\s,]+(?:ok|then|thanks|ta|cheers|thank you|mate))*\s*(?:[,.!…–—-]+\s*)(?=\S)/i,
  cost: /\b(?:how much|costs?|prices?|charges?|charged|fees?|free|extra|pay(?: for)?|additional|included|what)\b/gi,
  gifts:
    /\b(?:(?:party|wedding|christening|baby shower) (?:favou?rs?|bags?)|favou?rs|giveaways?|(?:gifts?|presents?|prizes) for)\b/gi,
  occasion:
    /\bfor ((?:an?|my|our|his|her|their|some|someone|somebody|people|friends?|men|women|guys|blokes|lads|ladies|girlfriends|grandparents|newlyweds|teachers?|colleagues|staff|mum|dad|mom)\b(?! (?:bit|while|moment|sec|second|minute|start|quote|price|shop|store|business|website|customers?))[\w' -]{0,40})/i,
  house: {
    before: /\b(?:flat|unit|suite|no\.|number|floor|shop)\s+$/i,
    behind:
      /^[a-z]?,? (?:[\w'.]+ ){1,3}(?:street|st|road|rd|lane|ln|avenue|ave|drive|close|way|square|place|terrace|court|row|yard|hill|park|gardens|crescent|parade|quay)\b/i,
  },
  ages: {
    before:
      /\b(?:aged?|ages|(?:kids|children|child|baby|babies|toddlers?|girls?|boys?) (?:under|over|of))\s+$/i,
    behind: /^[- ]?(?:years?|yrs?|y\/?o|months?)(?:[- ]olds?)\b/i,
  },
  perHead:
    /\b(?:each|apiece|(?:a|per) (?:head|person|guest|child|kid|piece|pupil|student|employee|visitor)|p\.?p\b)/gi,
  decides:
    /\b(?:i(?:'m| am) the (?:owner|buyer|boss|manager|director|founder)|i decide|my (?:decision|own shop|own business|call)|i run (?:a|the|my)|i own|just me|myself)\b/gi,
  asksOthers:
    /\b(?:ask my|check with|talk to my|decid\w+ (?:\w+ )?(?:together )?with|(?:together|jointly) with (?:my|our|the)|(?:run|put) (?:it|this) (?:past|by|to) (?:my|our|the)|my (?:boss|manager|partner|husband|wife|team|company) (?:has|have|needs?|must|decides?)|need(?:s)? approval|sign[- ]?off|not my decision|(?:boss|manager|director|board|somebody else|someone else) (?:has to|must|needs to|decides?))\b/gi,
  deadline: /\b(?:by|before|until|latest|need(?:ed)?|in time for|deadline)\b/gi,
  returnReasons: [
    [
      /\b(?:broken|broke|damaged?|cracked|smashed|shattered|defect(?:ive)?|faulty|scratched|dented|torn|chipped|leak(?:s|ing|ed)?|in pieces|(?:stopped|stops|not|isn'?t|wasn'?t|never) work(?:ing|s|ed)?|(?:doesn'?t|does not|didn'?t|won'?t) (?:work|tick|light up|turn on)|packed (?:up|in)|conked out|kaput|fell apart|falling apart|come apart|came apart)\b/gi,
      'damaged',
    ],
    [
      /\b(?:sent (?:me |us )?the \w+ (?:ones? )?(?:not|instead of|rather than) the|wrong (?:items?|products?|ones?|colou?rs?|sizes?|goods|things?|order)|not what (?:i|we) ordered|something else than|instead of what (?:i|we) ordered)\b/gi,
      'wrongItem',
    ],
    [/\b(?:missing|incomplete|not all of|too few|did not come|didn'?t come)\b/gi, 'missing'],
    [
      /\b(?:chang(?:ed?|ing) my mind|(?:don'?t|do not|no longer) (?:want|like|need)|not needed|too (?:big|small|many|late)|unwanted|over-?ordered|ordered too many)\b/gi,
      'unwanted',
    ],
  ],
  insult:
    /\b(?:idiots?|stupid|dumb|useless|moron|shut up|f+u+c+k\w*|shit\w*|bastards?|crap|bullshit|suck(?:s|ing)?)\b/gi,
};
