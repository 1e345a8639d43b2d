/**
 * With `MONGODB_URI` set, every question that a test of the semantics asks the evaluator is put to that server too, and
 * the test file ends with those that it answers differently. Two refusals count as equal.
 */
import { afterAll, expect } from '@jest/globals';
import { type Document as BsonDocument, EJSON } from 'bson';
import type { mongo } from 'mongoose';
import { openTestServer } from '../server.ts';

export type Answer = boolean | string | readonly string[];

interface Question {
  /** What to show where the answers differ. */
  readonly asked: object;
  readonly answer: Answer;
  readonly askServer: (db: mongo.Db) => Promise<Answer>;
}

const questions: Question[] = [];
const isWanted = process.env.MONGODB_URI !== undefined;
/** What no two servers, or no two moments, answer alike. */
const UNREPEATABLE = /\$\$NOW|"\$rand"|"\$sample"|"\$currentDate"/;
const REFUSED = 'refused';

/** Answers by `ask`, and keeps the question for the second server. */
export function withSecondOpinion<T extends Answer>(
  asked: object,
  ask: () => T,
  askServer: Question['askServer'],
): T {
  if (!isWanted) return ask();
  let answer: Answer = REFUSED;
  try {
    const here = ask();
    answer = here;
    return here;
  } finally {
    if (!UNREPEATABLE.test(EJSON.stringify(asked))) questions.push({ asked, answer, askServer });
  }
}

/** Puts documents into a new collection, in their order. @returns whether they had no `_id` of their own */
export async function filled(collection: mongo.Collection, documents: readonly object[]): Promise<boolean> {
  await collection.deleteMany({});
  const plain = documents.map((fields, _id): BsonDocument => ({ _id, ...fields }));
  if (plain.length > 0) await collection.insertMany(plain, { forceServerObjectId: true });
  return documents.every((fields) => !('_id' in fields));
}

if (isWanted) afterAll(compareAll, 600_000);

async function compareAll(): Promise<void> {
  const server = await openTestServer();
  const differences: string[] = [];
  for (const { asked, answer, askServer } of questions) {
    const theirs = await askServer(server.db).catch((error: Error) => error);
    const isSame =
      theirs instanceof Error ? answer === REFUSED : JSON.stringify(theirs) === JSON.stringify(answer);
    if (!isSame) {
      const there = theirs instanceof Error ? `error: ${theirs.message}` : JSON.stringify(theirs);
      differences.push(`${EJSON.stringify(asked)}\n  here  ${JSON.stringify(answer)}\n  there ${there}`);
    }
  }
  await server.close();
  const summary = (count: number) => `${count} of ${questions.length} questions answered differently`;
  expect([summary(differences.length), ...differences].join('\n')).toBe(summary(0));
}
