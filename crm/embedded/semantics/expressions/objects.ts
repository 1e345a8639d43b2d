/** Object operators. */
import { StoreError } from '../../errors.ts';
import {
  createDocument,
  type Document,
  documentOf,
  isDocument,
  typeName,
  type Value,
} from '../values/value.ts';
import {
  arrayArgument,
  isNullish,
  namedOperand,
  type Operator,
  type OperatorTable,
  unary,
  variadic,
} from './operator.ts';

export function mergeObjects(values: readonly (Value | undefined)[]): Document {
  const merged = createDocument();
  for (const value of values) {
    if (isNullish(value)) continue;
    if (!isDocument(value)) {
      throw new StoreError(
        'Location40400',
        `$mergeObjects requires object inputs, but input is of type ${typeName(value)}`,
      );
    }
    Object.assign(merged, value);
  }
  return merged;
}

const arrayToObject = unary((value, name) => {
  if (isNullish(value)) return null;
  const document = createDocument();
  for (const pair of arrayArgument(value, name)) {
    const [key, item] =
      Array.isArray(pair) && pair.length === 2 ? pair : isDocument(pair) ? [pair.k, pair.v] : [];
    if (typeof key !== 'string' || item === undefined) {
      throw new StoreError(
        'Location40386',
        `${name} requires an array of key-value pairs: [key, value] or {k, v}, the key a string`,
      );
    }
    document[key] = item;
  }
  return document;
});

const FIELD = new Map([['field', true]]);

function fieldName(operand: Value, name: string, compileTo: (constant: Value) => Value | undefined): string {
  const value = compileTo(operand);
  if (typeof value !== 'string') {
    throw new StoreError('Location5654602', `${name} requires 'field' to evaluate to a constant string`);
  }
  return value;
}

const getField: Operator = (operand, scope, compile, name) => {
  const short = !isDocument(operand) || operand.field === undefined;
  const options = short
    ? documentOf({ field: operand, input: '$$CURRENT' })
    : namedOperand(operand, new Map([...FIELD, ['input', false]]), name);
  const field = fieldName(options.field as Value, name, (constant) =>
    compile(constant, scope.detached())(createDocument()),
  );
  const input = compile(options.input ?? '$$CURRENT', scope);
  return (root) => {
    const value = input(root);
    if (isNullish(value)) return value;
    return isDocument(value) ? value[field] : undefined;
  };
};

function setField(names: ReadonlyMap<string, boolean>): Operator {
  return (operand, scope, compile, name) => {
    const options = namedOperand(operand, names, name);
    const field = fieldName(options.field as Value, name, (constant) =>
      compile(constant, scope.detached())(createDocument()),
    );
    const input = compile(options.input as Value, scope);
    const value = options.value === undefined ? () => undefined : compile(options.value, scope);
    return (root) => {
      const target = input(root);
      if (isNullish(target)) return null;
      if (!isDocument(target)) {
        throw new StoreError('Location4161105', `${name} requires 'input' to evaluate to type Object`);
      }
      const copy = documentOf(target);
      const next = value(root);
      if (next === undefined) delete copy[field];
      else copy[field] = next;
      return copy;
    };
  };
}

export const objects: OperatorTable = {
  $mergeObjects: variadic(mergeObjects),
  $objectToArray: unary((value, name) => {
    if (isNullish(value)) return null;
    if (!isDocument(value)) {
      throw new StoreError('Location40390', `${name} requires a document input, found: ${typeName(value)}`);
    }
    return Object.entries(value).map(([k, v]) => documentOf({ k, v }));
  }),
  $arrayToObject: arrayToObject,
  $getField: getField,
  $setField: setField(new Map([...FIELD, ['input', true], ['value', true]])),
  $unsetField: setField(new Map([...FIELD, ['input', true]])),
};
