/**
 * The tree of fields that a projection, `$addFields` or `$unset` works on. One walk over the document keeps or drops
 * fields, a second adds computed ones; both go into arrays element by element.
 */
import { StoreError } from '../errors.ts';
import { splitPath } from './paths.ts';
import type { Expression } from './scope.ts';
import { createDocument, type Document, isDocument, type Value } from './values/value.ts';

/** What happens at a path: `true` keeps it, `false` drops it, an expression computes it. */
export type Leaf = boolean | Expression;

export class FieldTree {
  private readonly leaves = new Map<string, Leaf>();
  private readonly children = new Map<string, FieldTree>();
  private hasComputed = false;

  /** @throws StoreError Location31249 or Location31250 when two paths collide */
  set(path: string, leaf: Leaf): void {
    this.setAt(splitPath(path), 0, leaf, path);
  }

  private setAt(parts: readonly string[], at: number, leaf: Leaf, path: string): void {
    const name = parts[at]!;
    if (name === '') throw new StoreError('Location40352', 'FieldPath must not contain an empty field name.');
    if (name.startsWith('$'))
      throw new StoreError('Location16410', `FieldPath field names may not start with '$': ${path}`);
    if (typeof leaf === 'function') this.hasComputed = true;
    const isLast = at === parts.length - 1;
    if (this.leaves.has(name) || (isLast && this.children.has(name))) {
      const remaining = isLast ? '' : ` remaining portion ${parts.slice(at + 1).join('.')}`;
      throw new StoreError(
        isLast ? 'Location31250' : 'Location31249',
        `Path collision at ${path}${remaining}`,
      );
    }
    if (isLast) {
      this.leaves.set(name, leaf);
      return;
    }
    const child = this.children.get(name) ?? new FieldTree();
    this.children.set(name, child);
    child.setAt(parts, at + 1, leaf, path);
  }

  /** The document with only the fields set to true, in the document's order, and then the computed ones. */
  include(document: Document): Document {
    const kept = this.keep(document);
    if (this.hasComputed) this.compute(kept, document);
    return kept;
  }

  /** The document without the fields set to false. */
  exclude(document: Document): Document {
    const kept = createDocument();
    for (const name in document) {
      if (this.leaves.get(name) === false) continue;
      const child = this.children.get(name);
      kept[name] = child ? through(document[name], (nested) => child.exclude(nested), true) : document[name];
    }
    return kept;
  }

  /** The document with the computed fields added or replaced. */
  add(document: Document): Document {
    const copy = Object.assign(createDocument(), document);
    this.compute(copy, document);
    return copy;
  }

  private keep(document: Document): Document {
    const kept = createDocument();
    for (const name in document) {
      if (this.leaves.get(name) === true) {
        kept[name] = document[name];
        continue;
      }
      const child = this.children.get(name);
      const value = child && through(document[name], (nested) => child.keep(nested), false);
      if (value !== undefined) kept[name] = value;
    }
    return kept;
  }

  private compute(target: Document, root: Document): void {
    for (const [name, leaf] of this.leaves) {
      if (typeof leaf !== 'function') continue;
      const value = leaf(root);
      if (value === undefined) delete target[name];
      else target[name] = value;
    }
    for (const [name, child] of this.children) {
      if (child.hasComputed) target[name] = child.computeIn(target[name], root);
    }
  }

  private computeIn(value: Value | undefined, root: Document): Value {
    if (Array.isArray(value)) return value.map((item) => this.computeIn(item, root));
    const nested = Object.assign(createDocument(), isDocument(value) ? value : undefined);
    this.compute(nested, root);
    return nested;
  }
}

/** Applies a change to a subdocument or to those of an array; other values are kept or dropped. */
function through(
  value: Value | undefined,
  change: (document: Document) => Document,
  keepsOthers: boolean,
): Value | undefined {
  if (Array.isArray(value)) {
    return value.map((item) => through(item, change, keepsOthers)).filter((item) => item !== undefined);
  }
  if (isDocument(value)) return change(value);
  return keepsOthers ? value : undefined;
}
