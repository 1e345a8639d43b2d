import type { TurnRecord } from '../../../crm/models/turn.ts';
import type { IncomingMessage } from '../../../dialogs/message.ts';
import type { Reply } from '../../../dialogs/reply.ts';
import type { ExplainedDecision } from '../../../dialogs/skill.ts';
import type { WidgetReply, WidgetTurn } from '../../../web-widget/protocol.ts';
import { documentView, productView } from '../view.ts';

/** Reply -> widget JSON. */
export function render(reply: Reply): WidgetReply {
  const { text, caption = text, language, choices = [], links = [] } = reply;
  return {
    text: caption,
    ...(reply.from !== undefined && { from: reply.from }),
    language,
    choices,
    links,
    products:
      reply.kind === 'products' ? reply.products.map((product) => productView(product, language)) : [],
    ...(reply.kind === 'quote' && { document: documentView(reply, language) }),
    ...(reply.kind === 'order' && { document: documentView(reply, language) }),
  };
}

/** A stored turn as a page that has seen replies up to `since` needs it. */
export function renderTurn(turn: TurnRecord, since: number): WidgetTurn {
  const message = turn.message as IncomingMessage;
  const { replies, effects } = turn.decision as ExplainedDecision;
  return {
    // What the visitor had erased has no words any more.
    ...(!turn.by && message.text !== '' && { message: { id: message.id, text: message.text } }),
    replies: replies
      .map((reply, index) => ({
        number: turn.firstReply + index,
        reply: render(reply),
        isWithheld: turn.outbox[effects.length + index]?.status === 'withheld',
      }))
      .filter(({ number, isWithheld }) => number > since && !isWithheld)
      .map(({ number, reply }) => ({ number, reply })),
  };
}
