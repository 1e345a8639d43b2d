import { MAX_TEXT_LENGTH } from '../../dialogs/message.ts';
import { normalise } from '../../nlu/normalise.ts';
import { RainmakerError } from '../errors.ts';

/**
 * The text of a message as it is kept: normalised, 1 to 4,000 characters. Nothing is cut off silently.
 * @throws RainmakerError MESSAGE_TOO_LONG, MESSAGE_EMPTY
 */
export function messageText(raw: string): string {
  if (raw.length > MAX_TEXT_LENGTH)
    throw new RainmakerError('MESSAGE_TOO_LONG', `A message has at most ${MAX_TEXT_LENGTH} characters.`);
  const text = normalise(raw);
  if (text === '')
    throw new RainmakerError('MESSAGE_EMPTY', 'A message needs at least one visible character.');
  return text;
}
