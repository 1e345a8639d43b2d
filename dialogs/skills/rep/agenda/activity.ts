import type { Activity, ActivityKind } from '../../../../crm/models/activity.ts';
import type { Contact } from '../../../../crm/models/contact.ts';
import type { Deal } from '../../../../crm/models/deal.ts';
import { entitiesOf, type Understanding } from '../../../../nlu/understanding.ts';
import { repWordsOf } from '../../../language/words/rep/words.ts';
import { has } from '../../../language/words/words.ts';
import type { Ports } from '../../../ports.ts';
import { repPointerIn } from '../../../readings/rep-pointer.ts';
import type { Decision, Turn } from '../../../skill.ts';
import { type Voice, voiceOf } from '../../../voice.ts';
import { propose } from '../reply/propose.ts';
import { whichDeal } from '../reply/which-deal.ts';
import { meantContacts } from '../said/contacts.ts';
import { meantDeals, ownCompany } from '../said/deals.ts';

const NOTE_LENGTH = 1_000;

const KINDS: readonly (readonly [RegExp, ActivityKind])[] = [
  [/\bremind|\btask\b|\bto-?do\b|follow[- ]?up|提醒|待办|任务/iu, 'reminder'],
  [/\bcall|phone|spoke|rang|voicemail|电话|通话|聊/iu, 'call'],
  [/\bmeet|met\b|visit|lunch|demo|见面|见了|拜访|会/iu, 'meeting'],
  [/\be-?mail|wrote|邮件/iu, 'email'],
];
const kindOf = (text: string): ActivityKind => KINDS.find(([words]) => words.test(text))?.[1] ?? 'note';

type Draft = Omit<Activity, 'at' | 'effectKey' | 'doneAt'>;

/**
 * "log a call with Jane at Harbour: they want samples, follow up thursday at 10": kept in the rep's words, beside whom
 * it is about; what is to be done later as a reminder of its own.
 */
export async function log(turn: Turn, ports: Ports): Promise<Decision> {
  const voice = voiceOf(turn, ports);
  const { understanding } = turn;
  const { text } = understanding;
  const about = await whomAbout(turn, ports);
  if (about.kind === 'unclear') return whichDeal(about.deals, 'activity.log', turn, ports);
  const followUp = followUpAt(understanding);
  const done = followUp === undefined ? text : text.slice(0, followUp).replace(/[\s,;.，。；]+$/u, '');
  const kind = followUp === undefined ? kindOf(text) : kindOf(done);
  const due = dueIn(understanding);
  const drafts: readonly Draft[] = [
    { kind, text: noteIn(done), ...(kind === 'reminder' && due) },
    ...(followUp === undefined ? [] : [{ kind: 'reminder' as const, text: text.slice(followUp), ...due }]),
  ].map((draft) => ({ ...draft, rep: turn.message.sender.id, ...about.keys }));
  const name = about.name ?? voice.say('rep.noDeal');
  const lines = drafts.map((draft) => describe(draft, name, voice));
  const number = turn.newNumber('A');
  const logged = drafts.map((activity, index) => ({
    kind: 'activity.log' as const,
    key: `${number}-${index}`,
    activity,
  }));
  return propose(
    logged,
    drafts.length > 1
      ? [...lines, voice.say('rep.shallIKeep')].join('\n')
      : voice.join([...lines, voice.say('rep.shallIKeep')]),
    voice,
    {
      undo: logged.map(({ key }) => ({ kind: 'activity.remove', key })),
      events: [
        ...(about.keys.dealKey === undefined
          ? []
          : [{ kind: 'deal.mentioned' as const, key: about.keys.dealKey }]),
        ...(about.keys.contactKey === undefined
          ? []
          : [{ kind: 'contact.mentioned' as const, key: about.keys.contactKey }]),
      ],
    },
  );
}

