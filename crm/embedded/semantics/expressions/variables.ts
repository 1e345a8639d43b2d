/** Literals and variables. */
import { StoreError } from '../../errors.ts';
import type { Expression, Variable } from '../scope.ts';
import { isDocument, type Value } from '../values/value.ts';
import { namedOperand, type Operator, type OperatorTable } from './operator.ts';

const LET_ARGUMENTS = new Map([
  ['vars', true],
  ['in', true],
]);

const letOperator: Operator = (operand, scope, compile, name) => {
  const { vars, in: body } = namedOperand(operand, LET_ARGUMENTS, name);
  if (!isDocument(vars))
    throw new StoreError('Location16876', 'invalid parameter: expected an object (vars)');
  const cells: Record<string, Variable> = {};
  const assignments: [Variable, Expression][] = [];
  for (const [variable, value] of Object.entries(vars)) {
    const cell: Variable = { value: undefined };
    cells[variable] = cell;
    assignments.push([cell, compile(value as Value, scope)]);
  }
  const expression = compile(body as Value, scope.with(cells));
  return (root) => {
    const values = assignments.map(([, value]) => value(root));
    assignments.forEach(([cell], index) => {
      cell.value = values[index];
    });
    return expression(root);
  };
};

const literal: Operator = (operand) => () => operand;

export const variables: OperatorTable = { $literal: literal, $const: literal, $let: letOperator };
