import { foldWord } from '../../nlpjs.ts';

/** Cities that time zones are named after, and that are rather something else. */
const OTHER_THINGS = new Set([
  'christmas',
  'easter',
  'center',
  'midway',
  'wake',
  'reunion',
  'knox',
  'bermuda',
]);

/** Large cities that no time zone is named after, and Chinese names. */
const FURTHER: Readonly<Record<string, string>> = {
  GB: `manchester birmingham edinburgh glasgow liverpool leeds bristol cardiff sheffield newcastle nottingham leicester york oxford
    cambridge brighton plymouth southampton norwich exeter aberdeen inverness dundee swansea coventry derby hull 伦敦 曼彻斯特
    爱丁堡 利物浦 伯明翰`,
  IE: 'cork galway 都柏林',
  DE: 'munich hamburg frankfurt cologne stuttgart 柏林 慕尼黑 汉堡 法兰克福',
  FR: 'lyon marseille 巴黎 里昂',
  ES: 'barcelona valencia 马德里 巴塞罗那',
  IT: 'milan turin florence naples 罗马 米兰',
  AT: 'salzburg 维也纳',
  NL: 'rotterdam 阿姆斯特丹',
  BE: 'antwerp 布鲁塞尔',
  CH: 'geneva basel 苏黎世 日内瓦',
  PT: 'porto 里斯本',
  PL: 'krakow 华沙',
  CZ: '布拉格',
  US: 'boston seattle miami philadelphia dallas houston austin atlanta orlando 纽约 洛杉矶 芝加哥 旧金山',
  CA: 'montreal 多伦多 温哥华',
  AU: '悉尼 墨尔本',
  JP: 'osaka kyoto 东京 大阪',
  CN: `beijing guangzhou shenzhen hangzhou suzhou nanjing chengdu wuhan tianjin xiamen qingdao ningbo dongguan foshan 北京 上海 广州 深圳 天津
    重庆 石家庄 唐山 保定 廊坊 太原 大同 呼和浩特 包头 沈阳 大连 长春 哈尔滨 大庆 南京 苏州 无锡 常州 南通 扬州 徐州 盐城 镇江 泰州 昆山 杭州
    宁波 温州 嘉兴 湖州 绍兴 金华 义乌 台州 合肥 芜湖 福州 厦门 泉州 漳州 莆田 南昌 赣州 济南 青岛 烟台 潍坊 淄博 威海 临沂 郑州 洛阳 开封
    武汉 宜昌 襄阳 长沙 株洲 湘潭 珠海 佛山 东莞 中山 惠州 汕头 江门 湛江 南宁 桂林 柳州 海口 三亚 成都 绵阳 贵阳 遵义 昆明 大理 丽江 拉萨
    西安 咸阳 兰州 西宁 银川 乌鲁木齐`,
  TW: '台北 高雄 台中 台南 新北',
};

/** States, provinces and counties, by commas. */
const REGIONS: Readonly<Record<string, string>> = {
  US: `alabama,alaska,arizona,arkansas,california,colorado,connecticut,delaware,florida,hawaii,idaho,illinois,indiana,iowa,kansas,
    kentucky,louisiana,maine,maryland,massachusetts,michigan,minnesota,mississippi,missouri,montana,nebraska,nevada,new hampshire,
    new jersey,new mexico,new york state,north carolina,north dakota,ohio,oklahoma,oregon,pennsylvania,rhode island,south carolina,
    south dakota,tennessee,texas,utah,vermont,virginia,washington,washington dc,west virginia,wisconsin,wyoming,new england,
    加州,加利福尼亚,德州,得克萨斯,佛罗里达,佛州,夏威夷,阿拉斯加,华盛顿,新泽西,马萨诸塞,麻省,伊利诺伊`,
  CA: `alberta,british columbia,manitoba,new brunswick,newfoundland,nova scotia,ontario,prince edward island,quebec,saskatchewan,
    安大略,魁北克`,
  AU: 'new south wales,queensland,south australia,tasmania,victoria,western australia,新南威尔士,昆士兰',
  DE: 'bavaria,saxony,巴伐利亚',
  FR: 'brittany,normandy,provence,corsica',
  ES: 'andalusia,catalonia,majorca,mallorca,tenerife',
  IT: 'tuscany,sicily,sardinia',
  GB: `cornwall,devon,dorset,somerset,kent,sussex,surrey,essex,suffolk,norfolk,lincolnshire,yorkshire,lancashire,cumbria,cheshire,
    shropshire,hampshire,northumberland,the highlands,the scottish highlands,shetland,orkney,isle of wight,isle of skye,anglesey`,
  IE: 'donegal,kerry',
  CN: `广东,浙江,江苏,四川,山东,福建,河北,山西,辽宁,吉林,黑龙江,安徽,江西,河南,湖北,湖南,海南,贵州,云南,陕西,甘肃,青海,内蒙古,广西,西藏,
    宁夏,新疆,江浙沪,国内,大陆,中国大陆`,
};

/** English (folded) and Chinese names of places by country: cities of the time zones that ICU knows, a few more, and regions. */
export function placeCountries(countries: Iterable<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const code of countries) {
    for (const zone of zonesOf(code)) {
      const city = foldWord(zone.split('/').at(-1)!.replaceAll('_', ' '));
      if (!OTHER_THINGS.has(city)) found.set(city, code);
    }
    for (const city of FURTHER[code]?.split(/\s+/) ?? []) found.set(city, code);
    for (const region of REGIONS[code]?.split(',') ?? []) found.set(region.trim(), code);
  }
  return found;
}

/** Node 20 has the time zones of a country as a property, later versions as a function. */
function zonesOf(country: string): readonly string[] {
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & {
    readonly timeZones?: readonly string[];
    getTimeZones?(): readonly string[] | undefined;
  };
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}
