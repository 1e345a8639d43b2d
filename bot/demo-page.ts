import { readFile } from 'node:fs/promises';
import type { Express } from 'express';
import type { Models } from '../crm/models/index.ts';
import type { ShopFacts } from '../dialogs/shop.ts';
import { categoryName } from '../dialogs/skills/product/search.ts';
import { formatMoney } from './channels/view.ts';
import { PATHS } from './paths.ts';

const SHOWN = 12;
const INTRO = {
  en: 'A demo shop on the sample data that comes with Rainmaker. Open the chat and ask for a product, a price, a delivery date or a quote.',
  zh: '这是用 Rainmaker 自带的示例数据搭建的演示商店。打开聊天窗口，可以问商品、价格、交货日期，也可以要报价。',
};

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** `/`: a demo shop that shows some of the store's products and carries the widget; `/widget.js`: the widget. */
export function serveDemoPage(express: Express, models: Models, shop: ShopFacts): void {
  express.get('/', async (request, response) => {
    const language = request.acceptsLanguages('en', 'zh') === 'zh' ? 'zh' : 'en';
    const [template, products] = await Promise.all([
      readFile(PATHS.demoPage, 'utf8'),
      models.Product.find({ active: true, stock: { $gt: 0 } })
        .sort({ sku: 1 })
        .limit(SHOWN)
        .lean(),
    ]);
    const cards = products.map(
      ({ names, category, price }) => `<li class="product">
        <span class="category">${escapeHtml(categoryName(category, shop, language))}</span>
        <h2>${escapeHtml(names[language] ?? names.en)}</h2>
        <p>${escapeHtml(formatMoney(price, language))}</p>
      </li>`,
    );
    response.type('html').send(
      template
        .replaceAll('{{language}}', language)
        .replaceAll('{{intro}}', INTRO[language])
        .replaceAll('{{shop}}', escapeHtml(shop.name))
        .replace('{{products}}', () => cards.join('\n')),
    );
  });
  const day = { maxAge: '1d' } as const;
  express.get('/demo.css', (_, response) => response.sendFile(PATHS.demoStyle, day));
  express.get('/widget.js', (_, response) => response.sendFile(PATHS.widget, { maxAge: '5m' }));
}
