import type { RepEffect } from '../../../effect.ts';
import type { Ports } from '../../../ports.ts';
import type { Decision } from '../../../skill.ts';
import type { Voice } from '../../../voice.ts';
import { propose } from '../reply/propose.ts';
import { contentOf } from './content.ts';

/** Effects on notes and reminders, all with the key of theirs. */
type NoteEffect = Extract<RepEffect, { kind: `activity.${string}` }>;

const SAID = {
  'activity.remove': 'rep.forgets',
  'activity.reopen': 'rep.reopens',
  'activity.log': 'rep.notesAgain',
  'activity.done': 'rep.ticksOff',
} as const;

/**
 * Offers to take notes and reminders away again, to put those ticked off back on the list, and the reverse of both;
 * nothing where none are there.
 */
export async function undoNotes(
  undo: readonly RepEffect[],
  ports: Ports,
  voice: Voice,
): Promise<Decision | undefined> {
  const wanted = undo.filter((effect): effect is NoteEffect => effect.kind in SAID);
  const keys = wanted.flatMap(({ key }) => key ?? []);
  const stored = keys.length > 0 ? await ports.sales.activities({ keys }) : [];
  const known = new Map(stored.map((note) => [note.effectKey, note]));
  const steps = wanted.flatMap((effect) => {
    const note = known.get(effect.key ?? '');
    if (effect.kind === 'activity.log' && effect.key !== undefined) {
      const reverse = { kind: 'activity.remove' as const, key: effect.key };
      return [{ effect, reverse, text: effect.activity.text }];
    }
    if (!note) return [];
    const key = note.effectKey;
    const reverse: NoteEffect =
      effect.kind === 'activity.remove'
        ? { kind: 'activity.log', key, activity: contentOf(note) }
        : { kind: effect.kind === 'activity.reopen' ? 'activity.done' : 'activity.reopen', key };
    return [{ effect, reverse, text: note.text }];
  });
  if (steps.length === 0) return undefined;
  const lines = Object.entries(SAID).flatMap(([kind, said]) => {
    const texts = steps.filter(({ effect }) => effect.kind === kind).map(({ text }) => `"${text}"`);
    return texts.length > 0 ? [voice.say(said, { texts })] : [];
  });
  return propose(
    steps.map(({ effect }) => effect),
    voice.join([...lines, voice.say('rep.shallIUndo')]),
    voice,
    { undo: steps.map(({ reverse }) => reverse) },
  );
}
