/** An amount of money: integer minor units (pence, cents) and an ISO 4217 currency. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}
