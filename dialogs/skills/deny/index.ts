import { has, wordsOf } from '../../language/words/words.ts';
import { bestReading } from '../../readings/readings.ts';
import type { Skill } from '../../skill.ts';
import { decision, type Voice, voiceOf } from '../../voice.ts';
import { isAboutKeeping } from '../contact/consent.ts';

/** Its words are an edit of the open quote. */
const cancelQuoteChoice = (voice: Voice) => {
  const label = voice.say('choice.quote.cancel');
  return { label, text: label };
};

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
    if (question?.kind === 'product') {
      return decision({
        events: [{ kind: 'product.declined', skus: question.skus }],
        replies: [voice.text('deny.noneOfThese')],
      });
    }
    if (isAboutKeeping(turn.conversation))
      return decision({
        events: [{ kind: 'contact.refused' }],
        replies: [voice.text('contact.refused', {}, [voice.offer('human.request'), voice.offer('help')])],
      });
    const letsGo = has(wordsOf(voice.language).dropIt, turn.understanding.text);
    if (quote && (letsGo || question?.pending === 'quote.accept')) {
      return decision({
        replies: [
          voice.text('deny.quote', { number: quote.number, date: { date: quote.validUntil } }, [
            voice.offer('quote.change'),
            cancelQuoteChoice(voice),
            voice.offer('human.request'),
          ]),
        ],
      });
    }
    return decision({ replies: [voice.text('deny.fine', {}, [voice.offer('help')])] });
  },
};
