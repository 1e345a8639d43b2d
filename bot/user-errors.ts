import type { WidgetError } from '../web-widget/protocol.ts';
import { type ErrorCode, RainmakerError } from './errors.ts';

/** Errors that a visitor can meet, in both languages. */
const SENTENCES: Partial<Record<ErrorCode, { readonly en: string; readonly zh: string }>> = {
  MESSAGE_INVALID: {
    en: 'That message could not be read. Please reload the page and try again.',
    zh: '这条消息无法识别。请刷新页面后重试。',
  },
  MESSAGE_EMPTY: { en: 'The message is empty. Please write something.', zh: '消息是空的，请输入内容。' },
  MESSAGE_TOO_LONG: {
    en: 'The message is longer than 4,000 characters. Please shorten it or send it in parts.',
    zh: '消息超过 4000 个字符，请缩短或分几次发送。',
  },
  TOO_MANY_REQUESTS: {
    en: 'That was a lot of messages at once. Please wait a few seconds.',
    zh: '消息发送太频繁，请稍等几秒。',
  },
  TOO_BUSY: {
    en: 'Too many messages are waiting. Please wait a moment and send it again.',
    zh: '正在处理的消息太多，请稍后再发。',
  },
  INTERNAL: {
    en: 'Something went wrong on our side and the message was not taken. Please send it again.',
    zh: '我们这边出了问题，消息没有收到。请再发一次。',
  },
};

/** The error as the sender may see it: what is not meant for them becomes INTERNAL. */
export function toUserError(error: unknown, locale: string | undefined): WidgetError {
  const language = locale?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  const code = error instanceof RainmakerError && SENTENCES[error.code] ? error.code : 'INTERNAL';
  return { code, message: SENTENCES[code]![language] };
}
