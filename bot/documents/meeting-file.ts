import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Language } from '../../nlu/understanding.ts';
import type { QuotePdfContext } from './quote-pdf/quote-pdf.ts';

/** A booked meeting as an iCalendar file (RFC 5545); undefined where there is no such meeting. */
export async function meetingFile(
  { models, shop, answers }: QuotePdfContext,
  number: string,
  language: Language,
): Promise<string | undefined> {
  const meeting = await models.Meeting.findOne({ number }).lean();
  if (!meeting) return undefined;
  const rep = await models.Rep.findOne({ key: meeting.repKey }).lean();
  const calendar = ical({
    prodId: { company: shop.name, product: 'Rainmaker' },
    method: meeting.status === 'cancelled' ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: meeting.number,
    start: meeting.startsAt,
    end: meeting.endsAt,
    summary: answers.say(language, 'meeting.inCalendar', { shop: shop.name }, number, 0),
    description: [rep?.name, meeting.number].filter(Boolean).join(', '),
    status: meeting.status === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  return calendar.toString();
}
