// What the data does not hold and a shop needs, drawn by seed: names, stock, lead times, reps, deals.
import { pick, seededRandom } from './random.ts';

const FIRST_NAMES = [
  'Ada', 'Amir', 'Anna', 'Ben', 'Carla', 'Chloe', 'Daniel', 'Elena', 'Emma', 'Farah', 'Felix', 'George', 'Grace',
  'Hana', 'Hugo', 'Ines', 'Ivan', 'Jack', 'Julia', 'Kate', 'Lars', 'Laura', 'Leo', 'Lucy', 'Maja', 'Marco', 'Mei',
  'Nina', 'Noah', 'Nora', 'Oscar', 'Paul', 'Priya', 'Rosa', 'Ruth', 'Samir', 'Sofia', 'Thomas', 'Vera', 'Yusuf',
]; // biome-ignore format: a list of words reads best in lines
const LAST_NAMES = [
  'Adams', 'Baker', 'Bauer', 'Bennett', 'Carter', 'Costa', 'Dubois', 'Ellis', 'Evans', 'Fischer', 'Ford', 'Garcia',
  'Gray', 'Hansen', 'Hughes', 'Ito', 'Jansen', 'Kaya', 'Keller', 'King', 'Larsen', 'Lopez', 'Marsh', 'Meyer', 'Moreau',
  'Murphy', 'Novak', 'Olsen', 'Palmer', 'Parker', 'Patel', 'Reid', 'Rossi', 'Shaw', 'Silva', 'Stone', 'Turner',
  'Walsh', 'Weber', 'Young',
]; // biome-ignore format: a list of words reads best in lines
const COMPANY_FIRST = [
  'Bluebell', 'Chestnut', 'Copper Kettle', 'Cotton Tree', 'Daisy Lane', 'Elm Street', 'Foxglove', 'Green Door',
  'Harbour', 'Hazel', 'Ivy House', 'Juniper', 'Lavender Hill', 'Lighthouse', 'Little Robin', 'Marigold', 'Meadow',
  'Old Mill', 'Penny Farthing', 'Red Barn', 'Rosemary', 'Silver Birch', 'Thistle', 'Willow',
]; // biome-ignore format: a list of words reads best in lines
const COMPANY_LAST = ['Gifts', 'Home', 'Interiors', 'Living', 'Stores', 'Trading'];
const REP_COUNT = 5;
const DEAL_STAGES = ['lead', 'qualified', 'proposal', 'negotiation', 'won', 'lost'] as const;
const DEAL_NAMES = [
  'spring range',
  'summer range',
  'Christmas range',
  'reorder',
  'new shop opening',
  'gift sets',
];

export const personName = (customer: string): string => {
  const random = seededRandom(`person ${customer}`);
  return `${pick(FIRST_NAMES, random)} ${pick(LAST_NAMES, random)}`;
};

/** Different names for all `customers`. */
export function companyNames(customers: readonly string[]): Map<string, string> {
  const names = COMPANY_FIRST.flatMap((first) => COMPANY_LAST.map((last) => `${first} ${last}`));
  const random = seededRandom('companies');
  return new Map(
    customers.map((customer) => [customer, names.splice(Math.floor(random() * names.length), 1)[0]!]),
  );
}

export interface Supply {
  readonly stock: number;
  readonly leadTimeDays: number;
  readonly leadTimeP90Days: number;
  /** Pence a unit. */
  readonly cost: number;
}

const OUT_OF_STOCK_SHARE = 0.05;

/**
 * Stock for 5 to 75 days of mean sales (one product in twenty has none); reordering takes 4 to 35 days. A unit costs
 * 50 to 80 % of `lowestPrice`, that of the last quantity break in pence.
 */
export function supplyOf(sku: string, unitsPerDay: number, lowestPrice: number): Supply {
  const random = seededRandom(`supply ${sku}`);
  const stock = random() < OUT_OF_STOCK_SHARE ? 0 : Math.round(unitsPerDay * (5 + 70 * random() ** 1.5));
  const leadTimeDays = Math.round(4 + 31 * random() ** 2);
  const leadTimeP90Days = Math.ceil(leadTimeDays * (1.3 + 0.7 * random()));
  return {
    stock,
    leadTimeDays,
    leadTimeP90Days,
    cost: Math.max(1, Math.floor(lowestPrice * (0.5 + 0.3 * random()))),
  };
}

export interface Rep {
  readonly key: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2; empty: wherever nobody else is. */
  readonly countries: readonly string[];
}

const TERRITORIES = [['GB'], ['GB', 'IE'], ['DE', 'AT', 'CH', 'NL', 'BE'], ['FR', 'ES', 'PT', 'IT']] as const;

export function reps(): Rep[] {
  return Array.from({ length: REP_COUNT }, (_, index) => ({
    key: `rep-${index + 1}`,
    name: personName(`rep ${index + 1}`),
    countries: TERRITORIES[index] ?? [],
  }));
}

export interface SampleDeal {
  readonly key: string;
  readonly name: string;
  readonly customer: string;
  readonly stage: (typeof DEAL_STAGES)[number];
  /** Pence. */
  readonly amount: number;
  /** Days from the day the shop is loaded; negative for deals already won or lost. */
  readonly closesInDays: number;
  /** Days since an open deal has been at its stage. */
  readonly inStageForDays?: number;
  readonly owner: string;
}

/** One or two deals for each company, of a tenth to a half of what it bought in the year. */
export function deals(
  companies: readonly { customer: string; name: string; revenue: number }[],
): SampleDeal[] {
  const owners = reps();
  return companies.flatMap(({ customer, name, revenue }, company) => {
    const random = seededRandom(`deals ${customer}`);
    return Array.from({ length: random() < 0.4 ? 2 : 1 }, (_, index) => {
      const stage = pick(DEAL_STAGES, random);
      const closed = stage === 'won' || stage === 'lost';
      return {
        key: `deal-${customer}-${index + 1}`,
        name: `${name}: ${pick(DEAL_NAMES, random)}`,
        customer,
        stage,
        amount: Math.max(100, Math.round((revenue * (0.1 + 0.4 * random())) / 1000) * 10) * 100,
        closesInDays: closed ? -Math.ceil(80 * random()) : Math.ceil(3 + 90 * random()),
        owner: owners[company % owners.length]!.key,
        ...(!closed && { inStageForDays: Math.ceil(60 * seededRandom(`stage ${customer} ${index}`)()) }),
      };
    });
  });
}
