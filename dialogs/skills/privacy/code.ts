import type { CodeChallenge } from '../../conversation/facts.ts';
import type { Ports } from '../../ports.ts';
import type { Decision, Turn } from '../../skill.ts';
import { codeIn } from '../../slots/code.ts';
import { decision, voiceOf } from '../../voice.ts';

const MINUTE_MS = 60_000;
/** The texts say so too. */
const LIFE_MS = 15 * MINUTE_MS;
/** Wrong codes that end a request. */
export const CODE_TRIES = 5;

/**
 * Sends a code to the address, whose owner alone may have or erase what is stored under it. The answer is the same
 * whether anything is.
 */
export function askCode(
  turn: Turn,
  ports: Ports,
  intent: CodeChallenge['intent'],
  address: string,
): Decision {
  const voice = voiceOf(turn, ports);
  const challenge: CodeChallenge = {
    number: turn.newNumber('C'),
    intent,
    address,
    expiresAt: new Date(turn.now.getTime() + LIFE_MS),
  };
  const { number, expiresAt } = challenge;
  return decision({
    events: [{ kind: 'code.asked', challenge }],
    effects: [{ kind: 'code.send', number, address, expiresAt, language: voice.language }],
    replies: [
      voice.text(intent === 'privacy.erase' ? 'privacy.codeToErase' : 'privacy.codeToExport', { address }),
    ],
  });
}

/** What the visitor typed as the code: the right one does what it was asked for. */
export async function enterCode(turn: Turn, ports: Ports, challenge: CodeChallenge): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { conversationId } = turn.message;
  const { intent, expiresAt, tries = 0 } = challenge;
  const again = [voice.offer(intent)];
  if (turn.now > expiresAt)
    return decision({ events: [{ kind: 'code.spent' }], replies: [voice.text('privacy.codeExpired')] });
  const said = codeIn(turn.understanding.text)!;
  if (!(await ports.isCode({ ...challenge, conversationId }, said))) {
    const left = CODE_TRIES - tries - 1;
    return left > 0
      ? decision({ events: [{ kind: 'code.failed' }], replies: [voice.text('privacy.codeWrong', { left })] })
      : decision({ events: [{ kind: 'code.spent' }], replies: [voice.text('privacy.codeSpent', {}, again)] });
  }
  return intent === 'privacy.erase' ? erased(turn, ports, challenge) : exported(turn, ports, challenge);
}

function erased(turn: Turn, ports: Ports, { number }: CodeChallenge): Decision {
  return decision({
    events: [{ kind: 'privacy.erased' }],
    // By its number: what is left of the turn must not name the address.
    effects: [{ kind: 'privacy.erase', code: number }],
    replies: [voiceOf(turn, ports).text('privacy.erasedUnder')],
  });
}

async function exported(turn: Turn, ports: Ports, { address }: CodeChallenge): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const contacts = await ports.contactsAt(address);
  const links = contacts.map(({ key }) => ({
    label: voice.say('privacy.openDownload'),
    url: ports.links.data({ contactKey: key }, turn.now),
  }));
  const spent = { kind: 'code.spent' } as const;
  if (links.length === 0)
    return decision({ events: [spent], replies: [voice.text('privacy.nothingUnder', { address })] });
  const text = [
    voice.say('privacy.under', { address }),
    ...links.map(({ url }) => voice.say('privacy.download', { url })),
  ].join('\n');
  const erase = {
    label: voice.say('choice.privacy.erase'),
    text: voice.say('privacy.eraseUnder', { address }),
    action: { kind: 'intent', intent: 'privacy.erase' },
  } as const;
  return decision({
    events: [spent],
    replies: [{ kind: 'text', language: voice.language, text, links, choices: [erase] }],
  });
}
