import type { Turn } from '../skill.ts';
import type { Reading } from './reading.ts';

export function fromButton({ message: { action }, conversation }: Turn): Reading[] {
  if (action?.kind === 'intent') {
    const answers = conversation.questions[0]?.pending === action.intent;
    return [{ intent: action.intent, score: 1, why: 'button', ...(answers && { answers }) }];
  }
  if (action?.kind === 'acceptQuote')
    return [{ intent: 'quote.accept', score: 1, why: 'button', answers: true }];
  if (action?.kind === 'bookMeeting')
    return [{ intent: 'meeting.book', score: 1, why: 'button', answers: true }];
  if (action?.kind !== 'choose') return [];
  const question = conversation.questions[0];
  if (question && question.kind !== 'confirmation') {
    return [{ intent: question.pending, score: 1, why: 'button answers the open question', answers: true }];
  }
  return [{ intent: 'product.detail', score: 1, why: 'button' }];
}
