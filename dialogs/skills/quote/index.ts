import type { Ports } from '../../ports.ts';
import { intentSkill } from '../../readings/readings.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { accept } from './accept.ts';
import { change } from './change.ts';
import { discount } from './discount.ts';
import { request } from './request.ts';
import { email, pdf } from './send.ts';
import { show } from './show.ts';
import { undo } from './undo.ts';
import { withWantedDiscount } from './wanted-discount.ts';

type Answer = (turn: Turn, ports: Ports, bid: Bid) => Promise<Decision>;

const ANSWERS: Readonly<Record<string, Answer>> = {
  'quote.request': request,
  'quote.change': change,
  'quote.accept': accept,
  'quote.discount': discount,
  'quote.undo': undo,
  'quote.show': show,
  'quote.pdf': pdf,
  'quote.email': email,
};

/** From a wish to a numbered quote, its changes, and the order. */
export const quote = intentSkill('quote', Object.keys(ANSWERS), async (turn, ports, bid) =>
  withWantedDiscount(await ANSWERS[bid.intent!]!(turn, ports, bid), turn, ports, bid),
);
