import { describePlan } from '../engine/plan.ts';
import { planQuery, type QueryRequest, runQuery } from '../engine/query.ts';
import { StoreError } from '../errors.ts';
import { type Document, documentOf, isDocument } from '../semantics/values/value.ts';
import { joinIndex, readAggregate, splitForQuery } from './aggregate.ts';
import { Arguments } from './arguments.ts';
import { type Command, type Context, namespaceOf, queryOptions } from './command.ts';
import { readFind } from './find.ts';
import { SERVER_VERSION } from './handshake.ts';
import { ok } from './reply.ts';

/** Names the index that the command's query uses, and with `executionStats` what it cost. */
export const explain: Command = (args, context) => {
  const explained = args.required('explain', args.document('explain'));
  const verbosity = args.string('verbosity') ?? 'allPlansExecution';
  args.ignore('maxTimeMS').refuseOthers();
  const name = Object.keys(explained)[0] ?? '';
  const inner = new Arguments(explained, name);
  const namespace = namespaceOf(inner, context, name);
  const { joins = [], ...request } = requestOf(name, inner, explained, context);
  const collection = context.engine.catalog.get(namespace);
  if (!collection) {
    const winningPlan = documentOf({ stage: 'EOF' });
    return ok({ queryPlanner: documentOf({ namespace, winningPlan, rejectedPlans: [] }) });
  }
  const query = planQuery(collection, request);
  const winningPlan = joins.reduce(
    (inputStage, join) => describeJoin(join, inputStage, context),
    describePlan(query.plan, query.sortKeys),
  );
  const queryPlanner = documentOf({ namespace, parsedQuery: request.filter, winningPlan, rejectedPlans: [] });
  const serverInfo = documentOf({ version: SERVER_VERSION });
  if (verbosity === 'queryPlanner') return ok({ explainVersion: '1', queryPlanner, serverInfo });
  let nReturned = 0;
  for (const _ of runQuery(collection, query)) nReturned++;
  const isIndexed = query.plan.index !== null || query.plan.branches.length > 0;
  const executionStats = documentOf({
    executionSuccess: true,
    nReturned,
    totalKeysExamined: isIndexed ? query.examined.documents : 0,
    totalDocsExamined: query.examined.documents,
  });
  return ok({ explainVersion: '1', queryPlanner, executionStats, serverInfo });
};

/** A `$lookup` by fields, as MongoDB shows it. */
function describeJoin(join: Document, inputStage: Document, { engine, database }: Context): Document {
  const { from, localField, foreignField, as } = join;
  const foreign = engine.catalog.get(`${database}.${String(from)}`);
  const index = foreign && joinIndex(foreign, String(foreignField));
  return documentOf({
    stage: 'EQ_LOOKUP',
    foreignCollection: `${database}.${String(from)}`,
    localField,
    foreignField,
    asField: as,
    strategy: index ? 'IndexedLoopJoin' : 'HashJoin',
    ...(index && { indexName: index.name, indexKeyPattern: index.key }),
    inputStage,
  });
}

interface Explained extends QueryRequest {
  /** The `$lookup`s by fields of a pipeline. */
  readonly joins?: readonly Document[];
}

function requestOf(name: string, args: Arguments, command: Document, context: Context): Explained {
  switch (name) {
    case 'find':
      return readFind(args, context).request;
    case 'aggregate': {
      const { options, pipeline, hint } = readAggregate(args, context);
      const { filter, sort, rest } = splitForQuery(pipeline);
      const joins = rest
        .map(({ $lookup }) => $lookup)
        .filter((join): join is Document => isDocument(join) && join.foreignField !== undefined);
      return { ...options, filter, sort, hint, joins };
    }
    case 'count':
    case 'distinct':
    case 'findAndModify':
      return {
        ...queryOptions(args, context),
        filter: args.document('query') ?? documentOf({}),
        sort: args.document('sort'),
      };
    case 'update':
    case 'delete': {
      const [statement] = args.documents(`${name}s`) ?? [];
      const filter = statement?.q;
      return { ...queryOptions(args, context), filter: isDocument(filter) ? filter : documentOf({}) };
    }
    default:
      throw new StoreError(
        'CommandNotSupported',
        `explain of '${Object.keys(command)[0]}' is not supported by the embedded store.`,
      );
  }
}
