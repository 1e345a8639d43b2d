/** Stages that change each document: `$project`, `$set`, `$unset`, `$replaceRoot`, `$unwind`. */
import { StoreError } from '../../errors.ts';
import { compileExpression } from '../expression.ts';
import { FieldTree } from '../field-tree.ts';
import { compileProjectStage } from '../projection.ts';
import type { Scope } from '../scope.ts';
import {
  createDocument,
  type Document,
  documentOf,
  isDocument,
  isTruthy,
  typeName,
  type Value,
} from '../values/value.ts';
import { checkFields, documentOperand, mapping, type Stage, type StageTable } from './stage.ts';

const addFields: Stage = (specification, { scope }) => {
  const fields = documentOperand(specification, '$addFields', 'Location40272');
  const tree = new FieldTree();
  addComputed(tree, fields, '', scope);
  return { run: mapping((document) => tree.add(document)) };
};

/** `{ a: { b: '$x' } }` sets `a.b` and keeps the rest of `a`. */
function addComputed(tree: FieldTree, fields: Document, prefix: string, scope: Scope): void {
  for (const [name, value] of Object.entries(fields) as [string, Value][]) {
    const [first] = isDocument(value) ? Object.keys(value) : [];
    if (isDocument(value) && first !== undefined && !first.startsWith('$')) {
      addComputed(tree, value, `${prefix}${name}.`, scope);
    } else {
      tree.set(prefix + name, compileExpression(value, scope));
    }
  }
}

const unset: Stage = (specification) => {
  const paths = Array.isArray(specification) ? specification : [specification];
  const tree = new FieldTree();
  if (paths.length === 0)
    throw new StoreError(
      'Location31119',
      '$unset specification must be a string or an array with at least one field',
    );
  for (const path of paths) {
    if (typeof path !== 'string') {
      throw new StoreError(
        'Location31120',
        '$unset specification must be a string or an array containing only string values',
      );
    }
    tree.set(path, false);
  }
  return { run: mapping((document) => tree.exclude(document)) };
};

const project: Stage = (specification, { scope }) => {
  const fields = documentOperand(specification, '$project', 'Location15969');
  const apply = compileProjectStage(fields, scope);
  const isExclusion = scope.references.fields() === null;
  return { run: mapping((document) => apply(document)), closes: !isExclusion };
};

const replaceWith: Stage = (specification, { scope }) => {
  const expression = compileExpression(specification, scope);
  return {
    closes: true,
    run: mapping((document) => {
      const root = expression(document);
      if (isDocument(root)) return root;
      throw new StoreError(
        'Location40228',
        `'newRoot' expression must evaluate to an object, but resulting value was of type: ${typeName(root)}`,
      );
    }),
  };
};

const replaceRoot: Stage = (specification, context) => {
  const options = documentOperand(specification, '$replaceRoot', 'Location40229');
  checkFields(options, ['newRoot'], '$replaceRoot');
  if (options.newRoot === undefined)
    throw new StoreError('Location40231', 'no newRoot specified for the $replaceRoot stage');
  return replaceWith(options.newRoot, context);
};

interface Unwind {
  readonly parts: readonly string[];
  readonly indexPath: string | undefined;
  readonly keepsEmpty: boolean;
}

const unwind: Stage = (specification, { scope }) => {
  const options = parseUnwind(specification);
  scope.references.addPath(options.parts.join('.'));
  return {
    run: function* run(input) {
      for (const document of input) yield* unwound(document, options);
    },
  };
};

function parseUnwind(specification: Value): Unwind {
  const options = typeof specification === 'string' ? documentOf({ path: specification }) : specification;
  if (!isDocument(options)) {
    throw new StoreError(
      'Location15981',
      `expected either a string or an object as specification for $unwind stage, got ${typeName(options)}`,
    );
  }
  checkFields(options, ['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays'], '$unwind');
  const { path, includeArrayIndex, preserveNullAndEmptyArrays = false } = options;
  if (typeof path !== 'string')
    throw new StoreError('Location28808', 'expected a string as the path for $unwind stage');
  if (!path.startsWith('$') || path.length < 2) {
    throw new StoreError(
      'Location28818',
      `path option to $unwind stage should be prefixed with a '$': ${path}`,
    );
  }
  if (
    includeArrayIndex !== undefined &&
    (typeof includeArrayIndex !== 'string' || includeArrayIndex === '' || includeArrayIndex.startsWith('$'))
  ) {
    throw new StoreError(
      'Location28810',
      'expected a non-empty string without $ for the includeArrayIndex option to $unwind stage',
    );
  }
  if (typeof preserveNullAndEmptyArrays !== 'boolean') {
    throw new StoreError(
      'Location28809',
      'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage',
    );
  }
  return {
    parts: path.slice(1).split('.'),
    indexPath: includeArrayIndex,
    keepsEmpty: isTruthy(preserveNullAndEmptyArrays),
  };
}

function* unwound(document: Document, { parts, indexPath, keepsEmpty }: Unwind): Iterable<Document> {
  const value = parts.reduce<Value | undefined>(
    (at, part) => (isDocument(at) ? at[part] : undefined),
    document,
  );
  const withIndex = (result: Document, index: bigint | null) =>
    indexPath === undefined ? result : withValue(result, indexPath.split('.'), 0, index);
  if (Array.isArray(value) && value.length > 0) {
    for (const [index, item] of value.entries())
      yield withIndex(withValue(document, parts, 0, item), BigInt(index));
  } else if (Array.isArray(value)) {
    if (keepsEmpty) yield withIndex(withValue(document, parts, 0, undefined), null);
  } else if (keepsEmpty || (value !== undefined && value !== null)) {
    yield withIndex(document, null);
  }
}

function withValue(
  document: Document,
  parts: readonly string[],
  at: number,
  value: Value | undefined,
): Document {
  const copy = documentOf(document);
  const name = parts[at]!;
  if (at < parts.length - 1) {
    const inner = copy[name];
    copy[name] = withValue(isDocument(inner) ? inner : createDocument(), parts, at + 1, value);
  } else if (value === undefined) {
    delete copy[name];
  } else {
    copy[name] = value;
  }
  return copy;
}

export const shapeStages: StageTable = {
  $addFields: addFields,
  $set: addFields,
  $unset: unset,
  $project: project,
  $replaceRoot: replaceRoot,
  $replaceWith: replaceWith,
  $unwind: unwind,
};
