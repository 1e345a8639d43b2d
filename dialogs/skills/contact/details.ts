import type { Ports } from '../../ports.ts';
import type { Turn } from '../../skill.ts';

export interface Details {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
}

/** What is known of the visitor: said in this conversation, else stored. */
export async function knownDetails(turn: Turn, ports: Ports): Promise<Details> {
  const { channel, sender } = turn.message;
  const contact = await ports.contactOf({ channel, id: sender.id });
  return {
    ...(contact?.name !== undefined && { name: contact.name }),
    ...(contact?.emails[0] !== undefined && { email: contact.emails[0] }),
    ...(contact?.phones[0] !== undefined && { phone: contact.phones[0] }),
    ...turn.conversation.contact,
  };
}
