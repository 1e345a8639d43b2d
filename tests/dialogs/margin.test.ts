import { describe, expect, test } from '@jest/globals';
import { Chat, product, quantity, understood } from './chat.ts';

const CONFIDENCES = [0.7, 0.85, 0.9, 0.95, 1];

/** What is there to see in a message decides the same, however sure the classifier is of something else. */
describe('a retrained classifier does not turn a reply round', () => {
  const priced = async () => {
    const chat = new Chat();
    await chat.turn(
      understood('price for 200 rabbit night light', { 'product.price': 0.9 }, [
        quantity('200'),
        product('rabbit night light', '23084'),
      ]),
    );
    return chat;
  };

  test.each(CONFIDENCES)(
    'a bare correction of a price, with %d for a change of a quote',
    async (confidence) => {
      const chat = await priced();
      const { skill } = await chat.turn(
        understood('no, I meant 20', { 'quote.change': confidence }, [quantity('20')]),
      );
      expect(skill).toBe('product');
    },
  );

  test.each(CONFIDENCES)('a question with %d for praise', async (confidence) => {
    const { skill } = await new Chat().turn(
      understood('do you have nice lunch bags?', { praise: confidence, 'product.find': 1 - confidence }, [
        product('lunch bags', '20725', '20726'),
      ]),
    );
    expect(skill).toBe('product');
  });

  test.each(CONFIDENCES)('%d for an erasure, where no data are named', async (confidence) => {
    const { skill, events } = await new Chat().turn(understood('I lost it', { 'privacy.erase': confidence }));
    expect(skill).toBe('fallback');
    expect(events).toContainEqual({ kind: 'misunderstood' });
  });
});
