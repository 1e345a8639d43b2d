import { entitiesOf, type Understanding } from '../../nlu/understanding.ts';
import { isTopic, replay } from '../conversation/conversation.ts';
import type { ConversationEvent } from '../conversation/event.ts';
import { proposedTogether } from '../conversation/proposals.ts';
import { learnt } from '../lead/learnt.ts';
import { qualify } from '../lead/qualify.ts';
import type { Ports } from '../ports.ts';
import { withAppositions } from '../readings/apposition.ts';
import { namesProduct, pointsAtList } from '../readings/cues.ts';
import { withoutIntroduction } from '../readings/introduction.ts';
import { withoutTakenBack } from '../readings/taken-back.ts';
import type { Reply } from '../reply.ts';
import type { Bid, Choosing, Decision, ExplainedDecision, Skill, Turn } from '../skill.ts';
import { productSlot } from '../slots/product.ts';
import { saidQuantity } from '../slots/quantity.ts';
import { withShownGoods } from '../slots/shown-goods.ts';
import { decision, voiceOf } from '../voice.ts';
import { choose, isCourtesy } from './choose.ts';
import { partsOf } from './parts.ts';
import { reminderFor } from './reminder.ts';
import { soothed } from './tone.ts';

/**
 * Decides a turn: what the message was taken for, what it mentioned, and what the chosen skill makes of it. Where its
 * sentences clearly want different things, each is answered by its skill, and the last about a product or
 * a quote, else the last that is more than a courtesy, gives the turn its name. A skill that throws is a programming error; it reaches the caller, who commits nothing.
 */
export async function decide(
  given: Turn,
  ports: Ports,
  skills: readonly Skill[],
): Promise<ExplainedDecision> {
  if (given.conversation.person?.status === 'owned') return silent(given, ports);
  const inContext = (understanding: Understanding) =>
    withShownGoods(withAppositions(withoutIntroduction(understanding)), given.conversation, ports).then(
      withoutTakenBack,
    );
  const turn: Turn = {
    ...given,
    understanding: await inContext(given.understanding),
    ...(given.clauses && { clauses: await Promise.all(given.clauses.map(inContext)) }),
  };
  const { parts, told, unanswered = [] } = await partsOf(turn, ports, (one) => choose(one, ports, skills));
  const main =
    parts.findLast(({ bid }) => bid.intent !== undefined && isTopic(bid.intent)) ??
    parts.findLast((part) => !isCourtesy(part)) ??
    parts.at(-1)!;
  const received: ConversationEvent = {
    kind: 'message.received',
    language: turn.understanding.language,
    skill: main.skill.name,
    ...(main.bid.intent !== undefined && { intent: main.bid.intent }),
    ...(main.bid.intent === 'knowledge.ask' && main.bid.about !== undefined && { about: main.bid.about }),
    ...(parts.some(({ bid }) => bid.answers) && { answered: true }),
    sentiment: turn.understanding.sentiment.score,
  };

  let { conversation } = turn;
  const events: ConversationEvent[] = [received];
  const effects: Decision['effects'][number][] = [];
  // Greeted back once: later in the talk it is only how messages begin.
  const isNew = turn.isGreeted && turn.message.role !== 'rep' && conversation.turns === 0;
  const replies: Reply[] = isNew ? [voiceOf(turn, ports).text('courtesy.greet')] : [];
  for (const understanding of told ?? []) {
    const remembered = mentions({ ...turn, understanding }, ports, NO_BID);
    events.push(...remembered);
    conversation = replay(remembered, conversation);
  }
  // What a message asks the price of is not ordered yet: nothing is quoted only for the discount it asks about.
  const isQuoted =
    (turn.conversation.quote ?? turn.conversation.begun) !== undefined ||
    parts.some(({ bid }) => bid.intent === 'quote.request');
  for (const part of parts) {
    const isFollowed = part !== parts.at(-1);
    const onlyWonders = part.bid.intent === 'quote.discount' && !isQuoted && part !== parts[0];
    // What an earlier clause had shown may be what this one speaks of.
    const isLater = conversation !== turn.conversation;
    const partTurn = {
      ...turn,
      understanding: isLater
        ? await withShownGoods(part.understanding, conversation, ports)
        : part.understanding,
      conversation,
      ...(isFollowed && { isFollowed }),
      ...(onlyWonders && { onlyWonders }),
    };
    const { skill, bid } =
      isLater && !part.isSettled ? asInTalk(part, choose(partTurn, ports, skills)) : part;
    if (part !== main && isCourtesy(part)) {
      const liked = await goodsOf(partTurn, ports);
      events.push(...liked);
      conversation = replay(liked, conversation);
      if (liked.length === 0) replies.push(voiceOf(partTurn, ports).text(`courtesy.${part.bid.intent}`));
      continue;
    }
    const made = part.made ?? (await skill.run(partTurn, ports, bid));
    const happened = [...mentions(partTurn, ports, bid), ...made.events];
    events.push(...happened);
    effects.push(...made.effects);
    replies.push(...made.replies);
    conversation = replay(happened, conversation);
  }
  if (unanswered.length > 0) {
    const voice = voiceOf(turn, ports);
    replies.push(
      voice.text('fallback.unanswered', { said: unanswered.map((text) => `“${text}”`) }, [
        voice.offer('human.request'),
      ]),
    );
  }
  const answered = soothed(turn, ports, main.skill.name, { events, effects, replies });
  const decided = qualify(turn, ports, main.bid, { ...answered, events: proposedTogether(answered.events) });
  return {
    skill: main.skill.name,
    bids: main.bids,
    ...(parts.length > 1 && { parts: parts.map(({ skill, bid }) => ({ skill: skill.name, ...bid })) }),
    ...decided,
    replies: offeredOnce(
      quotedOnce([...decided.replies, ...reminderFor(turn, ports, main.bid, decided)]),
      parts.length > 1 ? parts.map(({ bid }) => bid.intent) : [],
    ),
  };
}

