import type { Money } from '../../../crm/money.ts';
import type { QuoteDraft } from '../../effect.ts';
import { has, wordsOf } from '../../language/words/words.ts';
import type { Ports } from '../../ports.ts';
import type { ShopFacts } from '../../shop.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { countryName, deliveryCost, destinationOf, vatTerms } from '../../wording/terms.ts';
import { openQuoteReply, renewChoice } from './document.ts';

/** "what does it come to?", "is it still valid?": the open quote once more, or that its prices hold no longer. */
export async function show(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { quote } = turn.conversation;
  if (!quote) {
    const asksHowLong = has(wordsOf(voice.language).validity, turn.understanding.text);
    const days = ports.shop.quoteValidDays;
    return decision({
      replies: [asksHowLong ? voice.text('quote.validDays', { days }) : voice.text('quote.none')],
    });
  }
  if (turn.today > quote.validUntil) {
    const { number, total, validUntil } = quote;
    return decision({
      events: [{ kind: 'confirmation.asked', pending: 'quote.accept' }],
      replies: [
        voice.text('quote.isExpired', { number, total, date: { date: validUntil } }, [
          renewChoice(number, voice),
        ]),
      ],
    });
  }
  return decision({
    events: [{ kind: 'confirmation.asked', pending: 'quote.accept' }],
    replies: [openQuoteReply(quote, 'quote.stands', voice, {}, besidesGoods(quote, turn, ports, voice))],
  });
}

/** "with VAT and delivery": what the message wants to know besides the price of the goods, and what it all makes. */
function besidesGoods(quote: QuoteDraft, turn: Turn, { shop }: Ports, voice: Voice): readonly string[] {
  const { text, language } = turn.understanding;
  const { vat, carriage } = wordsOf(language);
  const isTax = has(vat, text);
  const to = destinationOf(turn) ?? shop.country;
  if (!has(carriage, text)) return isTax ? [withTax(quote.total, to, shop, voice)] : [];
  const cost = deliveryCost(shop, to, quote.total);
  if (!cost) return [voice.say('shipping.notThere')];
  const place = countryName(to, language);
  const sum = { amount: quote.total.amount + cost.amount, currency: cost.currency };
  const delivery =
    cost.amount === 0
      ? voice.say('quote.freeDelivery', { place })
      : voice.say('quote.withDelivery', { place, cost });
  if (isTax && to === shop.country && !shop.payment.pricesIncludeVat)
    return [voice.join([delivery, withTax(sum, to, shop, voice)])];
  const makes = shop.payment.pricesIncludeVat ? 'quote.makes' : 'quote.beforeVat';
  const terms = isTax ? [vatTerms(shop, voice.say)] : [];
  return [voice.join([delivery, voice.say(makes, { total: sum }), ...terms])];
}

/** The tax of this shop's country is of what stays in it. */
function withTax(net: Money, to: string, shop: ShopFacts, voice: Voice): string {
  const { payment, country } = shop;
  if (payment.pricesIncludeVat || to !== country) return vatTerms(shop, voice.say);
  const total = {
    amount: Math.round((net.amount * (100 + payment.vatPercent)) / 100),
    currency: net.currency,
  };
  return voice.say('quote.withVat', { rate: { percent: payment.vatPercent / 100 }, total });
}
