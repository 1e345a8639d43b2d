/** What an expression can see besides its document: variables, and a record of which fields it reads. */
import { StoreError } from '../errors.ts';
import type { Collation } from './values/collation.ts';
import type { Document, Value } from './values/value.ts';

/** A compiled expression. `undefined` is a missing value. Holds no state of its own. */
export type Expression = (root: Document) => Value | undefined;

/** A variable: set before the expression that reads it runs. */
export interface Variable {
  value: Value | undefined;
}

/** Which top-level fields of the documents are read, so that a scan decodes no others. */
export class References {
  private readonly names = new Set<string>();
  private readsAll = false;

  addPath(path: string): void {
    const dot = path.indexOf('.');
    this.names.add(dot < 0 ? path : path.slice(0, dot));
  }

  addAll(): void {
    this.readsAll = true;
  }

  /** null: any field. */
  fields(): ReadonlySet<string> | null {
    return this.readsAll ? null : this.names;
  }
}

export class Scope {
  readonly references: References;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly collation: Collation;
  private readonly variables: ReadonlyMap<string, Variable>;

  constructor(
    variables: ReadonlyMap<string, Variable>,
    { random, collation }: { readonly random: () => number; readonly collation: Collation },
    references = new References(),
  ) {
    this.variables = variables;
    this.random = random;
    this.collation = collation;
    this.references = references;
  }

  variable(name: string): Variable {
    const found = this.variables.get(name);
    if (found === undefined) throw new StoreError('Location17276', `Use of undefined variable: ${name}`);
    return found;
  }

  /** A scope with further variables. Names are checked: user variables begin with a small letter. */
  with(added: Readonly<Record<string, Variable>>): Scope {
    for (const name of Object.keys(added)) {
      if (!/^([a-z]|[^\0-\x7f])(\w|[^\0-\x7f])*$/.test(name) && name !== 'CURRENT') {
        throw new StoreError(
          'FailedToParse',
          `'${name}' starts with an invalid character for a user variable name`,
        );
      }
    }
    return new Scope(new Map([...this.variables, ...Object.entries(added)]), this, this.references);
  }

  /** The same variables over documents of another kind (array elements, another collection). */
  detached(references = new References()): Scope {
    return new Scope(this.variables, this, references);
  }
}
