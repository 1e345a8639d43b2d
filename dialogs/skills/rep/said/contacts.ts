import type { Contact } from '../../../../crm/models/contact.ts';
import { entitiesOf } from '../../../../nlu/understanding.ts';
import { repWordsOf } from '../../../language/words/rep/words.ts';
import { has } from '../../../language/words/words.ts';
import type { Ports } from '../../../ports.ts';
import { placed, pointsAtRepList, repPointerIn } from '../../../readings/rep-pointer.ts';
import type { Turn } from '../../../skill.ts';
import { byKey } from './by-key.ts';
import { ownCompany } from './deals.ts';

/** The contacts that a message may be about: by a place in the list, by name, by company, "her", else nobody. */
export async function meantContacts(turn: Turn, ports: Ports): Promise<readonly Contact[]> {
  const { understanding, conversation } = turn;
  const { list, contactKey } = conversation;
  const pointer = repPointerIn(understanding);
  if (list?.of === 'contact' && pointer && pointer.kind !== 'most' && pointsAtRepList(turn))
    return contactsByKey(placed(list.keys, pointer), ports);
  const person = entitiesOf(understanding, 'person')[0];
  const email = entitiesOf(understanding, 'email')[0]?.address;
  const companyKey = ownCompany(turn);
  const said = {
    ...(person?.id !== undefined && { keys: [person.id] }),
    ...(person && person.id === undefined && { named: person.name }),
    ...(email !== undefined && { email }),
    ...(companyKey !== undefined && { companyKey }),
  };
  if (Object.keys(said).length > 0) return ports.sales.contacts(said);
  if (!has(repWordsOf(understanding.language).person, understanding.text)) return [];
  const known = contactKey ?? (list?.of === 'contact' ? list.keys[0] : undefined);
  return known === undefined ? [] : contactsByKey([known], ports);
}

const contactsByKey = async (keys: readonly string[], ports: Ports): Promise<readonly Contact[]> =>
  byKey(keys, await ports.sales.contacts({ keys }));
