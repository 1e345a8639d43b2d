import type { Skill } from '../../skill.ts';
import { book, repHelp } from './book.ts';
import { confirm } from './confirm.ts';
import { deals } from './deals.ts';
import { reorder } from './reorder.ts';

/** Skills for reps alone: visitors never reach them. */
export const repSkills: readonly Skill[] = [deals, reorder, book, confirm, repHelp];
