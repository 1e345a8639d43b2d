/** The local day of an instant in an IANA time zone, YYYY-MM-DD (the Swedish locale writes ISO dates). */
export const localDay = (instant: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(instant);
