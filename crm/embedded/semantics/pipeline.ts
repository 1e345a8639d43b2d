/** Aggregation pipelines: stages compiled once, then documents streamed through them. */
import { StoreError } from '../errors.ts';
import { type CommandOptions, newScope } from './expression.ts';
import type { Scope } from './scope.ts';
import { combineStages } from './stages/combine.ts';
import { groupStages } from './stages/group.ts';
import { selectStages } from './stages/select.ts';
import { shapeStages } from './stages/shape.ts';
import type {
  CompiledPipeline,
  Documents,
  PipelineEnvironment,
  StageContext,
  StageTable,
} from './stages/stage.ts';
import { windowStages } from './stages/window.ts';
import { BINARY } from './values/collation.ts';
import { type Document, isDocument, type Value } from './values/value.ts';

export type { PipelineEnvironment };

export interface PipelineOptions extends CommandOptions, PipelineEnvironment {}

export interface Pipeline {
  run(input: Documents): Documents;
  /** The top-level fields it reads of the documents that come in; null when it may read any. */
  readonly fields: ReadonlySet<string> | null;
}

const STAGES: StageTable = Object.assign(Object.create(null), {
  ...selectStages,
  ...shapeStages,
  ...groupStages,
  ...combineStages,
  ...windowStages,
});

/** They compare text, but only as bytes. */
const BINARY_ONLY = new Set(['$bucket', '$bucketAuto', '$lookup', '$setWindowFields']);

/** Stages of MongoDB that this store refuses by name. */
const REFUSED = new Set([
  '$changeStream',
  '$collStats',
  '$currentOp',
  '$densify',
  '$fill',
  '$geoNear',
  '$graphLookup',
  '$indexStats',
  '$listLocalSessions',
  '$listSessions',
  '$merge',
  '$out',
  '$planCacheStats',
  '$rankFusion',
  '$redact',
  '$scoreFusion',
  '$search',
  '$searchMeta',
  '$vectorSearch',
]);

/** @throws StoreError Location40324 for an unknown stage, CommandNotSupported for one of MongoDB's that is refused */
export function compilePipeline(stages: readonly Value[], options: PipelineOptions): Pipeline {
  const scope = newScope(options);
  const { run, isClosed } = compileStages(stages, scope, options);
  return { run, fields: isClosed ? scope.references.fields() : null };
}

export function runPipeline(input: Documents, stages: readonly Value[], options: PipelineOptions): Documents {
  return compilePipeline(stages, options).run(input);
}

function compileStages(
  stages: readonly Value[],
  scope: Scope,
  environment: PipelineEnvironment,
): CompiledPipeline {
  let current = scope;
  let isClosed = false;
  const compiled = stages.map((specification, index) => {
    const [name, operand] = stageOf(specification);
    if (name === '$documents' && index > 0) {
      throw new StoreError('Location40602', '$documents is only valid as the first stage in a pipeline');
    }
    const stage = STAGES[name];
    if (stage === undefined) throw unknownStage(name);
    if (scope.collation !== BINARY && BINARY_ONLY.has(name)) {
      throw new StoreError(
        'CommandNotSupported',
        `${name} under a collation is not supported by the embedded store.`,
      );
    }
    const context: StageContext = {
      scope: current,
      environment,
      compile: (nested, nestedScope) => compileStages(stageList(nested), nestedScope, environment),
    };
    const result = stage(operand, context);
    if (result.closes) {
      isClosed = true;
      current = current.detached();
    }
    return result;
  });
  return {
    isClosed,
    run: (input) => compiled.reduce<Documents>((documents, stage) => stage.run(documents), input),
  };
}

function stageList(stages: Value): readonly Value[] {
  if (Array.isArray(stages)) return stages;
  throw new StoreError('TypeMismatch', "'pipeline' option must be specified as an array");
}

function stageOf(specification: Value): readonly [name: string, operand: Value] {
  const entries = isDocument(specification) ? Object.entries(specification as Document) : [];
  if (!isDocument(specification)) {
    throw new StoreError('TypeMismatch', "Each element of the 'pipeline' array must be an object");
  }
  const [entry] = entries;
  if (entries.length !== 1 || entry === undefined) {
    throw new StoreError(
      'Location40323',
      'A pipeline stage specification object must contain exactly one field.',
    );
  }
  return [entry[0], entry[1] as Value];
}

function unknownStage(name: string): StoreError {
  if (!REFUSED.has(name))
    return new StoreError('Location40324', `Unrecognized pipeline stage name: '${name}'`);
  return new StoreError(
    'CommandNotSupported',
    `The stage ${name} is not supported by the embedded store; use a MongoDB server for it.`,
  );
}
