import { type Activity, ActivityTypes, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { actionSchema, type IncomingMessage } from '../../../dialogs/message.ts';
import { RainmakerError } from '../../errors.ts';
import { messageText } from '../../turns/message-text.ts';

const id = z.string().min(1).max(500);
const account = z.looseObject({ id, name: z.string().max(500).nullish() });

/** What must hold of any activity before botbuilder sees it. */
export const activitySchema = z.looseObject({
  type: z.string().min(1).max(50),
  id: id.optional(),
  channelId: z.string().min(1).max(50),
  serviceUrl: z.url().max(500),
  from: account,
  recipient: account,
  conversation: z.looseObject({ id }),
  text: z.string().max(100_000).nullish(),
  locale: z.string().max(35).nullish(),
  membersAdded: z.array(account).max(500).nullish(),
});

/** What our cards' buttons send back. */
const submitSchema = z.looseObject({
  rainmaker: z.strictObject({ text: z.string().min(1).max(4_000), action: actionSchema.optional() }),
});

/**
 * Activity -> message; undefined for activities that say nothing (typing, reactions, the bot's own arrival).
 * @throws RainmakerError MESSAGE_INVALID, MESSAGE_EMPTY, MESSAGE_TOO_LONG
 */
export function parse(activity: Activity, at: Date): IncomingMessage | undefined {
  const said = saidBy(activity);
  if (said === undefined) return undefined;
  if (activity.id === undefined) throw new RainmakerError('MESSAGE_INVALID', 'The activity has no id.');
  return {
    id: activity.id,
    channel: 'teams',
    conversationId: `teams:${activity.conversation.id}`,
    sender: { id: activity.from.id, ...(activity.from.name && { name: activity.from.name }) },
    text: messageText(said.text),
    ...(said.action && { action: said.action }),
    ...(activity.locale && { locale: activity.locale }),
    at,
    address: TurnContext.getConversationReference(activity),
  };
}

function saidBy(activity: Activity): Pick<IncomingMessage, 'text' | 'action'> | undefined {
  if (activity.type === ActivityTypes.Message) {
    const submitted = submitSchema.safeParse(activity.value);
    if (submitted.success) {
      const { text, action } = submitted.data.rainmaker;
      return { text, ...(action && { action }) };
    }
    return { text: activity.text ? TurnContext.removeRecipientMention(activity) : '' };
  }
  if (activity.type === ActivityTypes.ConversationUpdate) {
    const isSomebodyNew = activity.membersAdded?.some((member) => member.id !== activity.recipient.id);
    if (isSomebodyNew && activity.id !== undefined)
      return { text: 'hello', action: { kind: 'intent', intent: 'greet' } };
  }
  return undefined;
}
