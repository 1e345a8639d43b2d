import { Decimal128, Double } from 'bson';
import { addDecimals, type Decimal, formatDecimal, parseDecimal } from './decimal.ts';
import { exactDecimal, isLong } from './numbers.ts';
import { double, isInt32, isNumeric, type Numeric, type Value } from './value.ts';

/** A sum that keeps the widest type it met, and doubles to twice their precision (Dekker's two-sum). */
export class Sum {
  private integers = 0n;
  private small = 0;
  private high = 0;
  private low = 0;
  private decimals: Decimal = { coefficient: 0n, exponent: 0 };
  private kind: 'int' | 'long' | 'double' | 'decimal' = 'int';
  count = 0;

  add(value: Value | undefined): void {
    if (typeof value === 'number' && isInt32(value)) {
      this.count++;
      this.small += value;
      if (this.small > 1e15 || this.small < -1e15) this.flush();
    } else if (isNumeric(value)) {
      this.count++;
      this.addWide(value);
    }
  }

  private addWide(value: Numeric): void {
    if (value instanceof Decimal128) {
      this.kind = 'decimal';
      this.decimals = bounded(addDecimals(this.decimals, parseDecimal(value)));
    } else if (typeof value === 'bigint') {
      if (this.kind === 'int') this.kind = 'long';
      this.integers += value;
    } else {
      if (this.kind !== 'decimal') this.kind = 'double';
      this.addDouble(value instanceof Double ? value.value : value);
    }
  }

  private addDouble(value: number): void {
    const sum = this.high + value;
    const part = sum - this.high;
    if (Number.isFinite(sum)) this.low += this.high - (sum - part) + (value - part);
    this.high = sum;
  }

  private flush(): void {
    this.integers += BigInt(this.small);
    this.small = 0;
  }

  total(): Numeric {
    this.flush();
    if (this.kind === 'decimal') {
      const others = [exactDecimal(this.integers), exactDecimal(this.high), exactDecimal(this.low)];
      return formatDecimal(others.reduce(addDecimals, this.decimals));
    }
    if (this.kind === 'double') {
      const whole = Number(this.integers);
      return double(
        Number.isFinite(this.high)
          ? this.high + whole + (this.low + Number(this.integers - BigInt(whole)))
          : this.high,
      );
    }
    const fitsInt = this.kind === 'int' && isInt32(Number(this.integers));
    if (fitsInt) return Number(this.integers);
    return isLong(this.integers) ? this.integers : double(Number(this.integers));
  }
}

const bounded = (value: Decimal): Decimal => parseDecimal(formatDecimal(value));
