import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Collection } from 'mongoose';
import { duplicateKey } from '../duplicate-key.ts';

/** Says that the sample shop is there, or who is loading it; `beat` counts up while that process lives. */
export interface Marker {
  readonly _id: string;
  readonly state: 'loading' | 'loaded';
  readonly owner?: string;
  readonly beat?: number;
}

const MARKER = 'sample-shop';
const BEAT_MS = 500;
const POLL_MS = 200;
/** A loading process that has not beaten for so long is dead. Counted on the clock of who waits, so no two need agree. */
export const DEAD_AFTER_MS = 10_000;

export interface SeedLock {
  /** True where a loading process died: what it wrote has to be removed. */
  readonly isInherited: boolean;
  /** @throws Error when another process has taken over, because this one stood still too long */
  finish(): Promise<void>;
  /** Gives up; the next process finds what was left. */
  abandon(): void;
}

/**
 * Makes this process the one that loads, or waits for the one that does. `isEmpty` is asked when nobody has loaded
 * yet.
 * @param deadAfterMs 0 where no other process can be at work: then what is marked as loading was left by a crash
 */
export async function lockSeed(
  markers: Collection<Marker>,
  isEmpty: () => Promise<boolean>,
  deadAfterMs: number,
): Promise<SeedLock | 'already-loaded' | 'not-empty'> {
  const owner = randomUUID();
  let watched: Marker | undefined;
  let watchedSince = 0;
  for (;;) {
    const marker = await markers.findOne({ _id: MARKER });
    if (marker?.state === 'loaded') return 'already-loaded';
    if (!marker) {
      // Asked again after the records are: another process may have begun in between, and they may be its own.
      if (!(await isEmpty()) && !(await markers.findOne({ _id: MARKER }))) return 'not-empty';
      if (await begin(markers, owner)) return hold(markers, owner, false);
      continue;
    }
    if (!watched || marker.owner !== watched.owner || marker.beat !== watched.beat) {
      watched = marker;
      watchedSince = performance.now();
    }
    if (performance.now() - watchedSince >= deadAfterMs) {
      if (await inherit(markers, watched, owner)) return hold(markers, owner, true);
    } else await sleep(POLL_MS);
  }
}

async function begin(markers: Collection<Marker>, owner: string): Promise<boolean> {
  try {
    await markers.insertOne({ _id: MARKER, state: 'loading', owner, beat: 0 });
    return true;
  } catch (error) {
    if (duplicateKey(error) === undefined) throw error;
    return false;
  }
}

/** Of several that wait for a dead process, one takes its place. */
async function inherit(markers: Collection<Marker>, dead: Marker, owner: string): Promise<boolean> {
  const { modifiedCount } = await markers.updateOne(
    { _id: MARKER, state: 'loading', owner: dead.owner ?? null, beat: dead.beat ?? null } as never,
    { $set: { owner, beat: 0 } },
  );
  return modifiedCount === 1;
}

function hold(markers: Collection<Marker>, owner: string, isInherited: boolean): SeedLock {
  const own = { _id: MARKER, owner };
  const beating = setInterval(() => {
    // A beat that fails is made good by the next; without any the lock is lost, and `finish` says so.
    markers.updateOne(own, { $inc: { beat: 1 } }).catch(() => {});
  }, BEAT_MS);
  return {
    isInherited,
    abandon: () => clearInterval(beating),
    async finish() {
      clearInterval(beating);
      const { matchedCount } = await markers.updateOne(own, { $set: { state: 'loaded' } });
      if (matchedCount === 0)
        throw new Error('Another process has taken over loading the sample shop. Start again.');
    },
  };
}
