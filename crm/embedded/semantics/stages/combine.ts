/** Stages that bring pipelines together: `$lookup`, `$unionWith`, `$facet`. */
import { StoreError } from '../../errors.ts';
import { compileExpression, compileFieldPath } from '../expression.ts';
import { FieldTree } from '../field-tree.ts';
import { splitPath, visitPath } from '../paths.ts';
import type { Variable } from '../scope.ts';
import { keyOf } from '../values/compare.ts';
import { createDocument, type Document, isDocument, type Value } from '../values/value.ts';
import {
  type CompiledPipeline,
  checkFields,
  collect,
  type Documents,
  documentOperand,
  type Stage,
  type StageContext,
  type StageTable,
} from './stage.ts';

const lookup: Stage = (specification, context) => {
  const { environment } = context;
  const options = documentOperand(specification, '$lookup', 'FailedToParse');
  checkFields(options, ['from', 'localField', 'foreignField', 'as', 'let', 'pipeline'], '$lookup');
  const { from, as, localField, foreignField } = options;
  if (typeof as !== 'string') throw new StoreError('FailedToParse', "must specify 'as' field for a $lookup");
  if (typeof from !== 'string')
    throw new StoreError('FailedToParse', "missing 'from' option to $lookup stage specification");
  const hasFields = localField !== undefined || foreignField !== undefined;
  if (hasFields && (typeof localField !== 'string' || typeof foreignField !== 'string')) {
    throw new StoreError('FailedToParse', '$lookup requires both localField and foreignField, as strings');
  }
  if (!hasFields && options.pipeline === undefined) {
    throw new StoreError(
      'FailedToParse',
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    );
  }
  const find = hasFields
    ? equalityJoin(from, localField as string, foreignField as string, context)
    : undefined;
  const refine = options.pipeline === undefined ? undefined : joinPipeline(options, context);
  const result = new FieldTree();
  let found: Value[] = [];
  result.set(as, () => found);
  return {
    run: function* run(input) {
      const candidates = find?.();
      const whole = candidates ? [] : collect(environment.lookup(from), '$lookup');
      for (const document of input) {
        environment.checkTime?.();
        const matched = candidates ? candidates(document) : whole;
        found = refine ? [...refine(document, matched)] : matched;
        yield result.add(document);
      }
    },
  };
};

/** Reading one document through an index costs about as much as putting this many into a hash table. */
const TABLE_ENTRIES_PER_LOOKUP = 8;
/** Larger collections are never read as a whole where an index serves. */
const MAX_TABLE_DOCUMENTS = 100_000;

/**
 * The foreign documents with an equal value: through an index where there is one, and through a hash table where there
 * is none or so many documents came in that the table is cheaper.
 */
function equalityJoin(
  from: string,
  localField: string,
  foreignField: string,
  { scope, environment }: StageContext,
) {
  const local = compileFieldPath(localField, scope);
  return () => {
    const finder = environment.finder?.(from, foreignField);
    const count = finder?.count ?? 0;
    let lookups = count > MAX_TABLE_DOCUMENTS ? Number.POSITIVE_INFINITY : count / TABLE_ENTRIES_PER_LOOKUP;
    let table: ((values: readonly Value[]) => Document[]) | undefined;
    return (document: Document): Document[] => {
      const value = local(document) ?? null;
      const wanted = Array.isArray(value) ? value : [value];
      if (finder && lookups-- > 0) return wanted.length > 0 ? [...finder.find(wanted)] : [];
      table ??= hashTable(collect(environment.lookup(from), '$lookup'), foreignField);
      return table(wanted);
    };
  };
}

function hashTable(foreign: readonly Document[], field: string): (values: readonly Value[]) => Document[] {
  const parts = splitPath(field);
  const table = new Map<unknown, number[]>();
  foreign.forEach((document, position) => {
    visitPath(document, parts, true, (value) => {
      const key = keyOf(value ?? null);
      const positions = table.get(key);
      if (positions === undefined) table.set(key, [position]);
      else if (positions.at(-1) !== position) positions.push(position);
      return false;
    });
  });
  return (values) => {
    const positions = new Set(values.flatMap((each) => table.get(keyOf(each)) ?? []));
    return [...positions].sort((a, b) => a - b).map((position) => foreign[position]!);
  };
}

function joinPipeline(options: Document, { scope, compile }: StageContext) {
  const variables: Record<string, Variable> = {};
  const assignments = Object.entries(isDocument(options.let) ? options.let : {}).map(([name, value]) => {
    const variable: Variable = { value: undefined };
    variables[name] = variable;
    return [variable, compileExpression(value as Value, scope)] as const;
  });
  const pipeline = compile(options.pipeline as Value, scope.detached().with(variables));
  return (document: Document, matched: Documents): Documents => {
    for (const [variable, expression] of assignments) variable.value = expression(document);
    return pipeline.run(matched);
  };
}

const unionWith: Stage = (specification, { scope, compile, environment }) => {
  const options = typeof specification === 'string' ? { coll: specification } : specification;
  if (!isDocument(options) || typeof options.coll !== 'string') {
    throw new StoreError(
      'FailedToParse',
      "$unionWith takes the name of a collection, or an object with 'coll' and 'pipeline'",
    );
  }
  checkFields(options, ['coll', 'pipeline'], '$unionWith');
  const { coll } = options;
  const pipeline = compile(options.pipeline ?? [], scope.detached());
  return {
    run: function* run(input) {
      yield* input;
      yield* pipeline.run(environment.lookup(coll));
    },
  };
};

const facet: Stage = (specification, { scope, compile }) => {
  const facets = Object.entries(documentOperand(specification, '$facet', 'Location40169'));
  if (facets.length === 0)
    throw new StoreError('Location40169', 'the $facet specification must be a non-empty object');
  const pipelines = facets.map(([name, stages]): readonly [string, CompiledPipeline] => {
    if (name.startsWith('$') || name.includes('.')) {
      throw new StoreError(
        'FailedToParse',
        `'${name}' is not a name for a facet: it begins with $ or contains a dot`,
      );
    }
    if (!Array.isArray(stages))
      throw new StoreError('Location40170', `arguments to $facet must be arrays, ${name} is not`);
    const nested = stages.find(
      (stage) => isDocument(stage) && ['$facet', '$out', '$merge'].includes(Object.keys(stage)[0] ?? ''),
    );
    if (nested)
      throw new StoreError(
        'Location40600',
        `${Object.keys(nested)[0]} is not allowed to be used within a $facet stage`,
      );
    const pipeline = compile(stages, scope);
    if (!pipeline.isClosed) scope.references.addAll();
    return [name, pipeline];
  });
  return {
    closes: true,
    run: function* run(input) {
      const documents = collect(input, '$facet');
      const result = createDocument();
      for (const [name, pipeline] of pipelines) result[name] = [...pipeline.run(documents)];
      yield result;
    },
  };
};

/** Documents written out in the pipeline itself; only as its first stage. */
const documents: Stage = (specification, { scope }) => {
  const expression = compileExpression(specification, scope);
  return {
    closes: true,
    run: () => {
      const values = expression(createDocument());
      if (!Array.isArray(values) || !values.every(isDocument)) {
        throw new StoreError('Location5858203', 'an array is expected');
      }
      return values;
    },
  };
};

export const combineStages: StageTable = {
  $lookup: lookup,
  $unionWith: unionWith,
  $facet: facet,
  $documents: documents,
};
