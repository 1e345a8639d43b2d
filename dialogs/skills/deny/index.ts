import { bestReading } from '../../reading.ts';
import type { Skill } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';

/** A no: puts away what was asked, and says what stays as it is. */
export const deny: Skill = {
  name: 'deny',
  bid(turn) {
    const reading = bestReading(turn, ['deny']);
    return reading && { ...reading, ...(turn.conversation.questions.length > 0 && { answers: true }) };
  },
  async run(turn, ports) {
    const voice = voiceOf(turn, ports);
    const question = turn.conversation.questions[0];
    const { quote } = turn.conversation;
    if (question?.kind === 'product') return decision({ replies: [voice.text('deny.noneOfThese')] });
    if (quote && question?.pending === 'quote.accept') {
      return decision({
        replies: [
          voice.text('deny.quote', { number: quote.number, date: { date: quote.validUntil } }, [
            voice.offer('quote.change'),
            voice.offer('human.request'),
          ]),
        ],
      });
    }
    return decision({ replies: [voice.text('deny.fine', {}, [voice.offer('help')])] });
  },
};
