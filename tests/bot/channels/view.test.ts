import { describe, expect, it } from '@jest/globals';
import { documentView } from '../../../bot/channels/view.ts';
import type { Reply } from '../../../dialogs/reply.ts';

const gbp = (amount: number) => ({ amount, currency: 'GBP' });

/** 500 × £1.79 = £895.00, less 4 % (£35.80) = £859.20; the other line has nothing off. */
const quote: Extract<Reply, { kind: 'quote' }> = {
  kind: 'quote',
  language: 'en',
  text: '',
  quote: {
    number: 'Q-260304-ABC123',
    status: 'open',
    validUntil: '2026-03-18',
    promisedFor: '2026-03-09',
    total: gbp(86_135),
    lines: [
      { name: 'Jumbo bag', quantity: 500, unitPrice: gbp(179), total: gbp(85_920) },
      { name: 'Sample', quantity: 1, unitPrice: gbp(215), total: gbp(215) },
    ],
  },
};

describe('the card of a quote', () => {
  it('says on each line what is off it, so that it adds up', () => {
    expect(documentView(quote, 'en').lines.map(({ off }) => off)).toEqual(['less 4% (£35.80)', undefined]);
    expect(documentView(quote, 'zh').lines[0]?.off).toBe('优惠 4%（£35.80）');
  });
});
