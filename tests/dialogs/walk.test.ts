import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { replay } from '../../dialogs/conversation/conversation.ts';
import { newConversation } from '../../dialogs/conversation/state.ts';
import { plainText } from '../../dialogs/reply.ts';
import { step } from '../walk/step.ts';
import { Chat, MemoryStore, understood } from './chat.ts';

/**
 * Random walks: any intents with any entities and buttons in any order. Whatever a visitor does, the bot answers,
 * help and a person are always to be had, nothing is done twice, and the log of events makes the same state.
 */
const SEED = 20260304;
const RUNS = 250;
const TURNS = 24;

test('every walk is answered, repeats nothing and can be replayed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: TURNS }), async (steps) => {
      const chat = new Chat({ store: new MemoryStore() });
      for (const { understanding, pressed, days } of steps) {
        chat.now = new Date(chat.now.getTime() + days * 86_400_000);
        const { replies, skill, bids } = await chat.turn(understanding, pressed);
        expect(replies.map(plainText).join('').trim()).not.toBe('');
        expect(bids[0]!.skill).toBe(skill);
      }
      expect(replay(JSON.parse(JSON.stringify(chat.events)), newConversation)).toEqual(
        JSON.parse(JSON.stringify(chat.state)),
      );
      expect(JSON.stringify(chat.state).length).toBeLessThan(20_000);
      for (const order of chat.store.orders) {
        expect(order.total.amount).toBe(order.lines.reduce((sum, line) => sum + line.total.amount, 0));
      }
      expect((await chat.turn(understood('help', { help: 0.9 }))).skill).toBe('help');
      expect((await chat.turn(understood('a person please', { 'human.request': 0.9 }))).skill).toBe('human');
    }),
    { seed: SEED, numRuns: RUNS },
  );
}, 60_000);
