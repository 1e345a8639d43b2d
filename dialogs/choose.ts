import { entitiesOf, type Understanding } from '../nlu/understanding.ts';
import { changeAndMore } from './change-and-more.ts';
import { isTopic, replay } from './conversation/conversation.ts';
import type { ConversationEvent } from './conversation/event.ts';
import { has, wordsOf } from './language/words/words.ts';
import { learnt } from './lead/learnt.ts';
import { qualify } from './lead/qualify.ts';
import type { Ports } from './ports.ts';
import { withAppositions } from './readings/apposition.ts';
import { asksSomething, isBare, namesProduct } from './readings/cues.ts';
import { reminderFor } from './reminder.ts';
import type { Reply } from './reply.ts';
import type { Bid, Choosing, Decision, ExplainedDecision, Role, Skill, Turn } from './skill.ts';
import { saidQuantity } from './slots/quantity.ts';
import { withShownGoods } from './slots/shown-goods.ts';
import { soothed } from './tone.ts';
import { decision, voiceOf } from './voice.ts';

const VISITORS: readonly Role[] = ['visitor'];

/** Exactly one skill: the highest bid, the earlier in the list where two are equal. */
export function choose(turn: Turn, ports: Ports, skills: readonly Skill[]): Choosing {
  const role = turn.message.role ?? 'visitor';
  const bids = skills
    .filter(({ roles = VISITORS }) => roles.includes(role))
    .flatMap((skill) => {
      const bid = skill.bid(turn, ports);
      return bid ? [{ skill, bid }] : [];
    })
    .sort((a, b) => b.bid.score - a.bid.score);
  const winner = bids[0];
  if (!winner) throw new Error('no skill bids: the list must hold one that always does');
  return { ...winner, bids: bids.map(({ skill, bid }) => ({ skill: skill.name, ...bid })) };
}

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
    withShownGoods(withAppositions(understanding), given.conversation, ports);
  const turn: Turn = {
    ...given,
    understanding: await inContext(given.understanding),
    ...(given.clauses && { clauses: await Promise.all(given.clauses.map(inContext)) }),
  };
  const parts = await partsOf(turn, ports, skills);
  const main =
    parts.findLast(({ bid }) => bid.intent !== undefined && isTopic(bid.intent)) ??
    parts.findLast(({ bid }) => !isCourtesy(bid)) ??
    parts.at(-1)!;
  const received: ConversationEvent = {
    kind: 'message.received',
    language: turn.understanding.language,
    skill: main.skill.name,
    ...(main.bid.intent !== undefined && { intent: main.bid.intent }),
    ...(parts.some(({ bid }) => bid.answers) && { answered: true }),
    sentiment: turn.understanding.sentiment.score,
  };

  let { conversation } = turn;
  const events: ConversationEvent[] = [received];
  const effects: Decision['effects'][number][] = [];
  const replies: Reply[] = [];
  for (const part of parts) {
    const partTurn = { ...turn, understanding: part.understanding, conversation };
    if (part !== main && isCourtesy(part.bid)) {
      replies.push(voiceOf(partTurn, ports).text(`courtesy.${part.bid.intent}`));
      continue;
    }
    const made = await part.skill.run(partTurn, ports, part.bid);
    const happened = [...mentions(partTurn, ports, part.bid), ...made.events];
    events.push(...happened);
    effects.push(...made.effects);
    replies.push(...made.replies);
    conversation = replay(happened, conversation);
  }
  const answered = soothed(turn, ports, main.skill.name, { events, effects, replies });
  const decided = qualify(turn, ports, main.bid, answered);
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

interface Part extends Choosing {
  readonly understanding: Understanding;
}

/** Sentences this sure of wanting different things are answered one by one. */
const SURE = 0.6;
const COURTESIES = ['greet', 'thanks', 'praise'];
/** Beside another sentence, words such as "I don't need it any more" explain it and decide nothing. */
const ANSWERS_ONLY = ['affirm', 'deny'];
const ASKS_ONLY = /^product\.(?:find|price|stock)$/;
const isCourtesy = ({ intent }: Bid) => intent !== undefined && COURTESIES.includes(intent);

async function partsOf(turn: Turn, ports: Ports, skills: readonly Skill[]): Promise<readonly Part[]> {
  const whole = { ...choose(turn, ports, skills), understanding: turn.understanding };
  // What a yes is given without belongs to it, in whichever clause it stands.
  const { text, language } = turn.understanding;
  if (has(wordsOf(language).noReminder, text)) return [whole];
  const parts = (turn.clauses ?? []).map((understanding) => ({
    ...choose({ ...turn, understanding }, ports, skills),
    understanding,
  }));
  const isClear =
    parts.length > 1 &&
    !parts.some((part) => addsQuantity(part) && !standsAlone(part, parts, turn)) &&
    !parts.some(({ bid, understanding }) => !bid.answers && onlyNames({ ...turn, understanding })) &&
    parts.every(
      ({ bid }) =>
        bid.intent !== undefined && bid.score >= SURE && (bid.answers || !ANSWERS_ONLY.includes(bid.intent)),
    );
  const areDifferent =
    new Set(
      parts.map(({ skill, bid }, index) =>
        // Questions about goods stand side by side; what is done to a quote is done at once.
        bid.intent !== undefined && ASKS_ONLY.test(bid.intent) ? index : `${skill.name} ${bid.about ?? ''}`,
      ),
    ).size === parts.length;
  if (isClear && areDifferent) return parts;
  const again = (settled: string) => choose({ ...turn, settled }, ports, skills);
  const chosen = await changeAndMore(whole, turn, ports, again);
  return chosen.map((one) => ({ ...one, understanding: turn.understanding }));
}

/** "I need 60" beside a question: it asks nothing of its own, and says of nothing how many. */
function addsQuantity({ bid, understanding }: Part): boolean {
  const said = entitiesOf(understanding, 'quantity').length > 0;
  const isAbout = bid.answers || namesProduct({ understanding });
  return said && !isAbout && ASKS_ONLY.test(bid.intent ?? '') && !asksSomething({ understanding });
}

/** "just 1 then, I'll pay by card": of the product talked about, where nothing beside it is about goods. */
const standsAlone = (part: Part, parts: readonly Part[], { conversation }: Turn): boolean =>
  conversation.products.length > 0 &&
  parts.every((other) => other === part || other.bid.intent === undefined || !isTopic(other.bid.intent));

/** "regency cake stand, how much is it?": a name alone is what the rest is about. */
const onlyNames = (turn: Turn): boolean =>
  namesProduct(turn) &&
  !asksSomething(turn) &&
  entitiesOf(turn.understanding, 'quantity').length === 0 &&
  isBare(turn);

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
