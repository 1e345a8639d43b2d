import { localDay } from '../../../crm/calendar.ts';
import type { Models } from '../../../crm/models/index.ts';
import type { Answers } from '../../../dialogs/language/answers.ts';
import type { ShopFacts } from '../../../dialogs/shop.ts';
import type { Language } from '../../../nlu/understanding.ts';
import { drawQuote } from './draw.ts';
import { quotePage } from './page.ts';

export interface QuotePdfContext {
  readonly models: Models;
  readonly shop: ShopFacts;
  readonly answers: Answers;
  readonly now: () => Date;
}

/** A stored quote as it stands now, as a PDF; undefined where there is no such quote. */
export async function quotePdf(
  { models, shop, answers, now }: QuotePdfContext,
  number: string,
  language: Language,
): Promise<Buffer | undefined> {
  const quote = await models.Quote.findOne({ number }).lean();
  if (!quote) return undefined;
  const products = await models.Product.find({ sku: { $in: quote.lines.map(({ sku }) => sku) } }).lean();
  const today = localDay(now(), shop.timeZone);
  return drawQuote(quotePage({ quote, products, shop, answers, language, today }), (page, pages) =>
    answers.say(language, 'document.page', { page, pages }, number, 0),
  );
}
