import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Recogniser } from './recogniser.ts';

/** At most 25 characters with at least 7 digits; each character is in at most one candidate. */
const CANDIDATE = /(?<![\p{Script=Latin}\p{N}+-])(?:\+|00|\()?\d[\d ().-]{5,23}\d(?![\p{N}-])/gu;
const CUE =
  /(?:phone|tel|telephone|mobile|cell|number|call|ring|text|whatsapp|reach|电话|手机|号码|微信|打给?)[\s\p{P}\p{L}]{0,16}$/iu;
const CHINESE_MOBILE = /^1[3-9]\d{9}$/;
/** With an area code that no British number has, or as long as none is. */
const CHINESE_LANDLINE = /^0(?:10|2[1257])-?\d{8}$|^0[3-9]\d{2}-\d{8}$/;
/** As North Americans write them. */
const AMERICAN = /^(?:1[-. ])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-.])[2-9]\d{2}[-.]\d{4}$/;

/** Phone numbers as E.164. Without a prefix they belong to the shop's country, or to China or the USA where they are written as only there. */
export const recognisePhones: Recogniser = function* ({ text, country }) {
  for (const match of text.matchAll(CANDIDATE)) {
    const [written] = match;
    const digits = written.replace(/\D/g, '');
    const cued = CUE.test(text.slice(Math.max(0, match.index - 32), match.index));
    const plausible = /^[+(0]/.test(written) || cued || (digits.length >= 9 && /[ ().-]/.test(written));
    const region = regionOf(written, digits) ?? country;
    if (digits.length < 7 || !(plausible || region === 'CN') || !isSupportedCountry(region)) continue;
    const phone = parsePhoneNumberFromString(written.replace(/^00/, '+'), region as CountryCode);
    if (phone?.isPossible() !== true) continue;
    const span = { start: match.index, end: match.index + written.length, text: written };
    yield { kind: 'phone', number: phone.number, ...span };
  }
};

function regionOf(written: string, digits: string): 'CN' | 'US' | undefined {
  if (AMERICAN.test(written)) return 'US';
  return CHINESE_MOBILE.test(digits) || CHINESE_LANDLINE.test(written) ? 'CN' : undefined;
}
