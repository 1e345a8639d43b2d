import type { Ports } from '../../ports.ts';
import { intentSkill } from '../../readings/readings.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { alternatives } from './alternatives.ts';
import { compare } from './compare.ts';
import { detail } from './detail.ts';
import { findProducts, moreProducts, variants } from './find.ts';
import { price } from './price.ts';
import { stock } from './stock.ts';
import { swap } from './swap.ts';
import { without } from './without.ts';

type Answer = (turn: Turn, ports: Ports, bid: Bid) => Promise<Decision>;

const ANSWERS: Readonly<Record<string, Answer>> = {
  'product.find': findProducts,
  'product.detail': detail,
  'product.price': price,
  'product.stock': stock,
  'product.compare': compare,
  'product.more': moreProducts,
  'product.similar': alternatives,
  'product.swap': swap,
  'product.variants': variants,
  'product.without': without,
};

/** Finds products and answers about name, price, stock and delivery date. */
export const product = intentSkill('product', Object.keys(ANSWERS), (turn, ports, bid) =>
  ANSWERS[bid.intent!]!(turn, ports, bid),
);
