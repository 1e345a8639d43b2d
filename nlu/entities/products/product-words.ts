/** Words of requests that name no goods: they neither begin nor belong to a product phrase of their own. */
const REQUEST_WORDS = new Set(
  `a an the this that these those my your our their his her its some any no every each all both other another same
  i you he she it we they me us them who what which where when why how
  is are was were be been am do does did have has had can could will would shall should may might must
  and or but not nor so if then than as at by for from in into of off on onto out over to up with without about per
  please thanks thank hi hello hey ok okay yes yeah sorry mate guys pls plz asap thx cheers
  want wants need needs like love get got give take buy order orders ordered purchase sell sells selling sold send ship
  show tell find see look looking make add put change remove cancel keep reserve quote quotes price prices priced cost
  costs pricing discount discounts stock stocked available availability delivery deliver delivered shipping much many
  more less most few lot lots dozen couple pieces piece pcs pc units unit item items product products thing things
  stuff kind kinds type types range cheap cheaper cheapest expensive best good great nice cool new old ones one
  now today tomorrow tonight yesterday soon later week weeks month months year day days morning afternoon evening
  weekend monday tuesday wednesday thursday friday saturday sunday number amount total quantity qty x vs versus ur u come comes go goes say says leave
  also just only still again really very too here there back maybe else way bit ready left instead currently
  question info information details detail help person people human email phone call name names
  customer customers shop store website site moment question page account invoice payment bill
  actually basically exactly yet ever never already once twice always
  what's whats im ive id dont doesnt cant wont`.split(/\s+/),
);

const CHINESE_REQUEST_WORDS = new Set(
  `的 了 吗 呢 吧 啊 么 嘛 我 你 您 他 她 它 我们 你们 他们 这 那 这个 那个 哪 哪个 哪些 什么 怎么 怎样 多少 几 多 少 钱 价格 价钱 单价 报价
  有 没有 有没有 没 不 要 想 想要 需要 买 卖 订 订购 订单 下单 购买 来 给 把 请 请问 问 看 看看 帮 帮我 可以 能 会 是 在 和 跟 与 或 还 还有 也 都 就
  再 加 个 只 件 套 包 盒 箱 条 块 张 把 支 瓶 份 双 对 打 库存 现货 有货 发货 送货 到货 折扣 优惠 便宜 贵 台 棵 串 副 现在 今天 明天 后天 下周 产品 商品 东西
  种 款 些 一些 一下 一个 大概 什么 时候 多久 最 好 推荐 谢谢 你好 您好 麻烦 客服 人工 电话 邮箱 地址 改 改成 换 换成 取消 查 查询 介绍 关于`.split(
    /\s+/,
  ),
);

/** Properties: they tell products apart, but name none by themselves. */
const PROPERTIES = new Set(
  `red blue green pink white black yellow orange purple grey gray brown cream ivory silver gold golden beige turquoise
  lilac mint clear small large medium big mini jumbo giant little tall short long wide vintage retro antique old
  assorted asstd set sets pack packs box boxes size sizes colour colours color colors design designs style styles
  wooden wood metal ceramic glass paper cotton plastic zinc enamel
  红色 蓝色 绿色 粉色 粉红 粉红色 白色 黑色 黄色 橙色 紫色 灰色 棕色 银色 金色 红 蓝 绿 粉 白 黑 黄 大 小 中 大号 小号 中号 大型 小型 迷你 复古 木制 木质 金属
  陶瓷 玻璃 纸 木 铁 棉 银 金 布 组 装 套装 件套 混色 本色 包装 厘米 毫升 规格 款式 色 颜色 尺寸`.split(
    /\s+/,
  ),
);

/** Colours, each under one name in both languages: goods of another are not what was asked for. */
const COLOURS = new Map(
  [
    ['red', '红', '红色'],
    ['blue', '蓝', '蓝色'],
    ['green', '绿', '绿色'],
    ['pink', '粉', '粉色', '粉红', '粉红色'],
    ['white', '白', '白色'],
    ['black', '黑', '黑色'],
    ['yellow', '黄', '黄色'],
    ['orange', '橙', '橙色'],
    ['purple', '紫', '紫色'],
    ['grey', 'gray', '灰', '灰色'],
    ['ivory', '象牙白'],
    ['cream', '奶油色'],
    ['silver', '银', '银色'],
    ['gold', '金', '金色'],
  ].flatMap((names) => names.map((name) => [name, names[0]!] as const)),
);

export function colourNamed(norm: string): string | undefined {
  return COLOURS.get(norm);
}

/** Words with another everyday sense: alone they name goods only in the plural. */
const EVERYDAY = new Set(
  `hand news lunch egg eggs recipe breakfast dinner word sign card cards board case cases bell night friend friends home calendar print star parcel parcels line
  world packing heart light apple dog cat car baby kitchen garden fairy house room party water school summer winter head heads
  design craft art`.split(/\s+/),
);

/** What may stand between two words of one name. */
const CONNECTORS = new Set(
  'of with in for the a an on at by to from de la s 的 之 式 款 型 系列 图案 这种 那种 这个 那个 这款 那款'.split(
    ' ',
  ),
);
const CONJUNCTIONS = new Set(
  'and or vs versus plus n both than but 和 跟 或 或者 还是 与 及 以及 加 比'.split(' '),
);

export function isConnector(norm: string): boolean {
  return CONNECTORS.has(norm);
}

export function isConjunction(norm: string): boolean {
  return CONJUNCTIONS.has(norm);
}

export function isEverydayWord(norm: string): boolean {
  return EVERYDAY.has(norm);
}

/** Words of requests, as decoys for the speller: "cancle" is nearer to "cancel" than to "candle". */
export function requestWords(): Iterable<string> {
  return REQUEST_WORDS;
}

export function isRequestWord(norm: string): boolean {
  return REQUEST_WORDS.has(norm) || CHINESE_REQUEST_WORDS.has(norm);
}

export function isPropertyWord(norm: string): boolean {
  return PROPERTIES.has(norm);
}
