/** `$bitsAllSet` and its kin (MongoDB manual, "Bitwise Query Operators"). */
import { Binary } from 'bson';
import { StoreError } from '../../errors.ts';
import { toInteger } from '../values/numbers.ts';
import { isNumeric, type Value } from '../values/value.ts';

/** @throws StoreError BadValue for a mask that is no positions, number or binary data */
export function bitTest(operator: string, operand: Value): (value: Value | undefined) => boolean {
  const mask = bitMask(operator, operand);
  return (value) => {
    const bits =
      value instanceof Binary ? bitsOfBinary(value) : isNumeric(value) ? toInteger(value) : undefined;
    if (bits === undefined) return false;
    const set = bits & mask;
    if (operator === '$bitsAllSet') return set === mask;
    if (operator === '$bitsAnySet') return set !== 0n;
    return operator === '$bitsAllClear' ? set === 0n : set !== mask;
  };
}

function bitMask(operator: string, operand: Value): bigint {
  if (operand instanceof Binary) return bitsOfBinary(operand);
  if (Array.isArray(operand)) {
    return operand.reduce<bigint>((mask, item) => {
      const position = toInteger(item);
      if (position === undefined || position < 0n || position > 1_000_000n) {
        throw new StoreError(
          'BadValue',
          `Failed to parse bit position. Expected a non-negative number in ${operator}.`,
        );
      }
      return mask | (1n << position);
    }, 0n);
  }
  const mask = toInteger(operand);
  if (mask === undefined || mask < 0n) {
    throw new StoreError(
      'BadValue',
      `${operator} takes an Array, a number, or a BinData but received: ${typeof operand}`,
    );
  }
  return mask;
}

function bitsOfBinary(binary: Binary): bigint {
  const bytes = Buffer.from(binary.value()).reverse();
  return bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
}
