import { z } from 'zod';
import { actionSchema, type IncomingMessage } from '../../../dialogs/message.ts';
import { RainmakerError } from '../../errors.ts';
import { messageText } from '../../turns/message-text.ts';
import type { Visitor } from './visitor.ts';

const TIME_ZONES = new Set(Intl.supportedValuesOf('timeZone'));

const locale = z
  .string()
  .max(35)
  .regex(/^[A-Za-z0-9-]+$/);

export const helloSchema = z.object({
  token: z.string().min(1).max(200).optional(),
  since: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  locale: locale.optional(),
  timeZone: z
    .string()
    .max(60)
    .refine((zone) => TIME_ZONES.has(zone))
    // A clock that nobody knows is no reason to turn a visitor away.
    .optional()
    .catch(undefined),
});

const messageSchema = z.strictObject({
  id: z.string().regex(/^[\w-]{8,64}$/),
  text: z.string(),
  action: actionSchema.optional(),
  locale: locale.optional(),
});

/** @throws RainmakerError MESSAGE_INVALID, MESSAGE_EMPTY, MESSAGE_TOO_LONG */
export function parse(event: unknown, visitor: Visitor, at: Date): IncomingMessage {
  const parsed = messageSchema.safeParse(event);
  if (!parsed.success)
    throw new RainmakerError('MESSAGE_INVALID', z.prettifyError(parsed.error), { cause: parsed.error });
  const { id, text, action, locale } = parsed.data;
  return {
    id,
    channel: 'web',
    conversationId: visitor.conversationId,
    sender: { id: visitor.id },
    text: messageText(text),
    ...(action && { action }),
    ...(locale && { locale }),
    at,
  };
}
