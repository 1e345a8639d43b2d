const CODE = /(?<!\d)\d{3}[ -]?\d{3}(?!\d)/;
/** Nothing but digits: a code with a digit too many or too few. */
const DIGITS = /^(?:\d[ -]?){5,7}$/;

/** The one-time code that a message has, as digits; also one that can't be right, where the message is nothing else. */
export function codeIn(text: string): string | undefined {
  const plain = text.normalize('NFKC').trim();
  const found = CODE.exec(plain)?.[0] ?? DIGITS.exec(plain)?.[0];
  const digits = found?.replace(/\D/g, '');
  return digits === '' ? undefined : digits;
}
