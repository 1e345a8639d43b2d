import type { Models } from '../../crm/models/index.ts';
import { buildNames, type NamedRecord, type NameIndex } from '../../nlu/entities/names/name-index.ts';

/** Names of contacts, companies, deals and reps, for what reps write; as of the last `refresh`. */
export class CrmNames {
  readonly #models: Models;
  current: NameIndex = buildNames([]);

  constructor(models: Models) {
    this.#models = models;
  }

  async refresh(): Promise<void> {
    const { Company, Contact, Deal, Rep } = this.#models;
    const [companies, contacts, deals, reps] = await Promise.all([
      Company.find({}).select({ key: 1, name: 1 }).lean(),
      Contact.find({ name: { $exists: true } })
        .select({ key: 1, name: 1 })
        .lean(),
      Deal.find({}).select({ key: 1, name: 1 }).lean(),
      Rep.find({}).select({ key: 1, name: 1 }).lean(),
    ]);
    const named = (kind: NamedRecord['kind'], records: readonly { key: string; name?: string }[]) =>
      records.flatMap(({ key, name }): NamedRecord[] => (name ? [{ kind, id: key, name }] : []));
    this.current = buildNames([
      ...named('company', companies),
      ...named('person', contacts),
      ...named('deal', deals),
      ...named('colleague', reps),
    ]);
  }
}
