import type { ReturnReason } from '../../crm/models/return.ts';
import { has, wordsOf } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';

/** Why goods are to come back, where the words say so. */
export const returnReasonIn = ({
  understanding: { text, language },
}: Pick<Turn, 'understanding'>): ReturnReason | undefined =>
  wordsOf(language).returnReasons.find(([pattern]) => has(pattern, text))?.[1];
