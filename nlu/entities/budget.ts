/** Words of a message in which products and names are looked for. */
export const TOKEN_BUDGET = 300;
/** Products that one mention may mean, at most. */
export const MATCHES_REPORTED = 10;
