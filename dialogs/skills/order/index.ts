import { intentSkill } from '../../readings/readings.ts';
import { change } from './change.ts';
import { details, split } from './limits.ts';
import { returnOrder } from './return.ts';
import { status } from './status.ts';

const ANSWERS = {
  'order.status': status,
  'order.change': change,
  'order.return': returnOrder,
  'order.split': split,
  'order.details': details,
} as const;

/** Orders already placed: where they are, changing, cancelling, sending back. */
export const order = intentSkill('order', Object.keys(ANSWERS), (turn, ports, bid) =>
  ANSWERS[bid.intent as keyof typeof ANSWERS](turn, ports, bid),
);