const describe = ({ kind, text, dueOn, dueAt }: Draft, about: string, voice: Voice): string =>
  voice.say(dueOn === undefined ? 'rep.noted' : dueAt === undefined ? 'rep.notedFor' : 'rep.notedForAt', {
    kind: voice.say(`rep.kind.${kind}`),
    text,
    about,
    ...(dueOn !== undefined && { date: { date: dueOn } }),
    ...(dueAt !== undefined && { time: dueAt }),
  });

/** Where the part begins that asks to be reminded, if something else stands before it. */
function followUpAt(understanding: Understanding): number | undefined {
  const { text, language } = understanding;
  const [match] = text.matchAll(repWordsOf(language).followUp);
  const at = match && match.index + match[0].length - match[1]!.length;
  const isSecond = at !== undefined && noteIn(text.slice(0, at)).trim() !== '';
  return isSecond && at > 0 && kindOf(text.slice(0, at)) !== 'reminder' ? at : undefined;
}

/** What stands behind "add a note to the first deal:" is the note; else all that was written. */
const noteIn = (text: string): string => {
  const [, note] = /^[^:：\d]{0,80}[:：]\s*(\S.*)$/su.exec(text) ?? [];
  return (note ?? text).slice(0, NOTE_LENGTH);
};

const dueIn = (understanding: Understanding): Pick<Activity, 'dueOn' | 'dueAt'> => {
  const date = entitiesOf(understanding, 'date')[0];
  return date ? { dueOn: date.from, ...(date.at !== undefined && { dueAt: date.at }) } : {};
};

type About =
  | {
      readonly kind: 'clear';
      readonly name?: string;
      readonly keys: Pick<Activity, 'companyKey' | 'contactKey' | 'dealKey'>;
    }
  | { readonly kind: 'unclear'; readonly deals: readonly Deal[] };

/** The deal and the person that a note is about: those it names or points at, else those that "it" and "her" are. */
async function whomAbout(turn: Turn, ports: Ports): Promise<About> {
  const { text, language } = turn.understanding;
  const companyKey = ownCompany(turn);
  const contacts = await meantContacts(turn, ports);
  const contact = companyKey === undefined && contacts.length === 1 ? contacts[0] : undefined;
  const isOfDeal = refersToDeal(turn) || (contact === undefined && !has(repWordsOf(language).person, text));
  const deals = isOfDeal ? await meantDeals(turn, ports) : [];
  const isOfList = turn.conversation.list?.of === 'deal' && repPointerIn(turn.understanding) === undefined;
  const isClearEnough = companyKey !== undefined || isOfList;
  if (deals.length > 1 && refersToDeal(turn) && !isClearEnough) return { kind: 'unclear', deals };
  const deal = deals.length === 1 && (refersToDeal(turn) || isNamed(deals[0]!, text)) ? deals[0] : undefined;
  const company = deal
    ? undefined
    : entitiesOf(turn.understanding, 'company').find(({ id }) => id === companyKey)?.name;
  const name = [deal?.name, company, contact && nameOf(contact)]
    .filter((one) => one !== undefined)
    .join(', ');
  return {
    kind: 'clear',
    ...(name !== '' && { name }),
    keys: {
      ...((companyKey ?? deal?.companyKey) !== undefined && { companyKey: companyKey ?? deal!.companyKey! }),
      ...(contact && { contactKey: contact.key }),
      ...(deal && { dealKey: deal.key }),
    },
  };
}

const nameOf = ({ name, key }: Contact): string => name ?? key;

/** By its name or company, a place in the list, or as "it" and "the deal". */
const refersToDeal = (turn: Turn): boolean => {
  const { understanding } = turn;
  return (
    ownCompany(turn) !== undefined ||
    entitiesOf(understanding, 'deal').length > 0 ||
    entitiesOf(understanding, 'company').length > 0 ||
    /\bdeal\b|\bit\b|\bth(?:em|ey)\b|\bthat one\b|商机|单子|[这那它]|他们/iu.test(understanding.text) ||
    repPointerIn(understanding) !== undefined
  );
};

const isNamed = ({ name }: Deal, text: string): boolean =>
  text.toLowerCase().includes(name.toLowerCase().split(/[^\p{L}\p{N}]+/u)[0]!);
