// The files of training-data/sample-shop, validated; docs/sample-shop.md describes them.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { DEAL_STAGES, type DealStage } from '../models/deal.ts';

export interface SampleLine {
  readonly sku: string;
  readonly quantity: number;
  /** Pence. */
  readonly price: number;
}

export interface SampleOrder {
  readonly invoice: string;
  readonly customer: string;
  /** Local day and time of the data, YYYY-MM-DD and HH:MM. */
  readonly day: string;
  readonly time: string;
  readonly lines: readonly SampleLine[];
}

export interface SampleProduct {
  readonly sku: string;
  readonly names: { readonly en: string; readonly zh: string };
  readonly category: string;
  /** Pence. */
  readonly price: number;
  readonly breaks: readonly { readonly minQuantity: number; readonly price: number }[];
  readonly stock: number;
  readonly leadTimeDays: number;
  readonly leadTimeP90Days: number;
  /** Pence. */
  readonly cost: number;
}

export interface SampleShop {
  readonly products: readonly SampleProduct[];
  readonly customers: readonly { readonly id: string; readonly country: string; readonly name: string }[];
  readonly orders: readonly SampleOrder[];
  /** Units of each product by day of the data. */
  readonly dailySales: {
    readonly days: readonly string[];
    readonly units: ReadonlyMap<string, readonly number[]>;
  };
  readonly reps: readonly {
    readonly key: string;
    readonly name: string;
    readonly countries: readonly string[];
  }[];
  readonly companies: readonly {
    readonly key: string;
    readonly name: string;
    readonly country: string;
    readonly customer: string;
  }[];
  readonly deals: readonly {
    readonly key: string;
    readonly name: string;
    readonly customer: string;
    readonly stage: DealStage;
    readonly amount: number;
    readonly closesInDays: number;
    readonly inStageForDays?: number | undefined;
    readonly owner: string;
  }[];
}

/** A file of the sample shop is missing or not as it must be; the message names the file and the fault. */
export class SampleShopError extends Error {
  readonly code = 'sample-shop.invalid';
}

const sku = z.string().regex(/^\d{5}[A-Z]{0,2}$/);
const pence = z.int().positive();
const country = z.string().regex(/^[A-Z]{2}$/);
const days = z.int().min(0);
const text = z.string().min(1);

const productsSchema = z.array(
  z.strictObject({
    sku,
    name: text,
    category: text,
    price: pence,
    breaks: z.array(z.strictObject({ minQuantity: z.int().min(2), price: pence })),
  }),
);
const supplySchema = z.strictObject({
  note: text,
  supply: z.array(
    z.strictObject({ sku, stock: days, leadTimeDays: days, leadTimeP90Days: days, cost: pence }),
  ),
});
const peopleSchema = z.strictObject({
  note: text,
  reps: z.array(z.strictObject({ key: text, name: text, countries: z.array(z.string().length(2)) })),
  companies: z.array(z.strictObject({ key: text, name: text, country, customer: text })),
  deals: z.array(
    z.strictObject({
      key: text,
      name: text,
      customer: text,
      stage: z.enum(DEAL_STAGES),
      amount: pence,
      closesInDays: z.int(),
      inStageForDays: z.int().nonnegative().optional(),
      owner: text,
    }),
  ),
});
const namesSchema = z.record(sku, text);
const day = z.iso.date();
const customerRow = z.tuple([z.string().regex(/^\d+$/), country, text]);
const orderRow = z.tuple([
  z.string().regex(/^\d+$/),
  z.string().regex(/^\d+$/),
  z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/),
  z
    .string()
    .regex(/^\w+\*\d+@\d+( \w+\*\d+@\d+)*$/, 'lines are stock code*quantity@pence with a space between'),
]);

function read(dir: string, file: string): string {
  try {
    return readFileSync(path.join(dir, file), 'utf8');
  } catch (cause) {
    throw new SampleShopError(`${path.join(dir, file)} cannot be read; build it by "npm run sample-shop"`, {
      cause,
    });
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw new SampleShopError(`${where}: ${z.prettifyError(result.error)}`);
  return result.data;
}

/** Rows of a CSV file without its header; no cell of the sample shop holds a comma or a quote. */
const rowsOf = (dir: string, file: string): string[][] =>
  read(dir, file)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

function json<Schema extends z.ZodType>(dir: string, file: string, schema: Schema): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(read(dir, file));
  } catch (cause) {
    if (cause instanceof SampleShopError) throw cause;
    throw new SampleShopError(`${file} is not JSON`, { cause });
  }
  return checked(schema, value, file);
}

function table<Row extends z.ZodType>(dir: string, file: string, row: Row): z.infer<Row>[] {
  const [, ...rows] = rowsOf(dir, file);
  return rows.map((cells, index) => checked(row, cells, `${file} line ${index + 2}`));
}

function readProducts(dir: string): SampleProduct[] {
  const chinese = checked(namesSchema, parse(read(dir, 'names.zh.yml')), 'names.zh.yml');
  const supplies = new Map(
    json(dir, 'supply.json', supplySchema).supply.map((supply) => [supply.sku, supply]),
  );
  return json(dir, 'products.json', productsSchema).map(({ name, ...product }) => {
    const zh = chinese[product.sku];
    const supply = supplies.get(product.sku);
    if (zh === undefined) throw new SampleShopError(`names.zh.yml has no name for product ${product.sku}`);
    if (supply === undefined)
      throw new SampleShopError(`supply.json has no entry for product ${product.sku}`);
    return { ...product, ...supply, names: { en: name, zh } };
  });
}

function readOrders(dir: string): SampleOrder[] {
  return table(dir, 'orders.csv', orderRow).map(([invoice, customer, placed, lines]) => ({
    invoice,
    customer,
    day: placed.slice(0, 10),
    time: placed.slice(11),
    lines: lines.split(' ').map((line) => {
      const [product, quantity, price] = line.split(/[*@]/);
      return { sku: product!, quantity: Number(quantity), price: Number(price) };
    }),
  }));
}

function readDailySales(dir: string): SampleShop['dailySales'] {
  const [header, ...rows] = rowsOf(dir, 'daily-sales.csv');
  const dates = checked(z.array(day).min(1), header?.slice(1), 'daily-sales.csv line 1');
  const row = z.tuple([sku], z.string().regex(/^\d*$/)).refine((cells) => cells.length === dates.length + 1, {
    error: `expected ${dates.length + 1} cells`,
  });
  const units = rows.map((cells, index): [string, number[]] => {
    const [product, ...values] = checked(row, cells, `daily-sales.csv line ${index + 2}`);
    return [product, values.map(Number)];
  });
  return { days: dates, units: new Map(units) };
}

/** Reads and validates every file in `dir`; throws `SampleShopError` at the first that is not right. */
export function readSampleShop(dir: string): SampleShop {
  const { reps, companies, deals } = json(dir, 'people.json', peopleSchema);
  return {
    products: readProducts(dir),
    customers: table(dir, 'customers.csv', customerRow).map(([id, code, name]) => ({
      id,
      country: code,
      name,
    })),
    orders: readOrders(dir),
    dailySales: readDailySales(dir),
    reps,
    companies,
    deals,
  };
}
