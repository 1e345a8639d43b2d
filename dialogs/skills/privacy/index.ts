import { entitiesOf } from '../../../nlu/understanding.ts';
import type { Ports } from '../../ports.ts';
import { ANSWERS_CODE } from '../../readings/questions.ts';
import { intentSkill } from '../../readings/readings.ts';
import type { Bid, Decision, Turn } from '../../skill.ts';
import { decision, voiceOf } from '../../voice.ts';
import { askReach } from '../contact/reach.ts';
import { handoff } from '../human/handoff.ts';
import { askCode, enterCode } from './code.ts';

/**
 * Export and erasure of personal data. Whoever holds the conversation's own secret may have and erase what was made
 * with it; what is stored under an e-mail address, whoever types the code that is sent to it. Where no code can be sent
 * a person checks.
 */
export const privacy = intentSkill(
  'privacy',
  ['privacy.export', 'privacy.erase'],
  async (turn, ports, bid) => {
    const { challenge } = turn.conversation;
    if (challenge && bid.about === ANSWERS_CODE) return enterCode(turn, ports, challenge);
    const named = [...new Set(entitiesOf(turn.understanding, 'email').map(({ address }) => address))];
    const [address] = named;
    const intent = bid.intent === 'privacy.erase' ? bid.intent : 'privacy.export';
    if (address === undefined) return own(turn, ports, bid);
    if (named.length === 1 && (await ports.mayAskCode(identityOf(turn), address, turn.now)) === 'yes')
      return askCode(turn, ports, intent, address);
    return (await areOwn(named, turn, ports)) ? own(turn, ports, bid) : toPerson(turn, ports, bid);
  },
);

const identityOf = ({ message: { channel, sender } }: Turn) => ({ channel, id: sender.id });

const own = (turn: Turn, ports: Ports, bid: Bid): Decision | Promise<Decision> =>
  bid.intent === 'privacy.erase' ? erase(turn, ports, bid) : exported(turn, ports);

/** Whether the e-mail addresses were left from here. */
async function areOwn(named: readonly string[], turn: Turn, ports: Ports): Promise<boolean> {
  const { details } = await ports.stored(identityOf(turn));
  const known = [...details, turn.conversation.contact.email];
  return named.every((address) => known.includes(address));
}
const KEPT = ['messages', 'quotes', 'orders', 'returns', 'tasks'] as const;

async function exported(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { details, ...counts } = await ports.stored(identityOf(turn));
  const kept = KEPT.filter((what) => counts[what] > 0).map((what) =>
    voice.say(`privacy.kept.${what}`, { count: counts[what] }),
  );
  if (kept.length === 0 && details.length === 0)
    return decision({ replies: [voice.text('privacy.nothingKept', {}, [voice.offer('help')])] });
  const url = ports.links.data(identityOf(turn), turn.now);
  const text = [
    voice.join([
      voice.say('privacy.stored', { kept }),
      details.length > 0 ? voice.say('privacy.details', { details }) : voice.say('privacy.noDetails'),
    ]),
    voice.say('privacy.download', { url }),
  ].join('\n');
  return decision({
    replies: [
      {
        kind: 'text',
        language: voice.language,
        text,
        links: [{ label: voice.say('privacy.openDownload'), url }],
        choices: [voice.offer('privacy.erase')],
      },
    ],
  });
}

/** Asked first: it can't be taken back. */
function erase(turn: Turn, ports: Ports, bid: Bid): Decision {
  const voice = voiceOf(turn, ports);
  const isConfirmed = bid.answers && turn.conversation.questions[0]?.kind === 'confirmation';
  if (!isConfirmed)
    return decision({
      events: [{ kind: 'confirmation.asked', pending: 'privacy.erase' }],
      replies: [voice.text('privacy.confirmErase', {}, [voice.offer('privacy.erase'), voice.offer('deny')])],
    });
  return decision({
    events: [{ kind: 'privacy.erased' }],
    effects: [{ kind: 'privacy.erase' }],
    replies: [voice.text('privacy.erased')],
  });
}

async function toPerson(turn: Turn, ports: Ports, bid: Bid): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { events, effects } = handoff(turn, bid.intent!);
  const reach = await askReach(turn, ports, true);
  const text = voice.say(
    bid.intent === 'privacy.erase' ? 'privacy.eraseRequested' : 'privacy.exportRequested',
  );
  return decision({
    events: [...events, ...reach.events],
    effects,
    replies: [{ kind: 'text', language: voice.language, text: voice.join([text, ...reach.sentences]) }],
  });
}
