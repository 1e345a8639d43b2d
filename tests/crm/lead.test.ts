import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bookMeeting, recordLead } from '../../crm/apply-lead.ts';
import type { Models } from '../../crm/models/index.ts';
import type { Meeting } from '../../crm/models/meeting.ts';
import type { Rep } from '../../crm/models/rep.ts';
import { freeSlots, slotAt } from '../../crm/queries/free-slots.ts';
import { ordered } from '../../crm/queries/reps-for.ts';
import { openTestServer, type TestServer } from './server.ts';

let server: TestServer;
let models: Models;
const REPS: Rep[] = [
  { key: 'british', name: 'Bea', countries: ['GB'], sample: true },
  { key: 'rest', name: 'Ria', countries: [], sample: true },
];

beforeAll(async () => {
  server = await openTestServer();
  models = await server.models();
  await models.Rep.insertMany(REPS);
});
afterAll(() => server.close());

const identity = { channel: 'web', id: 'ann' };
const hours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:30', timeZone: 'Europe/London' };
/** Friday. */
const now = new Date('2026-03-27T15:10:00Z');
const meeting = (number: string, repKey: string, startsAt: Date): Meeting => ({
  number,
  status: 'booked',
  repKey,
  startsAt,
  endsAt: new Date(startsAt.getTime() + 1_800_000),
  with: { email: 'ann@example.org' },
  note: '',
  identity,
  conversationId: 'c',
  effectKey: number,
});

test('free times keep to notice, hours and the change of the clocks', async () => {
  const slots = await freeSlots(models, { hours, now, limit: 3 });
  // Two hours' notice leaves nothing of Friday but 17:10; on Sunday the clocks go forward.
  expect(slots.map(({ startsAt }) => startsAt.toISOString())).toEqual([
    '2026-03-30T08:00:00.000Z',
    '2026-03-30T08:30:00.000Z',
    '2026-03-30T09:00:00.000Z',
  ]);
});

test('a time that several choose at once goes to rep after rep, then to a person', async () => {
  const startsAt = new Date('2026-03-30T08:00:00Z');
  await Promise.all(
    ['M-1', 'M-2', 'M-3'].map((number) => bookMeeting(models, meeting(number, 'rest', startsAt), now)),
  );
  await bookMeeting(models, meeting('M-1', 'rest', startsAt), now);
  const booked = await models.Meeting.find({}).lean();
  expect(booked.map(({ repKey }) => repKey).sort()).toEqual(['british', 'rest']);
  expect(await models.Task.countDocuments({ kind: 'contact' })).toBe(1);
  expect(await slotAt(models, startsAt, { hours, now, limit: 1 })).toBeUndefined();
});

test('new work goes to the territory, then to who has least to do', () => {
  const reps: Rep[] = [...REPS, { key: 'also', name: 'Al', countries: ['GB'], sample: true }];
  const keys = (country: string | undefined, load: Record<string, number>) =>
    ordered(reps, new Map(Object.entries(load)), country).map(({ key }) => key);
  expect(keys('GB', { british: 3, also: 1 })).toEqual(['also', 'british', 'rest']);
  expect(keys('JP', { rest: 9 })[0]).toBe('rest');
  expect(keys(undefined, {})[0]).toBe('rest');
});

test('a lead is one deal that is completed, and left alone once a rep has taken it further', async () => {
  await models.Contact.create({
    key: 'ann',
    name: 'Ann',
    emails: ['ann@example.org'],
    phones: [],
    identities: [identity],
    sample: false,
  } as never);
  const lead = (more: object) => ({
    stage: 'lead' as const,
    amount: { amount: 83_000, currency: 'GBP' },
    closeDate: '2026-04-30',
    qualification: { need: ['47566'], country: 'GB', ...more },
  });
  await recordLead(models, identity, lead({}));
  await recordLead(models, identity, { ...lead({ authority: 'decides' }), stage: 'qualified' });
  expect(await models.Deal.find({}).lean()).toMatchObject([
    { owner: 'british', stage: 'qualified', source: 'chat', qualification: { authority: 'decides' } },
  ]);
  await models.Deal.updateOne({}, { $set: { stage: 'proposal' } });
  await recordLead(models, identity, lead({}));
  expect(await models.Deal.find({}).lean()).toMatchObject([{ stage: 'proposal' }]);
});