/** Of a quote that is shown twice in a turn, the last is how it stands. */
const quotedOnce = (replies: readonly Reply[]): readonly Reply[] =>
  replies.filter(
    (reply, index) =>
      reply.kind !== 'quote' ||
      !replies
        .slice(index + 1)
        .some((later) => later.kind === 'quote' && later.quote.number === reply.quote.number),
  );

/** Of a button that two replies of a turn have, the last stays; none offers what another part of the message was about. */
function offeredOnce(replies: readonly Reply[], answered: readonly (string | undefined)[]): readonly Reply[] {
  return replies.map((reply, index) => {
    const later = replies.slice(index + 1).flatMap(({ choices = [] }) => choices.map(({ label }) => label));
    const { choices, ...rest } = reply;
    const left =
      choices?.filter(
        ({ label, action }) =>
          !later.includes(label) && !(action?.kind === 'intent' && answered.includes(action.intent)),
      ) ?? [];
    return left.length === (choices?.length ?? 0)
      ? reply
      : { ...rest, ...(left.length > 0 && { choices: left }) };
  });
}

/** A person has the conversation: what is said is remembered, and answered by nobody but them. */
function silent(turn: Turn, ports: Ports): ExplainedDecision {
  const { language, sentiment } = turn.understanding;
  const bid: Bid = { score: 1, why: 'a person has the conversation' };
  return {
    skill: 'human',
    bids: [{ skill: 'human', ...bid }],
    ...decision({
      events: [
        { kind: 'message.received', language, skill: 'human', sentiment: sentiment.score },
        ...mentions(turn, ports, bid),
      ],
    }),
  };
}

/** A question about goods may be read otherwise once others are shown; it does not become anything but a question. */
const asInTalk = (part: Choosing, again: Choosing): Choosing =>
  [part, again].every(({ bid }) => bid.intent?.startsWith('product.')) ? again : part;

/** "the last one looks cute!": what follows is of that one. */
async function goodsOf(turn: Turn, ports: Ports): Promise<readonly ConversationEvent[]> {
  if (!namesProduct(turn) && !pointsAtList(turn)) return [];
  const slot = await productSlot(turn, ports, { context: 0 });
  return slot.kind === 'found'
    ? [{ kind: 'product.mentioned', skus: slot.products.map(({ sku }) => sku) }]
    : [];
}

const NO_BID: Bid = { score: 0, why: 'only tells something' };

/** What was said is remembered whichever skill answers, so that nothing has to be said twice. */
function mentions(turn: Turn, ports: Ports, bid: Bid): ConversationEvent[] {
  const skus = entitiesOf(turn.understanding, 'product').flatMap(({ matches }) =>
    matches.length === 1 ? [matches[0]!.sku] : [],
  );
  // Until it is settled which one is meant, its quantity is nobody's.
  const isUnsettled = skus.length === 0 && namesProduct(turn);
  const quantity = saidQuantity(turn, ports.shop.maxQuantity);
  const lead = learnt(turn);
  return [
    ...(Object.keys(lead).length > 0 ? [{ kind: 'lead.learnt' as const, lead }] : []),
    ...(skus.length > 0 ? [{ kind: 'product.mentioned' as const, skus }] : []),
    ...(!isUnsettled && quantity.kind === 'valid' && bid.intent !== undefined && isTopic(bid.intent)
      ? [{ kind: 'quantity.mentioned' as const, quantity: quantity.value }]
      : []),
  ];
}
