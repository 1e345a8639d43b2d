import type { App } from '../../bot/app.ts';
import { replay } from '../../dialogs/conversation/conversation.ts';
import type { Conversation } from '../../dialogs/conversation/state.ts';
import { newConversation } from '../../dialogs/conversation/state.ts';
import type { IncomingMessage } from '../../dialogs/message.ts';
import { plainText } from '../../dialogs/reply.ts';
import type { ExplainedDecision } from '../../dialogs/skill.ts';
import type { Step } from './step.ts';

type Events = ExplainedDecision['events'];

/** A visitor who walks at random, and remembers what the server told to compare it with the log afterwards. */
export class WalkingVisitor {
  readonly conversationId: string;
  /** Every message accepted and the events of its turn, by the turn's number. */
  readonly turns = new Map<number, { readonly messageId: string; readonly events: Events }>();
  /** Texts delivered, by the number of the reply. */
  readonly replies = new Map<number, string>();
  readonly #sent: IncomingMessage[] = [];
  readonly #seqs = new Map<string, number>();
  #state: Conversation = newConversation;

  constructor(name: string) {
    this.conversationId = `terminal:${name}`;
  }

  get said(): number {
    return this.#sent.length;
  }

  /** Says something new and checks that it is answered. */
  async say(app: App, { pressed }: Step, text: string): Promise<ExplainedDecision> {
    // A button for a quote is one that was shown.
    const action =
      pressed?.kind === 'acceptQuote' && this.#state.quote
        ? { ...pressed, number: this.#state.quote.number }
        : pressed;
    const message: IncomingMessage = {
      id: `message-${this.#sent.length}`,
      channel: 'terminal',
      conversationId: this.conversationId,
      sender: { id: this.conversationId },
      text,
      ...(action && { action }),
      at: app.now(),
    };
    this.#sent.push(message);
    const { turn, repeated, finished } = await app.receive(message);
    const decision = turn.decision as ExplainedDecision;
    check(!repeated, this, `${message.id} was taken for a repetition`);
    check(decision.bids[0]?.skill === decision.skill, this, `${message.id} was not decided by the best bid`);
    const answer = decision.replies.map(plainText).join('').trim();
    check(answer !== '', this, `${message.id} (${decision.skill}) had no answer`);
    check(!this.turns.has(turn.seq), this, `turn ${turn.seq} was given twice`);
    this.turns.set(turn.seq, { messageId: message.id, events: decision.events });
    this.#seqs.set(message.id, turn.seq);
    this.#state = replay(decision.events, this.#state);
    await finished;
    return decision;
  }

  /** Sends an earlier message once more, as a client does that missed the acknowledgement. */
  async repeat(app: App, random: () => number): Promise<void> {
    const message = this.#sent[Math.floor(random() * this.#sent.length)];
    const seq = message && this.#seqs.get(message.id);
    if (!message || seq === undefined) return;
    const { turn, repeated } = await app.receive(message);
    check(repeated && turn.seq === seq, this, `${message.id} was answered anew as turn ${turn.seq}`);
  }
}

export function check(isTrue: boolean, { conversationId }: WalkingVisitor, fault: string): asserts isTrue {
  if (!isTrue) throw new Error(`${conversationId}: ${fault}`);
}
