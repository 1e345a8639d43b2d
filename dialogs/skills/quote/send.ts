import { entitiesOf } from '../../../nlu/understanding.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { knownDetails } from '../contact/details.ts';
import { pdfLink } from './document.ts';

/** "can I have it as a PDF?" */
export async function pdf(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { quote } = turn.conversation;
  if (!quote) return decision({ replies: [voice.text('quote.none')] });
  const link = pdfLink(quote.number, voice);
  const text = voice.say('quote.pdf', { url: link.url });
  return decision({ replies: [{ kind: 'text', language: voice.language, text, links: [link] }] });
}

/** "e-mail it to me": asks for the address where none is known; one that was given for this is kept no longer than the session, unless that is asked and agreed to. */
export async function email(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { quote } = turn.conversation;
  if (!quote) return decision({ replies: [voice.text('quote.none')] });
  const { channel, sender } = turn.message;
  const may = await ports.mayMail({ channel, id: sender.id }, turn.now);
  const said = entitiesOf(turn.understanding, 'email')[0]?.address;
  const known = await knownDetails(turn, ports);
  const events: Decision['events'] =
    said === undefined || said === known.email ? [] : [{ kind: 'contact.offered', email: said }];
  if (may !== 'yes') {
    const link = pdfLink(quote.number, voice);
    const text = voice.say(may === 'off' ? 'quote.noMail' : 'quote.tooManyMails', { url: link.url });
    return decision({ events, replies: [{ kind: 'text', language: voice.language, text, links: [link] }] });
  }
  const to = said ?? known.email;
  if (to === undefined)
    return decision({
      events: [{ kind: 'slot.asked', slot: 'email', pending: 'quote.email' }],
      replies: [voice.text('quote.askEmail', { number: quote.number })],
    });
  return decision({
    events,
    effects: [{ kind: 'quote.email', number: quote.number, to, language: voice.language }],
    replies: [voice.text('quote.emailed', { number: quote.number, to })],
  });
}
