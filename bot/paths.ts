import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Built files sit one folder deeper than their sources.
const root = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '..' : '../..', import.meta.url));

/** Files that come with the product. */
export const PATHS = {
  answers: path.join(root, 'training-data/answers'),
  knowledge: path.join(root, 'training-data/knowledge'),
  intents: path.join(root, 'training-data/intents'),
  golden: path.join(root, 'training-data/golden'),
  sampleShop: path.join(root, 'training-data/sample-shop'),
  sentiment: path.join(root, 'training-data/sentiment'),
  shop: path.join(root, 'training-data/shop.yml'),
  stories: path.join(root, 'tests/stories'),
  demoPage: path.join(root, 'web-widget/demo.html'),
  demoStyle: path.join(root, 'web-widget/demo.css'),
  builtModels: path.join(root, 'dist/models'),
  widget: path.join(root, 'dist/web-widget/widget.js'),
  packageJson: path.join(root, 'package.json'),
} as const;
