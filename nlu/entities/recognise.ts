import type { Entity } from '../understanding.ts';
import { recogniseMoney } from './amounts/money.ts';
import { recognisePeople } from './amounts/people.ts';
import { recognisePercentages } from './amounts/percentage.ts';
import { recogniseQuantities } from './amounts/quantity.ts';
import { TOKEN_BUDGET } from './budget.ts';
import { recogniseDates } from './dates/date.ts';
import { recogniseEmails } from './email.ts';
import { recogniseIntroductions } from './names/introduction.ts';
import { recogniseNames } from './names/name.ts';
import { recognisePhones } from './phone.ts';
import { recogniseCountries } from './places/country.ts';
import { recogniseProducts } from './products/product.ts';
import type { Recogniser, RecogniserInput } from './recogniser.ts';
import { recogniseReferences } from './reference.ts';
import { recogniseStages } from './stage.ts';

/** Entities of one message; the rest is skipped. */
export const ENTITY_BUDGET = 64;

/** Most specific first: of two that claim the same words, the earlier kind in this order has them. */
const RECOGNISERS: readonly Recogniser[] = [
  recogniseEmails,
  recogniseReferences,
  recognisePhones,
  recogniseMoney,
  recognisePercentages,
  recognisePeople,
  recogniseDates,
  recogniseNames,
  recogniseCountries,
  recogniseProducts,
  recogniseIntroductions,
  recogniseQuantities,
  recogniseStages,
];
/** The kinds with a form of their own; whatever else their words might mean, they have them. */
const FORMAL: ReadonlySet<Entity['kind']> = new Set(['email', 'orderNumber', 'quoteNumber', 'phone']);

/** The entities of a message in the order of the text, none overlapping; `skipped` when the budget ended before the text. */
export function recognise(input: RecogniserInput): { entities: readonly Entity[]; skipped?: true } {
  const candidates: { readonly entity: Entity; readonly rank: number }[] = [];
  for (const [rank, recogniser] of RECOGNISERS.entries())
    for (const entity of recogniser(input)) candidates.push({ entity, rank });
  candidates.sort(
    (a, b) =>
      Number(FORMAL.has(b.entity.kind)) - Number(FORMAL.has(a.entity.kind)) ||
      b.entity.end - b.entity.start - (a.entity.end - a.entity.start) ||
      a.rank - b.rank ||
      a.entity.start - b.entity.start,
  );
  const taken = new Uint8Array(input.text.length);
  const entities: Entity[] = [];
  for (const { entity } of candidates) {
    if (taken.subarray(entity.start, entity.end).includes(1)) continue;
    taken.fill(1, entity.start, entity.end);
    entities.push(entity);
  }
  entities.sort((a, b) => a.start - b.start);
  const skipped = entities.length > ENTITY_BUDGET || input.tokens.length > TOKEN_BUDGET;
  return { entities: entities.slice(0, ENTITY_BUDGET), ...(skipped && { skipped }) };
}
