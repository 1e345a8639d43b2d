import { has, wordsOf } from '../../language/words/words.ts';
import type { Choice } from '../../reply.ts';
import type { Skill, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { queue } from '../human/queue.ts';

/** What every other skill has to beat. */
const FLOOR = 0.3;
/** An intent less likely than this is not offered as what may have been meant. */
const PLAUSIBLE = 0.1;
const OFFERS = ['product.recommend', 'quote.request', 'order.status', 'human.request'];

/**
 * What no skill understands: first the two likeliest meanings, or honestly what it can and cannot do; the second
 * time in a row it asks a person to take over.
 */
export const fallback: Skill = {
  name: 'fallback',
  bid: (turn) =>
    isBareInsult(turn)
      ? { score: 1, why: 'an insult and nothing else' }
      : { score: FLOOR, why: 'whatever no other skill wants more' },
  async run(turn, ports) {
    const voice = voiceOf(turn, ports);
    const { understanding, conversation } = turn;
    if (isBareInsult(turn)) {
      return decision({ replies: [voice.text('fallback.calm', {}, OFFERS.map(voice.offer))] });
    }
    const events = [{ kind: 'misunderstood' as const }];
    if (conversation.misunderstood > 0) {
      const asked = await queue(turn, ports, 'misunderstood');
      const text = voice.say(asked.isNew ? 'fallback.handoff' : 'fallback.stillHandoff');
      return decision({
        events: [...events, ...asked.events],
        effects: asked.effects,
        replies: [
          {
            kind: 'text',
            language: voice.language,
            text: voice.join([text, ...asked.sentences]),
            choices: [voice.offer('help'), voice.offer('contact.leave')],
          },
        ],
      });
    }
    const likely: Choice[] = understanding.inScope
      ? understanding.intents
          .filter(
            ({ name, confidence }) =>
              confidence >= PLAUSIBLE && ports.answers.keys.includes(`choice.${name}`),
          )
          .slice(0, 2)
          .map(({ name }) => voice.offer(name))
      : [];
    if (likely.length > 0) {
      return decision({
        events,
        replies: [voice.text('fallback.didYouMean', {}, [...likely, voice.offer('help')])],
      });
    }
    return decision({ events, replies: [voice.text('fallback.cannot', {}, OFFERS.map(voice.offer))] });
  },
};

/** Longer messages with a strong word in them have something to say, and so have those that clearly ask for something. */
const INSULT_TOKENS = 6;
const SAYS_SOMETHING = 0.6;
const SAYS_NOTHING = ['complaint', 'praise', 'greet', 'goodbye', 'bot.about', 'deny', 'affirm'];
const isBareInsult = ({ message, understanding }: Turn): boolean =>
  message.action === undefined && !asksForSomething(understanding) && insults(understanding);
const asksForSomething = ({ inScope, intents: [first] }: Turn['understanding']): boolean =>
  inScope && first !== undefined && first.confidence >= SAYS_SOMETHING && !SAYS_NOTHING.includes(first.name);
const insults = ({ text, tokens, entities, language }: Turn['understanding']): boolean =>
  entities.length === 0 && tokens.length <= INSULT_TOKENS && has(wordsOf(language).insult, text);
