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
  GB: 'manchester birmingham edinburgh glasgow liverpool leeds bristol cardiff 伦敦 曼彻斯特 爱丁堡 利物浦 伯明翰',
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
  US: 'boston seattle miami philadelphia dallas 纽约 洛杉矶 芝加哥 旧金山',
  CA: 'montreal 多伦多 温哥华',
  AU: '悉尼 墨尔本',
  JP: 'osaka kyoto 东京 大阪',
  CN: 'beijing guangzhou shenzhen 北京 上海 广州 深圳',
};

/** English (folded) and Chinese names of cities by country: those of the time zones that ICU knows, and a few more. */
export function cityCountries(countries: Iterable<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const code of countries) {
    for (const zone of zonesOf(code)) {
      const city = foldWord(zone.split('/').at(-1)!.replaceAll('_', ' '));
      if (!OTHER_THINGS.has(city)) found.set(city, code);
    }
    for (const city of FURTHER[code]?.split(' ') ?? []) found.set(city, code);
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
